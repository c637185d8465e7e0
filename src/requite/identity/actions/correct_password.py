"""Set a new password."""

from datetime import datetime

from requite.identity.events import PasswordCorrected
from requite.identity.models import User
from requite.journal.recording import end_streams, recording
from requite.kernel.actor import Actor


def correct_password(*, user: User, at: datetime, password: str, via: str = "page") -> User:
    """Keep the password's hash. Other sessions of the user end with it, and so do their streams.

    The caller has proved who it is (the old password, or the link of a mail) and checked the new one.
    """
    actor = Actor(id=user.id, name=user.name, role=user.role, via=via)
    with recording(actor=actor, at=at) as record:
        user.set_password(password)
        user.save(update_fields=["password"])
        record(PasswordCorrected(subject_id=user.id))
        end_streams(user_id=user.id)
    return user
