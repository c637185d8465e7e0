"""What a line asks of a value beyond its being there: read from a form, met or not, and said."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.identity.checks import Checks
from requite.identity.tests.cast import NOW, make_cast
from requite.journal.models import Entry
from requite.kernel.errors import Refused
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.checks import State, judge_value
from requite.quality.limits import Limits, Measured, fits_mask, load, most_words
from requite.quality.limits_given import read_limits, say_limits, typed_of
from requite.quality.models import Requirement
from requite.quality.registry import KINDS
from requite.quality.terms import Terms

DAY = date(2026, 11, 24)


@pytest.fixture
def cast(db):
    return make_cast()


def worth(value, check="text", **limits):
    return judge_value(value, check=check, country="KR", today=DAY, limits=Limits(**limits))


class TestMeeting:
    @pytest.mark.parametrize(
        ("text", "state"),
        [
            ("they buy frames", State.VALID),
            ("they buy", State.UNMET),
            ("they — buy", State.UNMET),
            ("그들이 안경테를 삽니다", State.VALID),
            ("없음", State.FILLER),
            ("", State.BLANK),
        ],
    )
    def test_words_are_what_holds_a_letter_or_a_digit(self, text, state):
        assert worth(text, words=3) is state

    def test_letters_are_counted_without_blanks_at_the_ends(self):
        assert worth("  prices  ", letters=6) is State.VALID
        assert worth("  price  ", letters=6) is State.UNMET

    @pytest.mark.parametrize(
        ("text", "mask", "fits"),
        [
            ("123-45-67890", "000-00-00000", True),
            ("123-45-6789", "000-00-00000", False),
            ("AB-12", "AA-00", True),
            ("аб-12", "AA-00", True),
            ("A1-12", "AA-00", False),
            ("no 7", "No *", True),
            ("٣٣", "00", False),
            ("1\n", "00", False),
        ],
    )
    def test_a_form_is_gone_through_sign_by_sign(self, text, mask, fits):
        assert fits_mask(text, mask) is fits

    def test_a_number_lies_within_its_bounds_both_included(self):
        bounds = {"lowest": Decimal(10), "highest": Decimal("20.5")}
        found = [worth(Measured(State.VALID, Decimal(one)), **bounds) for one in ("9.99", "10", "20.5", "21")]
        assert found == [State.UNMET, State.VALID, State.VALID, State.UNMET]

    def test_an_amount_is_compared_in_whole_units(self):
        found = [worth(Measured("1", minor), lowest=Decimal(10), digits=2) for minor in (999, 1000)]
        assert found == [State.UNMET, State.VALID]

    def test_what_cant_be_measured_isnt_held_against_it(self):
        assert worth(Measured("500", None), lowest=Decimal(10)) is State.VALID
        assert worth(Measured(DAY, None), check="date", ahead=True) is State.VALID

    def test_a_day_isnt_past_and_at_most_so_many_ahead(self):
        days = [worth(DAY + timedelta(days=n), check="date", ahead=True, days=30) for n in (-1, 0, 30, 31)]
        assert days == [State.UNMET, State.VALID, State.VALID, State.UNMET]

    def test_of_several_choices_one_is_enough(self):
        assert worth(Measured(State.VALID, ("a", "b")), options=("b",)) is State.VALID
        assert worth(Measured(State.VALID, ("a", "c")), options=("b",)) is State.UNMET
        assert worth(Measured(State.BLANK, None), options=("b",)) is State.BLANK


class TestGiven:
    def read(self, cast, kind, field, **typed):
        checks = Checks()
        known = KINDS[kind].find_field(field)
        kept = read_limits(checks, known, {name: [text] for name, text in typed.items()}, actor=cast.actors["oleg"])
        return kept, set(checks.errors)

    def test_blanks_are_no_limits(self, cast):
        assert self.read(cast, "meeting", "result", letters=" ", words="", mask="") == ({}, set())

    @pytest.mark.parametrize(
        ("kind", "field", "typed", "faults"),
        [
            ("meeting", "result", {"letters": "0", "words": "x"}, {"letters", "words"}),
            ("meeting", "result", {"letters": "9" * 5000}, {"letters"}),
            ("meeting", "result", {"lowest": "1"}, {"lowest"}),
            ("meeting", "result", {"mask": "0" * 41}, {"mask"}),
            ("meeting", "result", {"mask": "000", "letters": "4"}, {"mask"}),
            ("meeting", "result", {"mask": "000", "words": "2"}, {"mask"}),
            ("deal", "amount", {"lowest": "10", "highest": "5"}, {"highest"}),
            ("deal", "amount", {"lowest": "much", "highest": "9" * 30}, {"lowest", "highest"}),
            ("deal", "expected_on", {"days": "-1"}, {"days"}),
            ("deal", "reason", {"options": "magic"}, {"options"}),
            ("person", "phone", {"letters": "3"}, {"letters"}),
        ],
    )
    def test_refuses_beside_the_field_what_nothing_could_meet(self, cast, kind, field, typed, faults):
        assert self.read(cast, kind, field, **typed)[1] == faults

    @pytest.mark.parametrize(
        ("kind", "field", "typed", "said"),
        [
            ("meeting", "result", {"words": "3"}, "at least 3 words"),
            ("meeting", "result", {"letters": "1", "mask": "A-00"}, "at least 1 letter, in the form A-00"),
            ("deal", "amount", {"lowest": "1,000", "highest": "5000000"}, "from 1,000 KRW to 5,000,000 KRW"),
            ("deal", "amount", {"highest": "12.50"}, "at most 12.5 KRW"),
            ("deal", "expected_on", {"ahead": "1", "days": "90"}, "not in the past, at most 90 days ahead"),
        ],
    )
    def test_is_said_in_words_and_given_again_as_it_was(self, cast, kind, field, typed, said):
        kept, faults = self.read(cast, kind, field, **typed)
        assert not faults
        assert say_limits(KINDS[kind].find_field(field), kept) == said
        again = {name: values[0] for name, values in typed_of(kept).items()}
        assert self.read(cast, kind, field, **again) == (kept, set())

    def test_a_choice_is_said_by_its_word(self, cast):
        known = KINDS["deal"].find_field("reason")
        first = known.options()[0]
        assert say_limits(known, {"options": [first.id]}) == f"one of: {first.label}"
        assert "no longer there" in say_limits(known, {"options": ["gone"]})


def test_the_journal_keeps_them_as_one_text_and_says_them_in_words(cast):
    oleg = cast.actors["oleg"]
    values = {"actor": oleg, "at": NOW, "kind": "person", "stage": "", "field": "note", "weight": 2, "grace_hours": 48}
    declare_requirement(**values, terms=Terms(limits={"words": ["2"]}))
    entry = Entry.objects.order_by("-id")[0]
    assert entry.changes["limits"] == ["", '{"words":2}']
    assert say_limits(None, entry.changes["limits"][1]) == "at least 2 words"
    assert say_limits(None, {"options": ["a", "b"]}) == "2 choices will do"


def test_a_line_is_given_limits_corrected_and_explained(cast):
    oleg = cast.actors["oleg"]
    values = {"actor": oleg, "at": NOW, "kind": "person", "stage": "", "field": "note", "weight": 2, "grace_hours": 48}
    made = declare_requirement(**values, terms=Terms(limits={"words": ["2"]}))
    assert made.limits == {"words": 2}

    def correct(row, **more):
        to = Correction(weight=2, grace_hours=48, **more)
        return correct_requirement(actor=oleg, at=NOW, requirement_id=row.id, to=to)

    assert correct(made, terms=Terms(limits={"words": ["2"]})).id == made.id
    assert correct(made).limits == {"words": 2}
    new = Requirement.objects.get(kind="person", field="note", ends_at=None)
    assert new.id == made.id
    other = correct(made, terms=Terms(limits={"words": ["3"]}))
    assert (other.id == made.id, other.limits) == (False, {"words": 3})
    with pytest.raises(Refused):
        correct(other, terms=Terms(limits={"lowest": ["3"]}))


masks = st.text(alphabet="0A*x7-", min_size=1, max_size=4)
texts = st.text(alphabet="17xXbé- ", max_size=4)
few = st.integers(1, 4)


@given(one=st.tuples(masks, few), other=st.tuples(masks, few), text=texts)
def test_no_value_meets_two_that_contradict_one_another(one, other, text):
    first, second = Limits(mask=one[0], letters=one[1]), Limits(mask=other[0], words=other[1])
    if first.contradicts(second):
        assert not (first.meets(text.strip(), today=DAY) and second.meets(text.strip(), today=DAY))


@given(parts=st.text(alphabet="0A*x- ", min_size=1, max_size=9), data=st.data())
def test_a_form_has_room_for_as_many_words_as_what_fits_it_holds(parts, data):
    signs = {"0": "1", "A": "b", "*": "b1- "}
    text = "".join(data.draw(st.sampled_from(signs.get(part, part))) for part in parts)
    words = sum(any(map(str.isalnum, word)) for word in text.split())
    assert words <= most_words(parts)
    if words and text == text.strip():
        asked = Limits(mask=parts, words=words)
        assert asked.meets(text, today=DAY)
        assert not asked.contradicts(asked)


def test_a_form_of_any_signs_may_hold_blanks():
    assert [most_words(mask) for mask in ("*****", "AA-00", "A* *0", "- -", "***")] == [3, 1, 2, 0, 2]


@given(kept=st.dictionaries(st.sampled_from(["letters", "words", "days"]), few))
def test_what_is_kept_reads_back(kept):
    found = load(kept)
    assert (found is None) == (not kept)
    assert all(getattr(found, name) == number for name, number in kept.items())
