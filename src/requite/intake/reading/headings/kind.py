"""Whether the table is of persons, companies or both, and to whom its plain phones and addresses belong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from requite.intake.reading.headings.targets import PERSON_NAMES, TARGETS, TO_COMPANY, TO_PERSON

if TYPE_CHECKING:
    from requite.intake.reading.headings.guess import Column, Kind

BY_CONTENT = 0.4  # the most that a column is sure of by its cells alone
NAMES = PERSON_NAMES | {"company"}
OF_COMPANIES = frozenset({"registration_number", "industry", "company_state", "closed_on", "website"})
WITHOUT = {"persons": "company", "companies": "person"}
OF_PERSONS = frozenset({"title", "mobile", "messenger", "email"})


def resolve_names(columns: list["Column"], leaning: int = 0) -> list["Column"]:
    """Settle columns headed "name", the surest first: a given name beside a family name, else a person's or a company's.

    What was told by cells alone doesn't count: "호칭" with 부장님 below it looks like names. `leaning`: how many further
    columns are of companies, or below nought of persons.
    """
    held = {one.target for one in columns if one.score > BY_CONTENT or one.target not in NAMES}
    resolved = list(columns)
    named = [place for place, column in enumerate(columns) if column.target == "name"]
    for place in sorted(named, key=lambda place: -columns[place].score):
        target = _resolve_name(columns[place], held, leaning)
        held = held | {target}
        resolved[place] = replace(columns[place], target=target)
    return resolved


def decide(columns: Sequence["Column"]) -> "Kind":
    """Return what a row is."""
    held = {column.target for column in columns}
    person = bool(held & PERSON_NAMES)
    company = "company" in held
    if person and company:
        return "both"
    if company and not held & {"mobile", "title"}:
        return "companies"
    if company:
        return "both"
    return "persons"


def give_sides(targets: Sequence[str], what: "Kind") -> list[str]:
    """Return the targets with plain phones, addresses and the like given to the side that the rows are of."""
    to_company = what == "companies" or (what == "both" and _is_listing(targets))
    sided: list[str] = []
    for target in targets:
        if target == "mobile":
            sided.append("company_phone" if what == "companies" else "phone")
        elif to_company and target in TO_COMPANY:
            sided.append(TO_COMPANY[target])
        elif what == "persons" and target in TO_PERSON:
            sided.append(TO_PERSON[target])
        elif target in TARGETS and TARGETS[target].side == WITHOUT.get(what):
            sided.append("")
        else:
            sided.append(target)
    return sided


def _resolve_name(column: "Column", held: set[str], leaning: int) -> str:
    if "family_name" in held and "given_name" not in held:
        return "given_name"
    if "given_name" in held and "family_name" not in held:
        return "family_name"
    if "company" in held:
        return "full_name" if not held & PERSON_NAMES else ""
    if held & PERSON_NAMES:
        return "company"
    persons, companies = column.shares.get("full_name", 0), column.shares.get("company", 0)
    weight = persons - companies + 0.4 * len(held & OF_PERSONS) - 0.6 * (len(held & OF_COMPANIES) + leaning)
    return "full_name" if weight >= 0.5 else "company"


def _is_listing(targets: Sequence[str]) -> bool:
    """A register of companies that also names who heads each: nothing in it but the name is the person's."""
    held = set(targets)
    if held & {"mobile", "title", "family_name", "given_name", "messenger"}:
        return False
    if held & (OF_COMPANIES | {"company_address", "company_phone"}):
        return True
    return "email" not in held and targets.index("company") < targets.index("full_name")
