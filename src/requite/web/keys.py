"""Keys of pages: where a list goes on, as it stands in an address."""

import base64
from datetime import UTC, datetime
from uuid import UUID

from requite.kernel.ids import parse_id


def write_key(at: datetime, id_: UUID) -> str:
    """The key (instant, id) for an address."""
    return f"{at.isoformat()}~{id_}"


def read_key(text: str) -> tuple[datetime, UUID] | None:
    """The key (instant, id) of an address; None when it is none."""
    stamp, _, id_text = text.replace(" ", "+").partition("~")
    found = parse_id(id_text)
    try:
        given = datetime.fromisoformat(stamp)
        at = given.astimezone(UTC)  # the base knows no zone that is a day away
    except (ValueError, OverflowError):
        return None
    return (at, found) if found and given.tzinfo else None


def write_name_key(name: str, id_: UUID) -> str:
    """The key (folded name, id) for an address."""
    return base64.urlsafe_b64encode(f"{id_}{name}".encode()).decode().rstrip("=")


def read_name_key(text: str) -> tuple[str, UUID] | None:
    """The key (folded name, id) of an address; None when it is none."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (ValueError, UnicodeDecodeError):
        return None
    found = parse_id(plain[:36])
    return (plain[36:].replace("\x00", ""), found) if found else None
