"""Drawing: how many, of whom, once, with what chance, and again the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from testing.builders import call_of, deal_of, person_of
from testing.committed import apart, at_once

from requite.identity.models import User
from requite.identity.tests.cast import NOW, entries
from requite.insight.checks.actions.declare_plan import declare_plan
from requite.insight.checks.actions.draw_checks import draw_now, draw_week
from requite.insight.checks.models import Check, Draw
from requite.insight.checks.queries.draws import draw_again, get_draw
from requite.insight.checks.tests.stage import DAY, MONDAY, drawn, held, plan, system
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.work.actions.correct_activity import retract_activity

pytestmark = pytest.mark.django_db


def test_draws_as_many_as_the_plan_says_of_each_rep_and_stratum(cast):
    held(cast, 4)
    held(cast, 3, "boris")
    call_of(cast, person_of(cast), at=NOW - 4 * DAY)
    plan(cast, meeting=2, call=1, deal=1)
    made = draw_week(actor=system(cast), at=NOW)
    found = {(one.user_id, one.stratum): (one.drawn, one.size) for one in made if one.size}
    assert found == {
        (cast.anna.id, "meeting"): (2, 4), (cast.anna.id, "call"): (1, 1), (cast.boris.id, "meeting"): (2, 3),
    }  # fmt: skip
    assert {one.user_id for one in made} == {cast.anna.id, cast.boris.id, cast.vera.id, cast.gleb.id}
    assert {(one.starts_on, one.ends_on) for one in made} == {(MONDAY - 7 * DAY, MONDAY)}
    assert Check.objects.count() == 5
    noted = entries("insight.ChecksDrawn")
    assert {one.subject_id for one in noted} == {one.id for one in made}
    noted = [one for one in noted if one.changes["drawn"] != [None, 0]]
    assert len(noted) == 3
    draw = Draw.objects.get(id=noted[0].subject_id)
    assert noted[0].changes["seed"] == [None, draw.seed]
    assert noted[0].changes["frame"] == [None, draw.frame_hash]


def test_draws_a_week_once(cast):
    assert len(drawn(cast)) == 2
    assert draw_week(actor=system(cast), at=NOW + DAY) == []
    assert Check.objects.count() == 2


def test_draws_nothing_without_a_plan_or_by_one_of_none(cast):
    held(cast)
    assert draw_week(actor=system(cast), at=NOW) == []
    plan(cast, starts_on="2026-12-01")
    assert draw_week(actor=system(cast), at=NOW) == []
    plan(cast, meeting=0)
    assert draw_week(actor=system(cast), at=NOW) == []


def test_draws_of_a_team_together(cast):
    held(cast, 2)
    held(cast, 2, "boris")
    plan(cast, "team", meeting=3)
    made = [one for one in draw_week(actor=system(cast), at=NOW) if one.size]
    assert [(one.team_id, one.user_id, one.size, one.drawn) for one in made] == [(cast.north.id, None, 4, 3)]


def test_leaves_out_what_is_of_other_days_not_held_taken_back_or_was_drawn_before(cast):
    gone = held(cast, 1)[0]
    retract_activity(actor=cast.actors["anna"], at=NOW, activity_id=gone.id)
    held(cast, 1, days_ago=12)
    held(cast, 1, days_ago=1)  # this week
    kept = held(cast, 2)
    plan(cast, meeting=9)
    draw_week(actor=system(cast), at=NOW)
    assert set(Check.objects.values_list("record_id", flat=True)) == {one.id for one in kept}


def test_what_is_entered_after_its_days_were_drawn_from_is_drawn_from_in_the_next_week(cast):
    drawn(cast, 3, 1)
    late = held(cast, 1, days_ago=6)[0]
    draw_week(actor=system(cast), at=NOW + 7 * DAY)
    last = Draw.objects.filter(user=cast.anna).order_by("-drawn_at")[0]
    assert (bytes(last.frame), last.drawn) == (late.id.bytes, 1)
    draw_week(actor=system(cast), at=NOW + 14 * DAY)
    assert Draw.objects.filter(user=cast.anna).order_by("-drawn_at")[0].size == 0


def test_takes_deals_that_were_opened_or_won(cast):
    deal_of(cast, title="new", at=NOW - 4 * DAY)
    deal_of(cast, title="old", at=NOW - 20 * DAY)
    plan(cast, deal=5)
    assert [one.size for one in draw_week(actor=system(cast), at=NOW) if one.user_id == cast.anna.id] == [1]


def test_favours_the_last_working_days(cast):
    held(cast, 4, days_ago=8)  # Monday
    late = held(cast, 1, days_ago=4)[0]  # Friday
    plan(cast, meeting=1)
    draw_week(actor=system(cast), at=NOW)
    draw = Draw.objects.get(user=cast.anna)
    assert bytes(draw.favoured) == late.id.bytes
    check = Check.objects.get()
    assert check.probability == pytest.approx((3 if check.is_favoured else 1) / 7)


def test_draws_again_and_finds_the_same(cast):
    draw = drawn(cast, 6, 3)[0].draw
    proof = draw_again(actor=cast.actors["anna"], draw_id=draw.id)
    assert (proof.is_fair, proof.drawn, proof.frame_hash) == (True, 3, draw.frame_hash)


def test_finds_out_a_draw_that_was_tampered_with(cast):
    checks = drawn(cast, 6, 3)
    ask = {"actor": cast.actors["vera"], "draw_id": checks[0].draw_id}
    checks[0].delete()
    assert not draw_again(**ask).same_drawn
    Draw.objects.update(frame=bytes(Draw.objects.get(size=6).frame)[16:])
    assert not draw_again(**ask).same_frame


def test_shows_a_draw_to_nobody_else(cast):
    draw = drawn(cast)[0].draw
    for who in ("boris", "gleb", "dina"):
        with pytest.raises(NotVisible):
            get_draw(actor=cast.actors[who], draw_id=draw.id)


def test_draws_at_once_what_one_may_and_goes_on_from_there(cast):
    held(cast, 2, days_ago=1)
    held(cast, 2, "gleb", days_ago=1)
    plan(cast, meeting=2)
    ask = {"actor": cast.actors["vera"], "at": NOW}
    made = draw_now(**ask)
    assert {one.user_id for one in made} == {cast.anna.id, cast.boris.id, cast.vera.id}
    assert {one.ends_on for one in made} == {MONDAY + DAY}
    assert [one.drawn for one in made if one.user_id == cast.anna.id] == [2]
    with pytest.raises(Refused):
        draw_now(**ask)
    later = draw_week(actor=system(cast), at=NOW + 7 * DAY)
    assert {one.starts_on for one in later if one.user_id == cast.anna.id} == {MONDAY + DAY}


def calls(cast, count, at, who="anna"):
    person = person_of(cast, who, family=f"Nam{who}")
    for n in range(count):
        call_of(cast, person, who, at=at + n * timedelta(minutes=5))


def test_draws_at_once_only_what_is_left_of_the_weeks_number(cast):
    plan(cast, call=3)
    ask = {"actor": cast.actors["vera"]}
    calls(cast, 1, NOW - DAY)
    assert sum(one.drawn for one in draw_now(**ask, at=NOW)) == 1
    calls(cast, 4, NOW)
    calls(cast, 4, NOW, "boris")
    made = draw_now(**ask, at=NOW + DAY)
    assert {(one.user_id, one.asked, one.drawn) for one in made if one.drawn} == {
        (cast.anna.id, 2, 2), (cast.boris.id, 3, 3)
    }  # fmt: skip
    calls(cast, 4, NOW + DAY, "vera")
    later = draw_now(actor=cast.actors["oleg"], at=NOW + 2 * DAY)
    assert [(one.user_id, one.drawn) for one in later if one.drawn] == [(cast.vera.id, 3)]
    with pytest.raises(Refused, match="All days up to yesterday"):
        draw_now(actor=cast.actors["oleg"], at=NOW + 2 * DAY)
    User.objects.filter(id=cast.gleb.id).update(is_active=False, deactivated_at=NOW)
    with pytest.raises(Refused, match="This week’s number was drawn at once already"):
        draw_now(actor=cast.actors["oleg"], at=NOW + 3 * DAY)
    calls(cast, 4, NOW + 3 * DAY)
    monday = [one for one in draw_week(actor=system(cast), at=NOW + 6 * DAY) if one.user_id == cast.anna.id]
    assert [(one.asked, one.starts_on) for one in monday] == [(3, MONDAY + 2 * DAY)], "Monday’s own number is whole"
    assert draw_now(**ask, at=NOW + 7 * DAY), "another week, another number"


def test_leaves_what_an_import_brought_alone(cast):
    own, anna = person_of(cast, family="Kang", company_name="Sejong"), cast.actors["anna"]
    loaded = replace(anna, via="import")
    draft = PersonDraft(family_name="Moon", company_name="Daehan", points=[("phone", "010-2345-9876")])
    register_person(actor=loaded, at=NOW - 3 * DAY, draft=draft)
    plan(cast, person=9, company=9)
    draw_now(actor=cast.actors["vera"], at=NOW)
    found = set(Check.objects.values_list("stratum", "record_id"))
    assert found == {("person", own.id), ("company", own.company_id)}


def test_refuses_to_draw_without_a_plan_or_the_right(cast):
    with pytest.raises(Refused):
        draw_now(actor=cast.actors["vera"], at=NOW)
    plan(cast)
    with pytest.raises(NotAllowed):
        draw_now(actor=cast.actors["anna"], at=NOW)
    assert not Draw.objects.exists()


def test_keeps_an_empty_draw_as_such(cast):
    plan(cast, meeting=2)
    made = draw_now(actor=cast.actors["vera"], at=NOW)
    assert {(one.size, one.drawn) for one in made} == {(0, 0)}
    noted = entries("insight.ChecksDrawn")
    assert {one.subject_id for one in noted} == {one.id for one in made}
    assert [(one.changes["drawn"], one.changes["of"], one.topics) for one in noted] == [([None, 0], [None, 0], [])] * 3


def test_draws_a_week_by_the_plan_that_held_in_it(cast):
    held(cast, 4)
    call_of(cast, person_of(cast), at=NOW - 4 * DAY)
    plan(cast, meeting=2, at=NOW - 14 * DAY)
    plan(cast, call=1, at=NOW - DAY, starts_on=MONDAY.isoformat())
    draw_week(actor=system(cast), at=NOW)
    assert list(Check.objects.values_list("stratum", flat=True)) == ["meeting", "meeting"]
    plan(cast, meeting=0)
    call_of(cast, person_of(cast, family="Han"), at=NOW)
    draw_week(actor=system(cast), at=NOW + 7 * DAY)
    assert Check.objects.count() == 2


@pytest.mark.parametrize("number", ["-1", "51", "1.5", "a", "999999999999", "１"])
def test_refuses_a_plan_of_absurd_numbers(cast, number):
    with pytest.raises(Refused) as refused:
        plan(cast, meeting=number)
    assert set(refused.value.errors) == {"meeting"}


@pytest.mark.parametrize("day", ["2026-11-23", "2029-01-01", "soon"])
def test_refuses_a_plan_for_a_day_that_is_past_or_far(cast, day):
    with pytest.raises(Refused) as refused:
        plan(cast, starts_on=day)
    assert set(refused.value.errors) == {"starts_on"}
    plan(cast, starts_on=(NOW + timedelta(days=1)).date().isoformat())


def test_only_who_may_sets_a_plan(cast):
    with pytest.raises(NotAllowed):
        declare_plan(actor=cast.actors["vera"], at=NOW, per="rep", a_week={"meeting": "1"})
    one = plan(cast, meeting=3)
    noted = entries("insight.CheckPlanDeclared")[0]
    assert (noted.subject_id, noted.changes["a week meeting"]) == (one.id, [0, 3])


def test_two_who_draw_at_once_draw_once(kept_cast):
    vera = kept_cast.actors["vera"]

    def prepare():
        held(kept_cast, 4, days_ago=1)
        plan(kept_cast, meeting=2)

    def press():
        try:
            return len([one for one in draw_now(actor=vera, at=NOW) if one.drawn])
        except Refused:
            return 0

    apart(prepare)
    assert sum(at_once([press, press])) == 1
    assert apart(Check.objects.count) == 2
