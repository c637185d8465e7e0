"""Two who may be one, as tests of doubles have them."""

from requite.people.models import Company, Person

PHONE = ("phone", "010-2551-4720")


def unique(*records: Person | Company) -> list[float | None]:
    """How surely each is no double, as it stands by now."""
    for one in records:
        one.refresh_from_db()
    return [one.uniqueness for one in records]
