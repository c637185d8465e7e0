"""The table's mapping: each heading's best field, corrected by the cells, doubles resolved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from requite.intake.reading.headings import content, kind
from requite.intake.reading.headings.match import EXACT, match_heading, normalise
from requite.intake.reading.headings.targets import TARGETS, Target

Kind = Literal["persons", "companies", "both"]
SURE = 0.6
OPPOSED: dict[str, tuple[str, ...]] = {
    "phone": ("email", "website", "date"),
    "email": ("phone", "website", "number", "date"),
    "family_name": ("email", "phone", "number", "website"),
    "given_name": ("email", "phone", "number", "website"),
    "full_name": ("email", "phone", "number", "website", "date"),
    "company": ("email", "phone", "number", "date"),
    "title": ("email", "phone", "number", "website"),
    "address": ("email", "number", "date", "website"),
    "website": ("email", "phone", "number", "date"),
}
FOUND_BY_CONTENT = (
    "email",
    "registration_number",
    "website",
    "phone",
    "address",
    "middle_name",
    "company",
    "full_name",
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column was taken for while the table is weighed."""

    target: str
    score: float
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class Guess:
    """`columns`: a target or None for each column; `kind`: what a row of the file is."""

    columns: tuple[str | None, ...]
    kind: Kind


def guess_mapping(
    headings: Sequence[str], samples: Sequence[Sequence[str]], own: Mapping[str, Target] | None = None
) -> Guess:
    """Return the likeliest field for each column, and whether rows are persons, companies or both.

    Headings of custom fields (`own`) tell it too: a branch that companies alone have makes "Name" a company's.
    """
    named = {normalise(str(target.label)) for target in (own or {}).values()}
    columns = [
        Column("", 0.0, {}) if _is_own(heading, named)
        else weigh_column(heading, [row[index] for row in samples if index < len(row)])
        for index, heading in enumerate(headings)
    ]  # fmt: skip
    columns = kind.resolve_names(columns, _leaning(headings, own or {}))
    what: Kind = kind.decide(columns)
    targets = kind.give_sides([column.target for column in columns], what)
    return Guess(columns=_without_doubles(targets, columns), kind=what)


def add_own(guess: Guess, headings: Sequence[str], own: Mapping[str, Target]) -> list[str | None]:
    """The guess's columns, and for each custom field the first column headed by its name.

    A heading that is surely that of a field of everybody's stays with that. Where a person's and a company's field are
    of one name, it is the person's unless rows are companies.
    """
    columns = list(guess.columns)
    first = "company" if guess.kind == "companies" else "person"
    for target in sorted(own.values(), key=lambda one: one.side != first):
        if guess.kind == "persons" and target.side == "company":
            continue
        if guess.kind == "companies" and target.side == "person":
            continue
        for place, heading in enumerate(headings):
            is_taken = columns[place] in own or (columns[place] and _is_everybodys(heading))
            if not is_taken and normalise(str(target.label)) in _names_of(heading):
                columns[place] = target.slug
                break
    return columns


def _names_of(heading: str) -> set[str]:
    """The names that a heading may be of: a file that left says a number's unit behind it, "Employees, people"."""
    return {normalise(heading), normalise(heading.rpartition(",")[0])} - {""}


def _is_everybodys(heading: str) -> bool:
    """Whether a heading is surely that of a field of everybody's."""
    return match_heading(heading).score == EXACT


def _is_own(heading: str, named: set[str]) -> bool:
    """Whether a column is a custom field's, by their names: what its heading or cells look like says nothing of the rows."""
    return not _is_everybodys(heading) and bool(_names_of(heading) & named)


def _leaning(headings: Sequence[str], own: Mapping[str, Target]) -> int:
    """How many headings are of custom fields that companies alone have, less those that persons alone have."""
    sides: dict[str, set[str]] = {}
    for target in own.values():
        sides.setdefault(normalise(str(target.label)), set()).add(target.side)
    found = [sides[name] for heading in headings for name in _names_of(heading) if name in sides]
    return found.count({"company"}) - found.count({"person"})


def weigh_column(heading: str, cells: Sequence[str]) -> Column:
    """Return what a column is by its heading; by its cells where that says nothing or they contradict it."""
    shares = content.measure_column(cells)
    found = match_heading(heading)
    target, score = found.target, found.score
    if target and _is_contradicted(target, shares):
        target, score = "", 0.0
    if not target and not heading.strip().isdigit():
        target, score = _by_content(shares, named=bool(heading.strip()))
    return Column(target="" if target == "ignore" else target, score=score, shares=shares)


def _is_contradicted(target: str, shares: dict[str, float]) -> bool:
    base = target.removeprefix("company_") if target != "company" else target
    base = "phone" if base == "mobile" else base
    return any(shares.get(shape, 0) > 0.7 and shares.get(base, 0) < 0.3 for shape in OPPOSED.get(base, ()))


def _by_content(shares: dict[str, float], *, named: bool) -> tuple[str, float]:
    for shape in FOUND_BY_CONTENT:
        if named and shape in ("company", "full_name", "phone") and shares.get(shape, 0) < 0.85:
            continue
        if shares.get(shape, 0) >= SURE and shares.get("date", 0) < 0.5:
            return ("website" if shape == "website" else shape), kind.BY_CONTENT * shares[shape]
    return "", 0.0


def _without_doubles(targets: list[str], columns: list[Column]) -> tuple[str | None, ...]:
    best: dict[str, int] = {}
    for index, target in enumerate(targets):
        if target and not TARGETS[target].many:
            held = best.get(target)
            if held is None or columns[index].score > columns[held].score:
                best[target] = index
    return tuple(
        target if target and (TARGETS[target].many or best[target] == index) else None
        for index, target in enumerate(targets)
    )
