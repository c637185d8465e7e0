"""Why a field is asked for: the requirement in force, and since when it has been."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from requite.kernel.reading import fetch_all
from requite.quality.limits import Limits, load
from requite.quality.limits_given import say_limits
from requite.quality.registry import KINDS
from requite.quality.seeding import START

ASKED = """
SELECT kind, field, stage, starts_at, ends_at, nullif(limits, '{}')::text FROM quality_requirement
WHERE starts_at <= %(at)s ORDER BY starts_at, id
"""


class Asking(NamedTuple):
    """A requirement in force. `stage` "" is the whole life of the record; `since` is None for what ships.

    `limits` are what the value must meet.
    """

    stage: str
    since: datetime | None
    limits: Limits | None = None


Askings = Mapping[tuple[str, str], Sequence[Asking]]


def list_askings(*, at: datetime) -> Askings:
    """What is asked for at `at`, by (kind, field): what holds always at first. One statement.

    A field that is weighed otherwise is a new row, and asked for since the first of the rows that follow on each other.
    """
    began: dict[tuple[str, str, str, datetime], datetime] = {}
    found: dict[tuple[str, str], list[Asking]] = {}
    rows: list[tuple[str, str, str, datetime, datetime | None, str | None]] = fetch_all(ASKED, {"at": at})
    for kind, field, stage, starts, ends, limits in rows:
        since = began.get((kind, field, stage, starts), starts)
        if ends is not None and ends <= at:
            began[kind, field, stage, ends] = since
        else:
            found.setdefault((kind, field), []).append(
                Asking(stage, since if since > START else None, load(limits))
            )
    return {key: sorted(ones, key=_first) for key, ones in found.items()}


def _first(one: Asking) -> str:
    return one.stage


def say_asked_for(askings: Askings, kind: str, field: str) -> str:
    """What the value must meet, in words, by whichever lines ask for the field; "" where its being there is enough."""
    known = KINDS[kind].find_field(field) if kind in KINDS else None
    said = (say_limits(known, one.limits) for one in askings.get((kind, field), ()))
    return ", ".join(dict.fromkeys(text for text in said if text))
