"""What was saved in a sheet of debts is taken back at once; and due times are by the owner's own zone."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from testing.asserts import text
from testing.builders import call_of, meeting_of, person_of, status
from testing.cast import HTMX, NOW

from requite.identity.models import Team, User
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person, Point
from requite.people.reassessing import reassess_next
from requite.quality.actions.declare_requirement import declare_requirement
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db
SHEET = "/debts/together/meeting/result/"


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def meetings(cast):
    found = [meeting_of(cast, person_of(cast, company_name="Sejong"), topic=f"topic {n}") for n in range(3)]
    for one in found:
        hold_meeting(actor=cast.actors["anna"], at=NOW, activity_id=one.id)
    return found


def results(meetings):
    return [Activity.objects.get(id=one.id).result for one in meetings]


def undo_of(page):
    return re.search(r'action="([^"]+/undo/\?kept=[^"]+)"', page)[1].replace("&amp;", "&")


def test_one_undo_takes_back_all_rows_but_what_was_changed_since(cast, anna, meetings):
    page = text(anna.post(SHEET, {f"value-{one.id}": f"They buy {n}" for n, one in enumerate(meetings)}, follow=True))
    vera = cast.actors["vera"]
    correct_activity(actor=vera, at=datetime.now(UTC), activity_id=meetings[1].id, given={"result": "They pay"})
    page = text(anna.post(undo_of(page), follow=True))
    assert results(meetings) == ["", "They pay", ""]
    assert "2 taken back. 1 was changed since and stays." in page


def test_rows_saved_one_by_one_are_taken_back_together(anna, meetings):
    kept = []
    for one in meetings[:2]:
        row = text(anna.post(f"{SHEET}?row={one.id}", {f"value-{one.id}": "They buy"}, headers=HTMX))
        kept.append(re.search(r'name="kept" value="([^"]+)"', row)[1])
    assert results(meetings) == ["They buy", "They buy", ""]
    assert "2 taken back." in text(anna.post(f"{SHEET}undo/", {"kept": kept}, follow=True))
    assert results(meetings) == ["", "", ""]


def test_takes_back_numbers_and_outcomes_and_brings_back_what_was_of_no_use(cast, anna):
    bad = person_of(cast, family="Bad", points=[("phone", "12 34")])
    page = text(anna.post("/debts/together/person/phone/", {f"value-{bad.id}": "010-8273-4699"}, follow=True))
    assert list(bad.points.values_list("raw", flat=True)) == ["010-8273-4699"]
    anna.post(undo_of(page))
    assert list(bad.points.values_list("raw", "state")) == [("12 34", "filler")]
    bare = [person_of(cast, family=f"Bare{n}", points=[]) for n in range(2)]
    numbers = {f"value-{one.id}": f"010-8273-46{n}5" for n, one in enumerate(bare)}
    page = text(anna.post("/debts/together/person/phone/", numbers, follow=True))
    assert Point.objects.filter(person__in=bare).count() == 2
    anna.post(undo_of(page))
    assert not Point.objects.filter(person__in=bare).exists()
    calls = [call_of(cast, bare[0], outcome=None) for _n in range(2)]
    outcomes = {f"value-{one.id}": str(status().id) for one in calls}
    page = text(anna.post("/debts/together/call/outcome/", outcomes, follow=True))
    anna.post(undo_of(page))
    assert {Activity.objects.get(id=one.id).outcome_id for one in calls} == {None}
    correct_person(actor=cast.actors["anna"], at=NOW, person_id=bare[0].id, given={"title": "없음"})
    rule = {"kind": "person", "stage": "", "field": "title", "weight": 1, "grace_hours": 24}
    declare_requirement(actor=cast.actors["oleg"], at=NOW, **rule)
    reassess_next(kind="person", after=None, at=NOW)
    page = text(anna.post("/debts/together/person/title/", {f"value-{bare[0].id}": "Buyer"}, follow=True))
    assert Person.objects.get(id=bare[0].id).title == "Buyer"
    anna.post(undo_of(page))
    assert Person.objects.get(id=bare[0].id).title == "없음"


def test_takes_back_nobody_elses_and_nothing_that_is_old(clients, anna, meetings):
    page = text(anna.post(SHEET, {f"value-{meetings[0].id}": "They buy"}, follow=True))
    assert "There is nothing to take back." in text(clients("boris").post(undo_of(page), follow=True))
    for kept in ("", "today", "2001-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"):
        anna.post(f"{SHEET}undo/", {"kept": kept})
    assert results(meetings)[0] == "They buy"


def test_is_due_by_the_hours_that_its_owner_works(cast):
    User.objects.filter(id=cast.anna.id).update(time_zone="Europe/Moscow")
    due = {}
    for who in ("anna", "boris"):
        person = person_of(cast, who, points=[("email", "a@sejong.kr")])
        due[who] = person.owed_at
    zone = ZoneInfo("Europe/Moscow")
    assert isinstance(due["anna"], datetime)
    assert 9 <= due["anna"].astimezone(zone).hour <= 18
    assert due["anna"] != due["boris"]
    User.objects.filter(id=cast.anna.id).update(time_zone="")
    reassess_next(kind="person", after=None, at=NOW)
    assert Person.objects.get(owner=cast.anna).owed_at == due["boris"]


def test_debts_by_rep_and_age_are_those_of_a_team(cast, clients):
    person_of(cast, "gleb", points=[])
    person_of(cast, "anna", points=[])
    oleg, south = clients("oleg"), Team.objects.get(name="South")
    page, chosen = text(oleg.get("/debts/team/")), text(oleg.get(f"/debts/team/?team={south.id}"))
    owing = [re.findall(r'<a class="name" href="/debts/\?user=([^"]+)"', one) for one in (page, chosen)]
    assert {str(cast.anna.id), str(cast.gleb.id)} <= set(owing[0])
    assert owing[1] == [str(cast.gleb.id)]
    assert f'value="{south.id}" selected' in chosen
    assert clients("vera").get(f"/debts/team/?team={south.id}").status_code == 404


def test_what_has_no_sheet_has_nothing_to_take_back(anna):
    kept = f"?kept={datetime.now(UTC):%Y-%m-%dT%H:%M:%S%%2B00:00}"
    assert anna.post(f"{SHEET}undo/{kept}").status_code == 302
    for where in ("meeting/a%00b", "meeting/zzz", "zzz/result", "call/a"):
        assert anna.post(f"/debts/together/{where}/undo/{kept}").status_code == 404, where
