"""Why a field is asked for: the requirement in force, and since when it has been."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from requite.kernel.reading import fetch_all
from requite.quality.seeding import START

ASKED = """
SELECT kind, field, stage, starts_at, ends_at FROM quality_requirement WHERE starts_at <= %(at)s ORDER BY starts_at, id
"""


class Asking(NamedTuple):
    """A requirement in force. `stage` "" is the whole life of the record; `since` is None for what ships."""

    stage: str
    since: datetime | None


Askings = Mapping[tuple[str, str], Sequence[Asking]]


def list_askings(*, at: datetime) -> Askings:
    """What is asked for at `at`, by (kind, field): what holds always at first. One statement.

    A field that is weighed otherwise is a new row, and asked for since the first of the rows that follow on each other.
    """
    began: dict[tuple[str, str, str, datetime], datetime] = {}
    found: dict[tuple[str, str], list[Asking]] = {}
    rows: list[tuple[str, str, str, datetime, datetime | None]] = fetch_all(ASKED, {"at": at})
    for kind, field, stage, starts, ends in rows:
        since = began.get((kind, field, stage, starts), starts)
        if ends is not None and ends <= at:
            began[kind, field, stage, ends] = since
        else:
            found.setdefault((kind, field), []).append(Asking(stage, since if since > START else None))
    return {key: sorted(ones, key=_first) for key, ones in found.items()}


def _first(one: Asking) -> str:
    return one.stage
