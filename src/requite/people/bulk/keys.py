"""By what a record is known again: strong keys first, a weak one only where no strong stands."""

from requite.people.bulk.entries import CompanyEntry, Key, PersonEntry
from requite.people.drafts import ReadPoint

REGISTRATION, POINT, UNREAD, ADDRESS = "registration", "point", "unread", "address"
COMPANY, NAME = "company", "name"


def keys_of_company(entry: CompanyEntry) -> list[Key]:
    """Registration number; else name with a phone, an e-mail or an address; else the name alone."""
    found = [_by_point(point) for point in entry.points if point.state != "filler"]
    if entry.registration_number:
        found.insert(0, (REGISTRATION, entry.registration_number))
    return found or [(NAME, "")]


def keys_of_person(entry: PersonEntry, company_place: int | None) -> list[Key]:
    """Name with a phone or an e-mail, readable ones first; else with the company, the address, or alone."""
    found = [_by_point(point) for point in entry.points if point.state != "filler"]
    for how in (POINT, UNREAD):
        reached = [key for key in found if key[0] == how]
        if reached:
            return reached
    return [(COMPANY, str(company_place))] if company_place is not None else found or [(NAME, "")]


def worth(point: ReadPoint) -> str:
    """What of a point is compared: its value, or its raw text where it can't be read."""
    return point.value or point.raw.lower()


def _by_point(point: ReadPoint) -> Key:
    if point.kind == "address":
        return ADDRESS, point.value
    return (POINT, point.value) if point.value else (UNREAD, point.raw.lower())
