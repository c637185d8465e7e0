"""A person's data changed: what was owed of their meetings may be there now."""

from datetime import datetime
from uuid import UUID

from requite.journal.reactions import reacts_to
from requite.people.events import PersonCorrected
from requite.work.reassessing import reassess_of_person


@reacts_to(PersonCorrected)
def reassess_activities(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Judge the person's unfinished meetings and calls anew."""
    reassess_of_person(person_id=subject_id, at=at)
