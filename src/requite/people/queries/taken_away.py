"""Candidates that count, of which a sign that agreed was taken away: emptied, or with a filler in its place.

It speaks as before. Else who empties the phone that two doubles share would be worth more: less complete, and no double
any more. Something else that is real in its place, a number that was found to be wrong, and "not the same" end it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from requite.kernel.reading import fetch_all
from requite.people.likeness import LEAST, Kind, Signs, probability
from requite.people.queries.resembling import MORE, Pair, sign
from requite.quality.checks import State, judge_value

WRONG = """
EXISTS (SELECT FROM people_point s WHERE s.{kind}_id IN (x.id, y.id) AND s.kind = '{point}' AND s.state = 'wrong')
"""
KEPT = """
SELECT x.id, y.id, c.signs, ARRAY[{wrong_phone}, {wrong_email}], {texts}, {phone}, {email}, {more}
FROM people_candidate c JOIN people_{kind} x ON x.id = c.first_id JOIN people_{kind} y ON y.id = c.second_id {joins}
WHERE (c.first_id = ANY(%(ids)s::uuid[]) OR c.second_id = ANY(%(ids)s::uuid[]))
    AND c.counts_at <= %(at)s AND c.apart_at IS NULL AND x.archived_at IS NULL AND y.archived_at IS NULL
ORDER BY 1, 2
"""
# Of each sign that a text makes its check, then the texts of both.
TEXTS: dict[Kind, str] = {
    "person": "ARRAY[ARRAY['name', x.family_name || ' ' || x.given_name, y.family_name || ' ' || y.given_name],"
    " ARRAY['company', coalesce(k.name, ''), coalesce(l.name, '')]]",
    "company": "ARRAY[ARRAY['name', x.name, y.name], ARRAY['number', x.registration_number, y.registration_number]]",
}
CHECKS: dict[Kind, dict[str, str]] = {
    "person": {"name": "name", "company": "text"},
    "company": {"name": "text", "number": "text"},
}
JOINS: dict[Kind, str] = {
    "person": "LEFT JOIN people_company k ON k.id = x.company_id LEFT JOIN people_company l ON l.id = y.company_id",
    "company": "",
}
ANY_DAY = date(2000, 1, 1)  # texts are judged whatever the day


def list_taken_away(kind: Kind, ids: Sequence[UUID], *, at: datetime) -> Iterator[Pair]:
    """Those of these records that count at `at`, with what they agreed in. One statement."""
    wrong = {f"wrong_{point}": WRONG.format(kind=kind, point=point) for point in ("phone", "email")}
    shared = {point: sign(kind, point) for point in ("phone", "email")}
    sql = KEPT.format(kind=kind, texts=TEXTS[kind], joins=JOINS[kind], more=MORE[kind], **shared, **wrong)
    for first, second, agreed, bad, texts, *said in fetch_all(sql, {"ids": list(ids), "at": at}, prepare=len(ids) == 1):
        now = Signs(*said)._asdict()
        ruled_out = {name for name, is_so in zip(("phone", "email"), bad, strict=True) if is_so}
        lacking = {name for name, value in now.items() if value is None} | set(_fillers(kind, texts))
        taken = {name: True for name in agreed if name in lacking - ruled_out}
        if taken:
            signs = Signs(**{**now, **taken})
            likely = probability(kind, signs)
            if likely >= LEAST:
                yield Pair(first, second, likely, [name for name, value in signs._asdict().items() if value])


def _fillers(kind: Kind, texts: Sequence[Sequence[str]]) -> Iterator[str]:
    """The signs of which one of both has a text that says nothing."""
    for name, *both in texts:
        states = [judge_value(text, check=CHECKS[kind][name], country="", today=ANY_DAY) for text in both]
        if any(state is not State.VALID for state in states):
            yield name
