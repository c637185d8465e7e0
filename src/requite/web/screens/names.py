"""Words that templates need for records: names in the reader's order, fields, kinds."""

from collections.abc import Iterable

from django.utils.translation import get_language

from requite.kernel.names import display_name
from requite.quality import registry
from requite.work.queries.timeline import ActivityShape


def full(family: str, given: str, middle: str = "") -> str:
    """A person's name in the order of the reader's locale."""
    return display_name(family, given, middle, locale=get_language() or "en")


def pair(names: tuple[str, str]) -> str:
    """A (family, given) pair as a name."""
    return full(names[0], names[1]) if any(names) else ""


def whom(activity: ActivityShape) -> str:
    """Whom an activity is with: a person by name, or the company alone."""
    return pair(activity.person) or (activity.company if activity.is_with_company else "")


def fields(kind: str, names: Iterable[str]) -> list[str]:
    """Fields by their names in the reader's language, small letters first as they stand in a sentence."""
    return [registry.label_of(kind, name).lower() for name in names]


def field(kind: str, name: str) -> str:
    """One field by its name in the reader's language."""
    return registry.label_of(kind, name)


def clash_rows(kind: str, rows: Iterable[tuple[str, object, object]]) -> list[tuple[str, object, object]]:
    """Fields that two people changed, each by its name in the reader's language, with theirs and one's own."""
    return [(field(kind, name), theirs, mine) for name, theirs, mine in rows]
