"""Points of contact out of cells: several in one cell become several, each read by the rule of the base."""

import re
from collections.abc import Sequence

from requite.intake.landing.places import address_of
from requite.intake.landing.plan import Plan
from requite.intake.reading import faults
from requite.intake.reading.faults import Fault
from requite.kernel.phone import split_phones
from requite.kernel.spreadsheets import has_lost_digits
from requite.people.drafts import ReadPoint, read_point

ONE_PHONE = re.compile(r"[\d+() .\-]{5,17}")
SEPARATOR = re.compile(r"[\s,;]+")
NAMED = re.compile(r"<\s*[^<>@\s]{1,64}@[^<>@\s]{1,254}\s*>")  # of Anna Ivanova <anna@mail.ru>; Boris <boris@mail.ru>
LONGEST = 500


def points_of(
    cells: Sequence[str], plan: Plan, side: str, country: str, found: list[Fault]
) -> list[ReadPoint]:
    """Return a side's points, doubles left out, and add what is wrong with them to `found`."""
    address, hint = address_of(cells, plan, side)
    points: list[ReadPoint] = []
    for place in _filled(cells, plan, f"{side}phone"):
        _add_phones(points, cells[place], place, country, hint, found)
    for place in _filled(cells, plan, f"{side}email"):
        _add_emails(points, cells[place], place, country, found)
    points.extend(
        read_point(kind="messenger", raw=cells[place], country=country)
        for place in _filled(cells, plan, f"{side}messenger")
    )
    if address:
        if len(address) > LONGEST:
            found.append(Fault(faults.CUT, plan.first(f"{side}address")))
        points.append(read_point(kind="address", raw=address, country=country))
    return points if len(points) < 2 else _distinct(points)


def _filled(cells: Sequence[str], plan: Plan, target: str) -> list[int]:
    return [place for place in plan.columns.get(target, ()) if cells[place]]


def _add_phones(
    points: list[ReadPoint], cell: str, place: int, country: str, hint: str, found: list[Fault]
) -> None:
    pieces = [cell] if ONE_PHONE.fullmatch(cell) else split_phones(cell) or [cell]
    for piece in pieces:
        point = read_point(kind="phone", raw=piece, country=country, hint=hint)
        points.append(point)
        if point.state != "valid":
            code = PHONE_FAULTS.get(str(point.state), faults.BAD_PHONE)
            code = faults.SHORTENED if has_lost_digits(piece) else code
            found.append(Fault(code, place))


def _add_emails(points: list[ReadPoint], cell: str, place: int, country: str, found: list[Fault]) -> None:
    for piece in _split_emails(cell) if cell.count("@") > 1 else (cell,):
        point = read_point(kind="email", raw=piece, country=country)
        points.append(point)
        if point.state != "valid":
            found.append(Fault(faults.FILLER if point.state == "filler" else faults.BAD_EMAIL, place))


def _split_emails(cell: str) -> list[str]:
    """Several addresses of one cell, each without the name before it where all are in angle brackets."""
    named = NAMED.findall(cell)
    return named if len(named) == cell.count("@") else [piece for piece in SEPARATOR.split(cell) if piece]


def _distinct(points: list[ReadPoint]) -> list[ReadPoint]:
    return list({(point.kind, point.value or point.raw): point for point in reversed(points)}.values())[::-1]


PHONE_FAULTS = {"area": faults.NO_AREA_CODE, "filler": faults.FILLER}
