"""The bonus formula: plain arithmetic, exact, bounded, and every fault a sentence."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requite.insight.scorecards.formula import LARGEST, Faulty, read, work_out

NAMES = ("score", "attainment", "quality")
VALUES = {"score": 78, "attainment": 64, "quality": 82}


def bonus(text: str, values: dict[str, int] = VALUES, currency: str = "KRW") -> Decimal:
    return work_out(read(text, names=NAMES), values, currency=currency)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("420000", 420_000), ("score * 5000 + 30000", 420_000), ("420000 * score / 78", 420_000),
        ("500000 if score >= 80 else 420000", 420_000), ("min(score, 70) * 1000", 70_000), ("max(0, score - 90)", 0),
        ("round(score * 1234, -3)", 96_000), ("(score - 70) ** 2", 64), ("100 × score ÷ 2", 3_900),
        ("0.1 + 0.2", 0), ("score / 4", 20), ("1 if 60 <= score < 79 and quality > 80 else 0", 1), ("-score + 100", 22),
        ("score * 5000\r\n+ 30000", 420_000), ("500000\n  if score >= 80\n  else 7", 7),
    ],
)  # fmt: skip
def test_works_out(text: str, amount: int) -> None:
    assert bonus(text) == amount


def test_amounts_are_rounded_to_the_smallest_part_of_the_currency() -> None:
    assert bonus("score / 8", currency="RUB") == Decimal("9.75")
    assert bonus("1 / 3", currency="USD") == Decimal("0.33")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("score / (score - 78)", "divides by zero where score = 78"), ("0 / (score - 78)", "divides by zero"),
        ("salary * 2", "“salary” is not a name"), ("420,000 * score", "without commas"), ("", "can’t be read"),
        ("score *", "can’t be read"), ("(score", "can’t be read"), ("[x for x in score]", "nothing else"),
        ("score.real", "nothing else"), ("'a' * 1000000", "nothing else"), ("__import__('os')", "not a name"),
        ("open(score)", "not a name"), ("lambda: 1", "nothing else"), ("9 ** 9 ** 9", "0 to 5"),
        ("10 ** 5 ** 0.5", "0 to 5"),
        ("score ** 5 * 10 ** 5 * 10 ** 5", "too large"), ("1" * 40, "too large or too long"), ("1e400", "too large"),
        ("score > 70", "yes or no"), ("score - 100", "less than nothing where score = 78"), ("score[0]", "nothing else"),
        ("score + " * 60 + "1", "signs"), ("-" * 120 + "score", "too involved"), ("min()", "in brackets"),
        ("round(score, 40)", "places"), ("while score: pass", "can’t be read"), ("score // 2", "nothing else"),
        ("True", "nothing else"), ("min", "not a name"), ("score(1)", "not a name"),
        ("round(score, 1, 2)", "in brackets"), ("max(score)", "in brackets"), ("min(score) + 1", "in brackets"),
        ("(lambda x: x(x))(lambda x: x(x))", "nothing else"), ("score & 1", "nothing else"),
        ("score is 5", "nothing else"), ("score in 5", "nothing else"), ("1 if score not in 5 else 2", "nothing else"),
        ("(score > 80) / (score > 90)", "divides by zero where score = 78"),
        ("score % 7", "nothing else"), ("~score", "nothing else"), ("1 / 0", "It divides by zero."),
        ("-5000", "It comes to less than nothing."),
    ],
)  # fmt: skip
def test_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(Faulty) as caught:
        bonus(text)
    assert says in str(caught.value)


def test_asks_for_a_part_that_could_not_be_measured() -> None:
    with pytest.raises(Faulty, match="“quality”, which can’t be measured"):
        bonus("quality * 2", {"score": 78})


@given(st.text(st.sampled_from("0123456789.+-*/()<>= sqorematin,i fel"), max_size=60))
def test_whatever_is_typed_is_an_amount_or_a_sentence_and_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    try:
        found = bonus(text)
    except Faulty as fault:
        found, said = Decimal(0), str(fault)
        assert said
    assert 0 <= found <= LARGEST
    assert time.perf_counter() - began < 0.5
