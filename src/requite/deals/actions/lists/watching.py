"""Whether a change of stages brings deals to other moments than before."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from requite.deals import assessing
from requite.deals.actions.lists.events import OfferShifted
from requite.deals.actions.lists.listing import topics_of_pipeline
from requite.deals.models import Stage
from requite.journal.recording import Recorder
from requite.quality.moments import named_moments


@contextmanager
def watching_moments(record: Recorder, pipeline_id: UUID, *, offers: bool = True) -> Iterator[None]:
    """Note when what is done within brings deals to other moments that lines name, or the offer out at other stages.

    They are judged anew then. Without `offers` only moments that lines name are looked at.
    """
    named = named_moments("deal", at=record.at) - {"offer"} | ({"offer"} if offers else set())
    before = _named(pipeline_id, named)
    yield
    if before != _named(pipeline_id, named):
        record(OfferShifted(subject_id=pipeline_id, topics=topics_of_pipeline(pipeline_id)))


def _named(pipeline_id: UUID, named: frozenset[str]) -> dict[UUID, tuple[frozenset[str], frozenset[str]]]:
    """Of each stage the moments that lines name."""
    known = set(Stage.objects.filter(pipeline_id=pipeline_id).values_list("id", flat=True))
    courses = assessing.list_courses().items()
    return {id_: (course.open & named, course.won & named) for id_, course in courses if id_ in known}
