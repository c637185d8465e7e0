"""The rules changed: what was judged by the old ones is judged anew."""

from datetime import datetime
from uuid import UUID

from requite.journal.reactions import reacts_to
from requite.quality.events import RequirementsChanged
from requite.quality.jobs import defer_beginning, defer_reassessment
from requite.quality.models import Requirement


@reacts_to(RequirementsChanged)
def reassess_kind(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Queue a new judgement of every record of the kind. Twice is once, only slower."""
    found = Requirement.objects.filter(id=subject_id).first()
    if found is not None:
        ahead = max((day for day in (found.starts_at, found.ends_at) if day and day > at), default=None)
        if ahead:
            defer_beginning(kind=found.kind, at=ahead)
        else:
            defer_reassessment(kind=found.kind, at=at)
