"""The offer is out from another stage on: what deals must hold is judged anew."""

from datetime import datetime
from uuid import UUID

from requite.deals.actions.lists.events import OfferShifted
from requite.journal.reactions import reacts_to
from requite.quality.jobs import defer_reassessment


@reacts_to(OfferShifted)
def reassess_deals(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Queue a new judgement of every deal. Twice is once, only slower."""
    defer_reassessment(kind="deal", at=at)
