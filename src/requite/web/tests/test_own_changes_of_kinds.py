"""A custom field of many records changed at once: judged anew, of each kind, and by a job."""

from __future__ import annotations

import pytest
from django.test import Client
from testing.asserts import text
from testing.builders import company_of, deal_of, person_of
from testing.cast import NOW, Cast, Clients

from requite.deals.actions.archive_deal import archive_deal
from requite.fields.models import Value
from requite.insight.lists import changing
from requite.insight.lists.actions import change
from requite.insight.lists.jobs import go_on
from requite.journal.models import Act
from requite.people.models import Person
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.terms import Terms
from requite.web.tests.own import add
from requite.web.tests.own_many import back, do, held
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.tasks import plan_task
from requite.work.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(clients: Clients) -> Client:
    return clients("anna")


def test_records_are_judged_anew_also_where_it_was_kept_but_isnt_enough(cast: Cast, anna: Client) -> None:
    field, people = add(cast), [person_of(cast), person_of(cast)]
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field=field.slug, weight=3, grace_hours=0,
        terms=Terms(limits={"words": ["2"]}),
    )  # fmt: skip
    answer = do(anna, field.slug, "Seoul", people)
    shown = text(anna.get(answer.headers["Location"]))
    assert "2 changed. Kept, but this is asked for: at least 2 words." in shown
    found = Person.objects.order_by("id")
    assert all(field.slug in one.missing and one.owed_at for one in found)
    answer = do(anna, field.slug, "Seoul Mapo", people)
    assert "Kept, but" not in text(anna.get(answer.headers["Location"]))
    assert not any(field.slug in one.missing for one in found.all())
    back(anna)
    assert all(field.slug in one.missing for one in found.all())


def test_companies_and_deals_and_not_archived_ones(cast: Cast, anna: Client) -> None:
    firm, deals = company_of(cast), [deal_of(cast), deal_of(cast)]
    of_firms, of_deals = add(cast, kind="company"), add(cast, "number", name="Sets", kind="deal")
    assert do(anna, of_firms.slug, "Mapo", [firm], "company").status_code == 302
    assert held(cast, [firm], of_firms, "company") == ["Mapo"]
    archive_deal(actor=cast.actors["anna"], at=NOW, deal_id=deals[1].id)
    answer = do(anna, of_deals.slug, "12", deals, "deal")
    assert "1 changed, 1 not changed: not yours, or archived." in text(anna.get(answer.headers["Location"]))
    assert held(cast, deals, of_deals, "deal") == ["12", ""]
    assert "1 restored." in back(anna)
    assert held(cast, deals, of_deals, "deal") == ["", ""]


def test_activities_of_the_kinds_that_have_it_done_ones_too(cast: Cast, anna: Client) -> None:
    field = add(cast, name="Room", kind="activity", kinds=["task"])
    tasks = [
        plan_task(actor=cast.actors["anna"], at=NOW, topic="Call back", person_id=person_of(cast).id, event_at=NOW)
        for _n in range(3)
    ]
    Activity.objects.filter(id=tasks[0].id).update(state="done")
    retract_activity(actor=cast.actors["anna"], at=NOW, activity_id=tasks[2].id)
    Activity.objects.filter(id=tasks[1].id).update(kind="note", state="done")
    answer = do(anna, field.slug, "Hall 3", tasks, "activity")
    assert "1 changed, 2 not changed: not yours, taken back, or without this field." in text(
        anna.get(answer.headers["Location"])
    )
    assert Value.objects.get().record_id == tasks[0].id
    assert "1 restored." in back(anna)
    assert not Value.objects.exists()


def test_a_job_goes_on_with_many_and_so_does_its_undo(
    cast: Cast, anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, people = add(cast, "date"), [person_of(cast) for _n in range(5)]
    for module in (changing, change):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    monkeypatch.setattr(change, "BATCH", 2)
    do(anna, field.slug, "2026-12-01", [], all="1", list="view=mine")
    act = Act.objects.get()
    go_on(change.resolve_change, act_id=act.id, actor_id=cast.anna.id)
    assert held(cast, people, field) == ["2026-12-01"] * 5
    anna.post(f"/acts/{act.id}/return/")
    go_on(change.resolve_return, act_id=act.id, actor_id=cast.anna.id)
    act.refresh_from_db()
    assert (act.changed, act.returned, act.state) == (5, 5, Act.State.RETURNED)
    assert held(cast, people, field) == [""] * 5
