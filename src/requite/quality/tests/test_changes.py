"""A line that changes: tried before it is in force, at once or from a day on, and taken back."""

from datetime import timedelta

import pytest

from requite.identity.tests.cast import NOW, entries, make_cast
from requite.kernel.errors import Refused, Stale
from requite.quality.actions.close_requirement import close_requirement, reopen_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.launch_requirement import launch_requirement
from requite.quality.actions.try_correction import try_correction
from requite.quality.models import Requirement, Trial
from requite.quality.queries import list_minimum_sets
from requite.quality.rules import list_rules
from requite.quality.terms import Terms
from requite.quality.versions import list_versions

DAY = timedelta(days=1)
WEIGHT = {"weight": 5, "grace_hours": 72}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def oleg(cast):
    return cast.actors["oleg"]


@pytest.fixture
def phone(oleg):
    return Requirement.objects.get(kind="person", field="phone", ends_at=None)


@pytest.fixture
def title(oleg):
    return declare_requirement(
        actor=oleg, at=NOW, kind="person", stage="", field="title", weight=2, grace_hours=48
    )


def on(actor, days):
    return (actor.day_of(NOW) + days * DAY).isoformat()


def change(oleg, row, days=None, at=NOW, **values):
    to = Correction(**{**WEIGHT, **values}, starts_on=None if days is None else on(oleg, days))
    return correct_requirement(actor=oleg, at=at, requirement_id=row.id, to=to)


def weights(at, field="phone"):
    return [rule.weight for rule in list_rules("person", at=at) if rule.field == field]


class TestFromADay:
    def test_another_weight_holds_from_then_on(self, oleg, phone):
        new = change(oleg, phone, 7)
        phone.refresh_from_db()
        assert phone.ends_at == new.starts_at > NOW
        assert (weights(new.starts_at - timedelta(seconds=1)), weights(new.starts_at)) == ([3], [5])
        [entry] = entries("quality.RequirementsChanged")
        assert (entry.subject_id, entry.changes["weight"]) == (new.id, [3, 5])
        assert entry.changes["starts_at"] == [None, new.starts_at.isoformat()]

    def test_both_stand_beside_each_other_and_none_of_them_is_faulty(self, oleg, title):
        limits = Terms(limits={"words": ["9"]})
        title = change(oleg, title, terms=limits, weight=2)
        new = change(oleg, title, 7, terms=Terms(limits={"mask": ["AAA"]}), weight=9)
        lines = [one for one in list_minimum_sets(actor=oleg, at=NOW)[0].lines if one.field == "title"]
        assert [one.id for one in lines] == [title.id, new.id]
        assert [(one.is_changing, one.is_change, one.fault) for one in lines] == [(True, False, ""), (False, True, "")]

    def test_is_a_version_of_its_day(self, oleg, phone):
        change(oleg, phone, 7)
        newest = list_versions(actor=oleg, kind="person", at=NOW)[0]
        assert newest.lines == ("Phone: weight will go from 3 to 5",)
        assert newest.by == oleg.name

    def test_is_taken_back_and_what_was_goes_on(self, oleg, phone):
        new = change(oleg, phone, 7)
        close_requirement(actor=oleg, at=NOW, requirement_id=new.id)
        phone.refresh_from_db()
        assert phone.ends_at is None
        assert weights(new.starts_at) == [3]
        assert [one.changes["ends_at"] for one in entries("quality.RequirementsChanged") if "ends_at" in one.changes] == [
            [new.starts_at.isoformat(), None]
        ]
        assert len(list_versions(actor=oleg, kind="person", at=NOW)) == 1

    def test_is_moved_to_another_day_or_to_now(self, oleg, phone):
        new = change(oleg, change(oleg, phone, 7), 9)
        phone.refresh_from_db()
        assert phone.ends_at == new.starts_at
        assert weights(new.starts_at - timedelta(seconds=1)) == [3]
        to = Correction(**WEIGHT, starts_on="")
        now = correct_requirement(actor=oleg, at=NOW + DAY, requirement_id=new.id, to=to)
        assert (now.starts_at, weights(NOW + DAY), weights(NOW)) == (NOW + DAY, [5], [3])

    def test_its_weight_is_corrected_on_its_own_day(self, oleg, phone):
        new = change(oleg, change(oleg, phone, 7), weight=9)
        assert (weights(new.starts_at), weights(NOW)) == ([9], [3])

    def test_meanwhile_the_line_in_force_may_change_and_ends_on_the_same_day(self, oleg, phone):
        new = change(oleg, phone, 7)
        between = change(oleg, phone, weight=4)
        assert (between.ends_at, weights(NOW), weights(new.starts_at)) == (new.starts_at, [4], [5])

    def test_a_day_behind_the_next_change_is_refused(self, oleg, phone):
        change(oleg, phone, 7)
        with pytest.raises(Refused) as refused:
            change(oleg, phone, 8, weight=4)
        assert set(refused.value.errors) == {"starts_on"}

    def test_a_change_doesnt_pass_the_one_before_it(self, oleg, phone):
        last = change(oleg, phone, 7)
        between = change(oleg, phone, 3, weight=4)
        with pytest.raises(Refused) as refused:
            change(oleg, last, 2)
        assert set(refused.value.errors) == {"starts_on"}
        assert (weights(NOW), weights(between.starts_at), weights(last.starts_at)) == ([3], [4], [5])

    @pytest.mark.parametrize("day", ["yesterday", "2020-01-01", "2126-01-01"])
    def test_what_is_no_day_ahead_is_refused(self, oleg, phone, day):
        to = Correction(**WEIGHT, starts_on=day)
        with pytest.raises(Refused) as refused:
            correct_requirement(actor=oleg, at=NOW, requirement_id=phone.id, to=to)
        assert set(refused.value.errors) == {"starts_on"}
        assert not entries()

    def test_another_day_alone_changes_nothing_of_what_is_in_force(self, oleg, phone):
        assert change(oleg, phone, 7, weight=3).id == phone.id
        assert not entries()


class TestEnds:
    def test_what_changes_ahead_is_neither_ended_nor_asked_for_on(self, oleg, phone):
        change(oleg, phone, 7)
        with pytest.raises(Refused):
            close_requirement(actor=oleg, at=NOW, requirement_id=phone.id)
        with pytest.raises(Refused):
            reopen_requirement(actor=oleg, at=NOW, requirement_id=phone.id)

    def test_what_is_asked_for_anew_after_its_end_isnt_asked_for_on(self, oleg, phone):
        """It broke a constraint."""
        close_requirement(actor=oleg, at=NOW, requirement_id=phone.id, ends_on=on(oleg, 7))
        phone.refresh_from_db()
        declare_requirement(
            actor=oleg, at=NOW, kind="person", stage="", field="phone", weight=2, grace_hours=1,
            starts_at=phone.ends_at + DAY,
        )  # fmt: skip
        with pytest.raises(Refused):
            reopen_requirement(actor=oleg, at=NOW, requirement_id=phone.id)

    def test_a_change_that_ended_before_its_day_isnt_asked_for_on(self, oleg, phone):
        """What it was to change goes on instead: it broke a constraint."""
        new = change(oleg, phone, 7)
        close_requirement(actor=oleg, at=NOW, requirement_id=new.id, ends_on=on(oleg, 3))
        with pytest.raises(Refused):
            reopen_requirement(actor=oleg, at=NOW, requirement_id=new.id)
        assert (weights(NOW), weights(new.starts_at)) == ([3], [3])


@pytest.fixture
def anew(oleg, phone):
    """Phone ends in seven days, and is asked for anew from the tenth on."""
    close_requirement(actor=oleg, at=NOW, requirement_id=phone.id, ends_on=on(oleg, 7))
    phone.refresh_from_db()
    return declare_requirement(
        actor=oleg, at=NOW, kind="person", stage="", field="phone", weight=5, grace_hours=72,
        starts_at=phone.ends_at + 3 * DAY,
    )  # fmt: skip


class TestOnceAtATime:
    """A field never weighs twice in one place."""

    @pytest.mark.parametrize("days", [3, 0])
    def test_a_line_isnt_moved_into_the_time_of_another(self, oleg, phone, anew, days):
        said = len(entries())
        with pytest.raises(Refused) as refused:
            change(oleg, anew, days)
        assert set(refused.value.errors) == {"starts_on"}
        assert len(entries()) == said
        assert list(Requirement.objects.filter(kind="person", field="phone", ends_at=None)) == [anew]
        ends_at = phone.ends_at
        phone.refresh_from_db()
        assert phone.ends_at == ends_at
        assert (weights(NOW + 3 * DAY), weights(ends_at), weights(anew.starts_at)) == ([3], [], [5])

    def test_it_is_moved_to_the_day_on_which_the_other_ends(self, oleg, phone, anew):
        new = change(oleg, anew, 7)
        assert new.starts_at == phone.ends_at
        assert (weights(new.starts_at - timedelta(seconds=1)), weights(new.starts_at)) == ([3], [5])

    def test_two_that_are_in_one_time_already_are_parted_and_none_is_asked_for_on(self, oleg, phone, anew):
        """It broke a constraint."""
        Requirement.objects.filter(id=anew.id).update(starts_at=NOW + 3 * DAY)
        with pytest.raises(Refused) as refused:
            reopen_requirement(actor=oleg, at=NOW, requirement_id=phone.id)
        assert set(refused.value.errors) == {"ends_on"}
        phone.refresh_from_db()
        assert phone.ends_at is not None
        close_requirement(actor=oleg, at=NOW, requirement_id=anew.id)
        reopen_requirement(actor=oleg, at=NOW, requirement_id=phone.id)
        assert weights(NOW + 20 * DAY) == [3]


class TestTried:
    def a_try(self, oleg, row, days=None, **terms):
        to = Correction(weight=2, grace_hours=48, starts_on=None if days is None else on(oleg, days), terms=Terms(**terms))
        return try_correction(actor=oleg, at=NOW, requirement_id=row.id, to=to)

    def launch(self, oleg, tried, at=NOW):
        return launch_requirement(actor=oleg, at=at, trial_id=tried.id, is_sure=True)

    def test_what_asks_more_is_in_force_once_it_was_tried(self, oleg, title):
        tried = self.a_try(oleg, title, limits={"words": ["3"]})
        assert tried.instead_of_id == title.id
        assert Requirement.objects.get(field="title", ends_at=None).id == title.id
        new = self.launch(oleg, tried)
        assert (new.limits, self.launch(oleg, tried).id) == ({"words": 3}, new.id)
        title.refresh_from_db()
        assert title.ends_at == new.starts_at == NOW

    def test_from_its_day_on(self, oleg, title):
        new = self.launch(oleg, self.a_try(oleg, title, 7, limits={"words": ["3"]}))
        title.refresh_from_db()
        assert title.ends_at == new.starts_at > NOW

    def test_a_day_that_has_come_meanwhile_is_now(self, oleg, title):
        tried = self.a_try(oleg, title, 7, limits={"words": ["3"]})
        assert self.launch(oleg, tried, at=NOW + 20 * DAY).starts_at == NOW + 20 * DAY

    @pytest.mark.parametrize("days", [None, 7])
    def test_another_weight_or_day_has_nothing_to_be_tried(self, oleg, title, days):
        assert self.a_try(oleg, title, days) is None
        assert not Trial.objects.exists()

    def test_a_line_that_somebody_changed_meanwhile_isnt_changed_over(self, oleg, title):
        tried = self.a_try(oleg, title, limits={"words": ["3"]})
        change(oleg, title)
        with pytest.raises(Stale):
            self.launch(oleg, tried)

    def test_what_nobody_could_meet_is_refused_before_it_is_tried(self, oleg, title):
        with pytest.raises(Refused) as refused:
            self.a_try(oleg, title, limits={"words": ["3"], "mask": ["AAA"]})
        assert set(refused.value.errors) == {"mask"}
        assert not Trial.objects.exists()

    def test_what_would_be_in_the_time_of_another_is_refused_before_it_is_tried(self, oleg, title):
        close_requirement(actor=oleg, at=NOW, requirement_id=title.id, ends_on=on(oleg, 7))
        anew = declare_requirement(
            actor=oleg, at=NOW, kind="person", stage="", field="title", weight=2, grace_hours=48, starts_at=NOW + 10 * DAY
        )
        with pytest.raises(Refused) as refused:
            self.a_try(oleg, anew, 3, limits={"words": ["3"]})
        assert set(refused.value.errors) == {"starts_on"}
        assert not Trial.objects.exists()
