"""Records that may be the same: found as they are written and by the job, counted once they have waited, set apart."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from testing.builders import BACK, company_of, person_of
from testing.cast import DAY, entries

from requite.kernel.errors import NotAllowed, NotVisible
from requite.people.actions.archive import archive_record, restore_record
from requite.people.actions.candidates import (
    correct_due,
    counts_from,
    mark_distinct,
    register_candidates,
    retract_distinct,
)
from requite.people.actions.correct_company import correct_company
from requite.people.actions.correct_person import correct_person
from requite.people.actions.look import register_next
from requite.people.actions.points import correct_point, erase_point, register_point
from requite.people.likeness import BASE, LEAST, WEIGHTS, Signs, probability
from requite.people.models import Candidate, Company, Person, Point
from requite.people.reassessing import reassess_next
from requite.people.tests.twins import PHONE, unique

LATER = BACK + 30 * DAY


def pairs(kind="person"):
    return {(one.first_id, one.second_id): one for one in Candidate.objects.filter(kind=kind)}


def only(kind="person"):
    [found] = Candidate.objects.filter(kind=kind)
    return found


class TestLikeness:
    SIGNS = st.sampled_from([True, False, None])

    @given(st.sampled_from(["person", "company"]), st.lists(SIGNS, min_size=5, max_size=5))
    def test_what_agrees_never_lowers_it_and_what_differs_never_raises_it(self, kind, said):
        found = probability(kind, Signs(*said))
        assert 0 <= found <= 1
        for n, sign in enumerate(said):
            if sign is None:
                assert probability(kind, Signs(*said[:n], True, *said[n + 1:])) >= found
                assert probability(kind, Signs(*said[:n], False, *said[n + 1:])) <= found

    @pytest.mark.parametrize(("kind", "signs", "percent"), [
        ("person", Signs(phone=True, name=True), 97),
        ("person", Signs(phone=True, name=False, company=True), 18),  # colleagues with one switchboard
        ("person", Signs(email=True, name=False), 18),  # info@
        ("person", Signs(phone=True, email=True, name=False), 62),  # a name that changed, or was misspelt
        ("person", Signs(name=True, company=True), 92),
        ("person", Signs(phone=False, email=False, name=True, company=True), 73),
        ("company", Signs(name=True), 82),
        ("company", Signs(phone=False, name=True), 27),  # shops of the same name in two towns
        ("company", Signs(phone=False, name=False, number=True), 27),
        ("company", Signs(name=True, number=False), 1),
    ])  # fmt: skip
    def test_examples(self, kind, signs, percent):
        assert round(100 * probability(kind, signs)) == percent

    def test_nothing_said_is_unlikely(self):
        assert probability("person", Signs()) < LEAST
        assert BASE < 0
        assert set(WEIGHTS["person"]) | set(WEIGHTS["company"]) == set(Signs._fields)


class TestFinding:
    def test_two_persons_with_a_phone_and_a_name(self, twins):
        found = only()
        assert (found.first_id, found.second_id) == tuple(sorted(one.id for one in twins))
        assert (found.signs, round(found.probability, 2)) == (["phone", "name"], 0.97)

    def test_the_same_name_in_the_same_company(self, cast):
        company = company_of(cast)
        for _n in range(2):
            person_of(cast, points=[], company_id=company.id)
        assert only().signs == ["name", "company"]

    def test_the_same_name_elsewhere_or_a_shared_switchboard_is_none(self, cast):
        person_of(cast, points=[])
        person_of(cast, points=[])
        for n in range(2):
            person_of(cast, family=f"Han{n}", points=[PHONE], company_name="Sejong")
        assert pairs() == {}

    def test_what_many_share_says_nothing(self, cast):
        for _n in range(7):
            person_of(cast, points=[PHONE])
        assert all(len({first, second}) == 2 for first, second in pairs())
        before = len(pairs())
        person_of(cast, points=[PHONE])
        assert len(pairs()) == before

    @pytest.mark.parametrize(("one", "other"), [
        ("주식회사 한빛상사", "한빛상사(주)"), ("Hanbit Co., Ltd.", "HANBIT"), ("ООО «Ромашка»", "Ромашка ООО"),
    ])  # fmt: skip
    def test_companies_by_their_name_without_its_legal_form(self, cast, one, other):
        for name in (one, other):
            company_of(cast, name=name)
        assert only("company").signs == ["phone", "name"]

    def test_a_number_found_to_be_wrong_says_nothing_whichever_of_the_two_is_looked_at(self, cast, twins):
        Point.objects.filter(person=twins[1]).update(state=Point.State.WRONG)
        for one in (*twins, *reversed(twins)):
            assert register_candidates(kind="person", ids=[one.id], at=BACK) == 0
            assert pairs() == {}

    def test_companies_by_their_registration_number(self, cast):
        first = company_of(cast, name="Sejong", registration_number="124-81-00998")
        other = company_of(cast, name="Daehan")
        assert pairs("company") == {}  # a phone alone
        given = {"registration_number": "124-81-00998"}
        correct_company(actor=cast.actors["anna"], at=BACK, company_id=other.id, given=given)
        assert only("company").signs == ["phone", "number"]
        correct_company(actor=cast.actors["anna"], at=BACK, company_id=first.id, given={"registration_number": ""})
        assert pairs("company") == {}

    def test_follows_a_name_and_a_phone_that_change(self, cast):
        anna = cast.actors["anna"]
        person_of(cast, points=[PHONE])
        other = person_of(cast, family="Park", points=[])
        register_point(actor=anna, at=BACK, kind="phone", raw=PHONE[1], person_id=other.id)
        assert pairs() == {}
        correct_person(actor=anna, at=BACK, person_id=other.id, given={"family_name": "Seo"})
        assert only().signs == ["phone", "name"]
        correct_person(actor=anna, at=BACK, person_id=other.id, given={"family_name": "Park"})
        assert pairs() == {}

    def test_the_job_finds_what_came_in_otherwise_and_goes_on_from_there(self, cast, twins):
        Candidate.objects.all().delete()
        now = datetime.now(UTC)
        assert register_next(kind="person", at=now, limit=1) == 0  # younger than an hour
        later = now + timedelta(hours=2)
        assert register_next(kind="person", at=later, limit=1) == 1
        assert only().signs == ["phone", "name"]
        assert (register_next(kind="person", at=later, limit=1), register_next(kind="person", at=later)) == (1, 0)
        assert len(pairs()) == 1


class TestCounting:
    def test_waits_three_working_days(self, cast):
        friday = datetime(2026, 11, 20, 3, tzinfo=UTC)
        assert counts_from(friday).astimezone(UTC) == datetime(2026, 11, 24, 15, tzinfo=UTC)  # Wednesday in Seoul

    def test_counts_against_both_once_it_has_waited(self, twins):
        assert unique(*twins) == [100, 100]
        correct_due(at=only().counts_at - timedelta(seconds=1))
        assert unique(*twins) == [100, 100]
        correct_due(at=only().counts_at)
        assert unique(*twins) == [3, 3]
        assert twins[0].score < 60
        assert correct_due(at=only().counts_at) == 0
        reassess_next(kind="person", after=None, at=only().counts_at)
        assert unique(*twins) == [3, 3]

    def test_one_that_is_archived_frees_the_other(self, cast, twins):
        correct_due(at=LATER)
        anna = cast.actors["vera"]
        archive_record(actor=anna, at=LATER, kind="person", record_id=twins[1].id)
        assert unique(twins[0]) == [100]
        restore_record(actor=anna, at=LATER, kind="person", record_id=twins[1].id)
        assert unique(*twins) == [3, 3]
        Person.objects.filter(id=twins[1].id).update(archived_at=LATER)  # as an act on many does
        correct_due(at=LATER)
        assert unique(twins[0]) == [100]

    def test_all_that_are_worth_less_are_read_only_once_nothing_waits(self, twins):
        asked = []
        for _n in range(2):
            with CaptureQueriesContext(connection) as told:
                correct_due(at=LATER)
            asked.append(sum("r.doubt IS NOT NULL" in each["sql"] for each in told))
        assert asked == [0, 2]

    def test_a_number_that_was_another_ones_frees_both(self, cast, twins):
        correct_due(at=LATER)
        correct_person(actor=cast.actors["anna"], at=LATER, person_id=twins[1].id, given={"family_name": "Park"})
        assert (unique(*twins), pairs()) == ([100, 100], {})

    def test_companies_too(self, cast):
        both = [company_of(cast) for _n in range(2)]
        correct_due(at=LATER)
        assert unique(*both) == [2, 2]
        assert Company.objects.filter(doubt__isnull=False).count() == 2


class TestTakenAway:
    """What both agreed in and one of them lacks by now: leaving out never pays."""

    @pytest.fixture
    def doubles(self, cast):
        """Two with everything in common, which count against each other."""
        points = [PHONE, ("email", "seo@sejong.kr")]
        made = [person_of(cast, points=points, company_name="Sejong") for _n in range(2)]
        correct_due(at=LATER)
        assert unique(*made) == [0, 0]
        return made

    def score(self, person):
        person.refresh_from_db()
        return person.score

    @pytest.mark.parametrize("kind", ["phone", "email"])
    def test_a_number_that_is_emptied_or_a_filler_frees_nobody(self, cast, doubles, kind):
        before, anna = self.score(doubles[0]), cast.actors["anna"]
        point = Point.objects.get(person=doubles[0], kind=kind)
        raw, filler = point.raw, {"phone": "010-1234-5678", "email": "test@test.com"}[kind]
        correct_point(actor=anna, at=LATER, point_id=point.id, raw=filler)
        assert self.score(doubles[0]) < before
        erase_point(actor=anna, at=LATER, point_id=point.id)
        assert self.score(doubles[0]) < before
        assert set(only().signs) == {"phone", "email", "name", "company"}
        register_point(actor=anna, at=LATER, kind=kind, raw=raw, person_id=doubles[0].id)
        assert self.score(doubles[0]) == before

    @pytest.mark.parametrize("given", [{"company": ""}, {"company": "n/a"}, {"family_name": "asdf", "given_name": ""}])
    def test_a_company_or_a_name_that_says_nothing_frees_nobody(self, cast, doubles, given):
        before = self.score(doubles[0])
        correct_person(actor=cast.actors["anna"], at=LATER, person_id=doubles[0].id, given=given)
        assert self.score(doubles[0]) < before

    def test_one_thing_after_another_frees_nobody_until_something_else_stands_there(self, cast):
        made, anna = [person_of(cast, points=[PHONE]) for _n in range(2)], cast.actors["anna"]
        correct_due(at=LATER)
        before = self.score(made[0])
        erase_point(actor=anna, at=LATER, point_id=Point.objects.get(person=made[0]).id)
        assert (self.score(made[0]) < before, unique(*made)) == (True, [3, 3])
        correct_person(actor=anna, at=LATER, person_id=made[0].id, given={"note": "likes tea"})
        assert unique(*made) == [3, 3]
        register_point(actor=anna, at=LATER, kind="phone", raw="010-5820-1147", person_id=made[0].id)
        assert (unique(*made), pairs()) == ([100, 100], {})

    def test_a_registration_number_too(self, cast):
        numbered = {"registration_number": "124-81-00998"}
        made = [company_of(cast, name=name, **numbered) for name in ("Sejong", "Daehan")]
        correct_due(at=LATER)
        before = unique(*made)
        assert before[0] < 50
        given = {"registration_number": ""}
        correct_company(actor=cast.actors["anna"], at=LATER, company_id=made[0].id, given=given)
        assert unique(*made) == before

    def test_what_does_not_count_yet_is_forgotten(self, cast, twins):
        erase_point(actor=cast.actors["anna"], at=BACK, point_id=Point.objects.get(person=twins[0]).id)
        assert pairs() == {}


class TestSettingApart:
    def test_raises_both_again_and_taken_back_lowers_them(self, cast, twins):
        correct_due(at=LATER)
        anna = cast.actors["anna"]
        mark_distinct(actor=anna, at=LATER, candidate_id=only().id)
        mark_distinct(actor=anna, at=LATER, candidate_id=only().id)
        assert (unique(*twins), only().apart_by_id) == ([100, 100], cast.anna.id)
        assert {one.subject_id for one in entries("people.PersonSetApart")} == {one.id for one in twins}
        correct_person(actor=anna, at=LATER, person_id=twins[0].id, given={"given_name": "Hana "})
        retract_distinct(actor=anna, at=LATER, candidate_id=only().id)
        assert unique(*twins) == [3, 3]
        assert len(entries("people.PersonTakenTogether")) == 2

    def test_is_for_who_sees_both_and_may_change_one(self, cast, twins):
        for who, refusal in (("gleb", NotVisible), ("emma", NotAllowed)):
            with pytest.raises(refusal):
                mark_distinct(actor=cast.actors[who], at=LATER, candidate_id=only().id)
        Person.objects.filter(id=twins[0].id).update(owner=cast.gleb)
        with pytest.raises(NotVisible):
            mark_distinct(actor=cast.actors["anna"], at=LATER, candidate_id=only().id)
        mark_distinct(actor=cast.actors["dina"], at=LATER, candidate_id=only().id)

    def test_what_was_said_stays_when_it_is_found_again(self, cast, twins):
        mark_distinct(actor=cast.actors["anna"], at=LATER, candidate_id=only().id)
        now = datetime.now(UTC) + timedelta(hours=2)
        while register_next(kind="person", at=now):
            pass
        assert only().apart_at is not None
