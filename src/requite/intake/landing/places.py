"""One address out of the columns that hold it: whole ones by preference, pieces joined, postcode added."""

import re
from collections.abc import Sequence

from requite.intake.landing.plan import Plan

HANGUL = re.compile(r"[가-힣]")
DIGITS = re.compile(r"\d{3,4}")


def address_of(cells: Sequence[str], plan: Plan, side: str) -> tuple[str, str]:
    """Return the address of a side ("" or "company_") and what tells its area: address and region."""
    whole = _whole(cells, plan, f"{side}address")
    region = " ".join(
        dict.fromkeys(cells[place] for place in plan.columns.get(f"{side}region", ()) if cells[place])
    )
    if not whole:
        return "", region
    korean = HANGUL.search(whole) is not None
    if region and not korean and region.lower() not in whole.lower():
        whole = f"{whole}, {region}"
    postcode = _postcode(cells, plan, side, korean)
    if postcode and postcode not in whole:
        whole = f"{postcode} {whole}" if korean else f"{whole}, {postcode}"
    return whole, f"{region} {whole}" if korean else whole


def _whole(cells: Sequence[str], plan: Plan, target: str) -> str:
    places = plan.columns.get(target, ())
    if target in plan.joined:
        return ", ".join(dict.fromkeys(cells[place] for place in sorted(places) if cells[place]))
    return next((cells[place] for place in places if cells[place]), "")


def _postcode(cells: Sequence[str], plan: Plan, side: str, korean: bool) -> str:
    places = plan.columns.get(f"{side}postcode", ())
    found = next((cells[place] for place in places if cells[place]), "")
    return found.zfill(5) if korean and DIGITS.fullmatch(found) else found
