"""Pipelines, reasons and parts are read once, and anew in the request after any change of one of them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.cast import NOW, Cast

from requite.deals.models import Part, Pipeline, Reason, Stage
from requite.deals.queries.choices import PRESENT, list_parts, list_pipelines, list_reasons
from requite.identity.access import find_actor

pytestmark = pytest.mark.django_db
Found = tuple[object, object, object]


def within(cast: Cast) -> tuple[Found, int]:
    """What a request that begins now is told, and how many statements that took."""
    actor = find_actor(user_id=cast.anna.id)
    assert actor
    token = PRESENT.set(actor.deals_stamp)
    try:
        with CaptureQueriesContext(connection) as told:
            found = list_pipelines(), list_reasons(), list_parts()
        return found, len(told)
    finally:
        PRESENT.reset(token)


def test_are_read_once(cast: Cast) -> None:
    assert (within(cast)[1], within(cast)[1]) == (3, 0)
    assert within(cast)[0] == (list_pipelines(), list_reasons(), list_parts())


CHANGES: dict[str, Callable[[], object]] = {
    "a pipeline gets a name": lambda: Pipeline.objects.update(name="Renamed"),
    "a stage gets a name": lambda: Stage.objects.update(name="Renamed"),
    "a stage ends": lambda: Stage.objects.filter(is_offer=True).update(ended_at=NOW),
    "a stage comes": lambda: Stage.objects.create(pipeline=Pipeline.objects.all()[0], name="New", position=9, probability=1),
    "a reason goes": lambda: Reason.objects.filter(id=Reason.objects.all()[0].id).delete(),
    "a part gets a name": lambda: Part.objects.update(name="Renamed"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_are_read_anew_when(cast: Cast, what: str) -> None:
    before, _count = within(cast)
    CHANGES[what]()
    after, _count = within(cast)
    assert after != before
    assert after == (list_pipelines(), list_reasons(), list_parts())


def test_are_not_changed_by_who_asks(cast: Cast) -> None:
    found, _count = within(cast)
    list_pipelines().clear()
    reasons = found[1]
    assert isinstance(reasons, dict)
    reasons["won"].clear()
    assert within(cast)[0] == (list_pipelines(), list_reasons(), list_parts())
