"""A rep's quality kind by kind, a team's day by day: each number opens the very records that it counts."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from testing.asserts import text
from testing.builders import (
    DAY,
    call_of,
    company_of,
    deal_of,
    meeting_of,
    note_of,
    person_of,
    planned_call,
    task_of,
)
from testing.cast import NOW

from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Deal, Reason
from requite.insight.checks.queries.anchors import Anchor
from requite.insight.supervision.models import ScoreChange
from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record
from requite.people.models import Person
from requite.web.checks_words import anchor_word
from requite.web.tests.cast import browser
from requite.work.actions.correct_activity import retract_activity
from requite.work.actions.meetings import hold_meeting
from requite.work.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(cast):
    """Records of Anna's of each kind and state, whole ones, lacking ones and ones that are no longer in use."""
    anna = cast.actors["anna"]
    whole, bare = person_of(cast, company_name="Sejong", title="Head"), person_of(cast, family="Bare", points=[])
    archive_record(actor=anna, at=NOW, kind="person", record_id=person_of(cast, family="Gone").id)
    company_of(cast)
    for state in ("open", "won", "lost", "archived"):
        made = deal_of(cast, title=state, person_id=whole.id)
        if state in ("won", "lost"):
            reason = Reason.objects.filter(state=state).first()
            close_deal(actor=anna, at=NOW, deal_id=made.id, state=state, reason_id=reason.id if reason else None)
    Deal.objects.filter(id=made.id).update(archived_at=NOW)
    for person in (whole, bare):
        call_of(cast, person, outcome="talked")
        call_of(cast, person, outcome=None)
        planned_call(cast, person)
        meeting_of(cast, person)
        task_of(cast, person)
        note_of(cast, person)
    hold_meeting(actor=anna, at=NOW, activity_id=meeting_of(cast, whole).id, result="They agree")
    hold_meeting(actor=anna, at=NOW, activity_id=meeting_of(cast, whole).id)
    for state in ("moved", "called_off", "no_show"):
        Activity.objects.filter(id=meeting_of(cast, whole, at=NOW + DAY).id).update(state=state)
    retract_activity(actor=anna, at=NOW, activity_id=meeting_of(cast, whole, at=NOW + 2 * DAY).id)
    retract_activity(actor=anna, at=NOW, activity_id=call_of(cast, whole).id)


def test_each_number_is_that_of_the_list_which_it_opens(cast, many):
    vera = browser(cast.vera)
    told = text(vera.get(reverse("rep_card", kwargs={"id": cast.anna.id})))
    cells = re.findall(r'data-label="([^"]+)"><a class="cell" href="([^"]+)">(\d+)</a>', told)
    named = re.findall(r'<tr data-row><td><a class="name" href="[^"]+">([^<]+)</a>', told)
    assert set(named) == {"People", "Companies", "Deals", "Meetings", "Calls"}
    counted = {}
    for n, (label, href, number) in enumerate(cells):
        page = text(vera.get(href.replace("&amp;", "&")))
        counted[named[n // 2], label] = int(number), len(re.findall(r"<tr[^>]*data-row", page))
    assert {key: shown for key, (shown, listed) in counted.items() if shown != listed} == {}
    in_use = {kind: shown for (kind, label), (shown, _listed) in counted.items() if label == "In use"}
    assert in_use == {"People": 2, "Companies": 2, "Deals": 3, "Meetings": 4, "Calls": 4}
    assert any(shown for (_kind, label), (shown, _listed) in counted.items() if label == "Lack something")


@pytest.mark.parametrize("sum_", ["1e999999", "1e-999999", "0e999999", "-1e999999", "9" * 40, "nan", "sNaN", "inf", "x", ""])
def test_an_unreadable_place_is_the_first_page(cast, sum_):
    person = person_of(cast, family="Quist")
    call_of(cast, person, at=NOW - 900 * DAY)
    address = reverse("rep_quiet", kwargs={"id": cast.anna.id})
    place = f"{NOW.isoformat().replace('+', '%2B')}~{new_id()}"
    answer = browser(cast.vera).get(f"{address}?after={sum_}~{place}")
    assert "Quist" in text(answer)


def test_a_day_of_a_team_opens_the_records_of_its_reps(cast):
    vera = browser(cast.vera)
    for who, name in (("anna", "Quist"), ("gleb", "Zorn")):
        Person.objects.filter(id=person_of(cast, who, family=name).id).update(score=77)
    day = ScoreChange.objects.values_list("day", flat=True)[0].isoformat()
    moved = reverse("team_moved", kwargs={"id": cast.north.id})
    page = text(vera.get(f"{moved}?day={day}"))
    assert "Quist" in page
    assert "Anna Kim" in page
    assert "Zorn" not in page
    assert vera.get(reverse("company_moved")).status_code == 404
    assert vera.get(reverse("team_moved", kwargs={"id": cast.south.id})).status_code == 404
    whole = text(browser(cast.emma).get(f"{reverse('company_moved')}?day={day}"))
    assert "Quist" in whole
    assert "Zorn" in whole
    quality = vera.get(reverse("team_quality", kwargs={"id": cast.north.id})).content.decode()
    assert f"{moved}?day=" in quality or "No records yet" in quality


def test_a_record_that_is_again_what_it_was_didnt_move(cast):
    same, other = person_of(cast, family="Same"), person_of(cast, family="Other")
    for score in (same.score - 7, same.score):
        Person.objects.filter(id=same.id).update(score=score)
    Person.objects.filter(id=other.id).update(score=other.score - 7)
    day = ScoreChange.objects.get(record_id=same.id).day.isoformat()
    page = text(browser(cast.vera).get(f"{reverse('team_moved', kwargs={'id': cast.north.id})}?day={day}"))
    assert "Other" in page
    assert "Same" not in page


def test_the_anchor_is_written_as_the_language_writes_numbers():
    for language, said in (("en", "0.900"), ("ru", "0,900")):
        with translation.override(language):
            assert anchor_word(Anchor(applies=True)).endswith(f"= {said}")
            assert f"(10 + 3) = {said[0]}{said[1]}846" in anchor_word(Anchor(ok=2, checks=3, applies=True))
