"""Customers who were let be: which, in which order, and the task to their owner."""

from datetime import timedelta

import pytest
from testing.builders import call_of, deal_of, person_of

from requite.identity.models import Organisation
from requite.identity.tests.cast import NOW, entries
from requite.insight.supervision.actions.plan_contact import plan_contact
from requite.insight.supervision.queries.quiet import PAGE, list_quiet, quiet_days
from requite.insight.supervision.queries.reps import list_rep_facts
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.work.actions.correct_activity import retract_activity
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIMIT = NOW - 60 * DAY


@pytest.fixture
def people(cast):
    """Three quiet customers of Anna's, last heard of 61, 70 and 80 days ago, and one of yesterday."""
    found = {}
    for name, days in (("Ahn", 61), ("Bae", 70), ("Cha", 80), ("Do", 1)):
        found[name] = person_of(cast, family=name)
        call_of(cast, found[name], at=NOW - days * DAY)
    deal_of(cast, title="Frames", person_id=found["Bae"].id, amount="500000", currency="KRW")
    return found


def names(rows):
    return [row.names[0] for row in rows]


def test_lists_whom_nobody_was_in_touch_with_by_value_and_by_time(cast, people):
    ask = {"actor": cast.actors["vera"], "owner_id": cast.anna.id, "limit": LIMIT}
    rows = list_quiet(**ask)
    assert names(rows) == ["Bae", "Cha", "Ahn"]
    assert rows[0].value == 500_000
    assert names(list_quiet(**ask, order="time")) == ["Cha", "Bae", "Ahn"]
    assert names(list_quiet(**ask, after=rows[0].place)) == ["Cha", "Ahn"]
    assert names(list_quiet(**ask, order="time", after=rows[1].place)) == ["Bae", "Ahn"]
    assert PAGE == 50


def test_shows_nobody_elses_customers(cast, people):
    assert list_quiet(actor=cast.actors["gleb"], owner_id=cast.anna.id, limit=LIMIT) == []


def test_counts_by_the_companys_own_limit(cast, people):
    ask = {"actor": cast.actors["vera"], "user_ids": [cast.anna.id, cast.gleb.id], "now": NOW}
    assert quiet_days() == 60
    found = list_rep_facts(**ask)
    assert set(found) == {cast.anna.id}
    assert (found[cast.anna.id].quiet, found[cast.anna.id].quiet_days) == (3, 60)
    Organisation.objects.update(quiet_days=75)
    assert list_rep_facts(**ask)[cast.anna.id].quiet == 1


def test_asks_the_owner_once_while_something_is_open(cast, people):
    cast.anna.language = "ko"
    cast.anna.save()
    ask = {"actor": cast.actors["vera"], "at": NOW, "person_id": people["Ahn"].id}
    task = plan_contact(**ask)
    assert (task.kind, task.owner_id, task.is_all_day) == ("task", cast.anna.id, True)
    assert task.topic == "다시 연락하기"
    with pytest.raises(Refused):
        plan_contact(**ask)
    assert Activity.objects.filter(kind="task").count() == 1
    assert len(entries("work.TaskPlanned")) == 1
    retract_activity(actor=cast.actors["vera"], at=NOW, activity_id=task.id)
    assert plan_contact(**ask).id != task.id


def test_asks_only_within_ones_right(cast, people):
    with pytest.raises(NotAllowed):
        plan_contact(actor=cast.actors["boris"], at=NOW, person_id=people["Ahn"].id)
    with pytest.raises(NotVisible):
        plan_contact(actor=cast.actors["gleb"], at=NOW, person_id=people["Ahn"].id)
    assert not Activity.objects.filter(kind="task").exists()
