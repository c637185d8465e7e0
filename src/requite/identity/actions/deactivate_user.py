"""Deactivate a user: they can't log in, their streams and sessions end; their records keep their name."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity import access
from requite.identity.events import UserDeactivated
from requite.identity.models import User
from requite.identity.sessions import end_sessions
from requite.identity.topics import topics_of
from requite.journal.recording import end_streams, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


def deactivate_user(*, actor: Actor, at: datetime, user_id: UUID) -> User:
    """End the user's access at once. Their customers stay theirs. Twice is once.

    Raises NotVisible, NotAllowed, Refused for oneself and for the last administrator.
    """
    access.demand_right(actor=actor, right="settings.users")
    with recording(actor=actor, at=at) as record:
        administrators = access.lock_administrators()
        user = access.take_user(actor=actor, user_id=user_id)
        if administrators == {user.id}:
            raise Refused(_("This is the last administrator: make another one first."))
        if user.id == actor.id:
            raise Refused(_("Nobody deactivates themselves: ask another administrator."))
        if user.is_active:
            user.is_active, user.deactivated_at = False, at
            user.version += 1
            user.save(update_fields=["is_active", "deactivated_at", "version"])
            record(
                UserDeactivated(
                    subject_id=user.id, changes={"is_active": (True, False)}, topics=topics_of([user.id])
                )
            )
            end_sessions(user_id=user.id)
            end_streams(user_id=user.id)
    return user
