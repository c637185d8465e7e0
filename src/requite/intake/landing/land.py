"""One row to one entry, or to the faults that keep it out."""

import re
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from requite.intake.landing.plan import Plan, find_country
from requite.intake.landing.points import points_of
from requite.intake.reading import faults
from requite.intake.reading.faults import REFUSALS, Fault
from requite.intake.reading.formula import unguard
from requite.intake.reading.rows import Row
from requite.kernel.fold import fold
from requite.kernel.legible import legible
from requite.kernel.names import PersonName, part_rank, split_name
from requite.kernel.registration import normalise_registration
from requite.people.bulk.entries import CompanyEntry, Entry, PersonEntry
from requite.people.drafts import fold_company, fold_name

CLOSED = re.compile(
    r"폐업|폐쇄|취소|말소|만료|정지|중지|\bclosed\b|inactive|dissolved|ceased|закрыт|ликвид|прекращ|недейств",
    re.IGNORECASE,
)
YES = frozenset({"y", "yes", "true", "1", "예", "o", "да"})
TAG_BREAK = re.compile(r"\s*(?:[,;|]|:::)\s*")
LONGEST_NAME, LONGEST_COMPANY = 120, 300
LONGEST_FOLD = 500  # of three bytes each, so that an index takes it


def land_row(row: Row, plan: Plan) -> tuple[Entry | None, list[Fault]]:
    """Return the entry that a row stands for and its faults; no entry where one of them keeps it out."""
    found = [Fault(code) for code in row.faults]
    if any(code in REFUSALS for code in row.faults):
        return None, found
    cells = [unguard(cell).strip() if cell[:1] == "'" else cell.strip() for cell in row.cells]
    setting = plan.setting
    country = _text(cells, plan, "country")
    country = find_country(country) or setting.country if country else setting.country
    company = _company(cells, plan, country, found)
    person = _person(cells, plan, country, found)
    if person is None and company is None:
        found.append(Fault(faults.NO_NAME))
        return None, found
    if any(fault.code == faults.LONG_NAME for fault in found):
        return None, found
    _share(cells, plan, person, company, found)
    own = plan.setting.own
    refs = own.fill(cells, plan.columns, person, company, found) if own.fields else ()
    source = _text(cells, plan, "source")[:60] or setting.source
    return Entry(row.number, _owner(cells, plan, found), person, company, source, refs), found


def _person(cells: Sequence[str], plan: Plan, country: str, found: list[Fault]) -> PersonEntry | None:
    name = _name(cells, plan, country)
    if not (name.family or name.given):
        return None
    if max(len(name.family), len(name.given), len(name.middle)) > LONGEST_NAME:
        place = max(plan.first("family_name"), plan.first("full_name"), plan.first("given_name"))
        found.append(Fault(faults.LONG_NAME, place))
        return None
    return PersonEntry(
        name.family,
        name.given,
        name.middle,
        _fold_name(name.family, name.given, name.middle)[:LONGEST_FOLD],
        _cut(cells, plan, "title", 200, found) or _part(_text(cells, plan, "full_name"))[1],
        points=points_of(cells, plan, "", country, found),
    )


def _name(cells: Sequence[str], plan: Plan, country: str) -> PersonName:
    family, given = _text(cells, plan, "family_name"), _text(cells, plan, "given_name")
    middle, full = _text(cells, plan, "middle_name"), _text(cells, plan, "full_name")
    if family or given:
        if len(family) + len(given) + len(middle) > LONGEST_NAME:
            return PersonName(family, given, middle)
        return PersonName(_tidy(family), _tidy(given), _tidy(middle))
    if len(full) > LONGEST_NAME:
        return PersonName(given=full)
    return _split(_part(full)[0], country) if full else PersonName(middle=middle)


def _company(cells: Sequence[str], plan: Plan, country: str, found: list[Fault]) -> CompanyEntry | None:
    name = _text(cells, plan, "company")
    if not name:
        return None
    if len(name) > LONGEST_COMPANY:
        found.append(Fault(faults.LONG_NAME, plan.first("company")))
        return None
    name = _tidy(name)
    entry = CompanyEntry(name, _fold_company(name), country=country)
    if plan.columns.keys() & ONLY_COMPANY:
        number = _text(cells, plan, "registration_number")
        if number:
            entry.registration_number = normalise_registration(number, country=country) or number[:20]
        entry.website = _cut(cells, plan, "website", 300, found)
        kinds = dict.fromkeys(cells[place] for place in plan.columns.get("industry", ()) if cells[place])
        entry.industry = ", ".join(kinds)[:120]
        entry.points = points_of(cells, plan, "company_", country, found)
        _close(cells, plan, entry)
    return entry


def _close(cells: Sequence[str], plan: Plan, entry: CompanyEntry) -> None:
    place = plan.first("company_state")
    state = cells[place] if place >= 0 else ""
    if state:
        closed = state.lower() in YES if place in plan.flags else CLOSED.search(state) is not None
    else:
        day = _text(cells, plan, "closed_on")
        closed = any(sign.isdecimal() and sign != "0" for sign in day) and not day.startswith("9999")
    if closed:
        entry.closed = plan.setting.closed == "archive"
        if state and place not in plan.flags:
            entry.tags = (state[:60],)


def _share(
    cells: Sequence[str],
    plan: Plan,
    person: PersonEntry | None,
    company: CompanyEntry | None,
    found: list[Fault],
) -> None:
    """Give tags and notes of the row to its main record, the person if there is one."""
    main = person or company
    tags = list(plan.setting.tags)
    for place in plan.columns.get("tags", ()):
        if cells[place]:
            tags.extend(tag[:60] for tag in TAG_BREAK.split(cells[place]) if tag)
    if main is not None:
        if tags:
            main.tags = tuple(dict.fromkeys((*main.tags, *tags)))
        notes = [cells[place] for place in plan.columns.get("note", ()) if cells[place]]
        if notes:
            main.note = "\n".join(notes)
            if len(main.note) > 10_000:
                main.note = main.note[:10_000]
                found.append(Fault(faults.CUT, plan.first("note")))


def _owner(cells: Sequence[str], plan: Plan, found: list[Fault]) -> UUID | None:
    named = _text(cells, plan, "owner")
    if not named:
        return plan.setting.owner_id
    known = _fold(named)
    owner_id = plan.setting.owners.get(known)
    if owner_id is None:
        code = faults.SEVERAL_OWNERS if known in plan.setting.owners else faults.UNKNOWN_OWNER
        found.append(Fault(code, plan.first("owner")))
    return owner_id or plan.setting.owner_id


def _text(cells: Sequence[str], plan: Plan, target: str) -> str:
    places = plan.columns.get(target)
    return legible(cells[places[0]]) if places else ""


def _cut(cells: Sequence[str], plan: Plan, target: str, longest: int, found: list[Fault]) -> str:
    text = _text(cells, plan, target)
    if len(text) <= longest:
        return text
    found.append(Fault(faults.CUT, plan.first(target)))
    return text[:longest]


def _tidy(text: str) -> str:
    return " ".join(text.split())


ONLY_COMPANY = frozenset(
    {"registration_number", "website", "industry", "company_state", "closed_on"}
    | {"company_phone", "company_email", "company_address", "company_region"}
)
_split = lru_cache(maxsize=65_536)(lambda full, country: split_name(full, country=country))
_part = lru_cache(maxsize=65_536)(part_rank)
_fold_name = lru_cache(maxsize=65_536)(fold_name)
_fold_company = lru_cache(maxsize=65_536)(fold_company)
_fold = lru_cache(maxsize=65_536)(fold)
