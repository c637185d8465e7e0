"""The records of a merge judged anew, in its transaction."""

from datetime import datetime

from requite.people import assessing
from requite.people.models import Company, Person
from requite.quality.engine import LASTING


def reassess(record: Person | Company, *, at: datetime) -> None:
    """Judge the record as it stands, and save the findings."""
    if isinstance(record, Person):
        assessing.reassess_person(record, at=at)
        return
    assessing.judge(record, assessing.company_subject(record, record.points.all()), at=at)
    record.save(update_fields=LASTING)
