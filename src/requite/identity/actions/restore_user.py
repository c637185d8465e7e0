"""Restore a deactivated user."""

from datetime import datetime
from uuid import UUID

from requite.identity import access
from requite.identity.events import UserRestored
from requite.identity.models import User
from requite.identity.sessions import end_sessions
from requite.identity.topics import topics_of
from requite.journal.recording import recording
from requite.kernel.actor import Actor


def restore_user(*, actor: Actor, at: datetime, user_id: UUID) -> User:
    """Let a deactivated user log in again, with the role and team they had. Raises NotVisible, NotAllowed."""
    with recording(actor=actor, at=at) as record:
        user = access.take_user(actor=actor, user_id=user_id)
        if not user.is_active:
            user.is_active, user.deactivated_at = True, None
            user.version += 1
            user.save(update_fields=["is_active", "deactivated_at", "version"])
            end_sessions(user_id=user.id)  # of a log-in that was under way as they were deactivated
            record(
                UserRestored(
                    subject_id=user.id, changes={"is_active": (False, True)}, topics=topics_of([user.id])
                )
            )
    return user
