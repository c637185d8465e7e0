"""A mapping made ready for a million rows: which columns fill what, and what the file can't say itself."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from babel import Locale

from requite.intake.landing.own import Reader
from requite.intake.reading.headings.targets import TARGETS

ROAD = re.compile(r"도로명|신주소|신우편|фактич|mailing", re.IGNORECASE)
PIECE = re.compile(r"street|line|улица|дом\b|상세|address\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the importer decides for the whole file. `owners` maps an e-mail or a name, folded, to a user, None: to several.

    `own` reads the custom fields.
    """

    owner_id: UUID | None
    country: str
    source: str = ""
    tags: tuple[str, ...] = ()
    closed: str = "archive"
    owners: Mapping[str, UUID | None] = field(default_factory=dict)
    own: Reader = field(default_factory=Reader)


@dataclass(frozen=True, slots=True)
class Plan:
    """Columns by target, the preferred first. `joined`: address targets whose columns are pieces of one."""

    columns: Mapping[str, tuple[int, ...]]
    joined: frozenset[str]
    flags: frozenset[int]
    setting: Setting

    def first(self, target: str) -> int:
        """The column of a target, −1 for none."""
        return self.columns[target][0] if target in self.columns else -1


def make_plan(headings: Sequence[str], columns: Sequence[str | None], setting: Setting) -> Plan:
    """Return the plan of a mapping; unknown targets are left out."""
    by_target: dict[str, list[int]] = {}
    for index, target in enumerate(columns):
        if target in TARGETS or target in setting.own.fields:
            by_target.setdefault(str(target), []).append(index)
    for places in by_target.values():
        places.sort(key=lambda place: 0 if ROAD.search(headings[place]) else 1)
    joined = frozenset(
        target
        for target, places in by_target.items()
        if target.endswith("address") and any(PIECE.search(headings[place]) for place in places[1:] or places)
    )
    flags = frozenset(index for index, heading in enumerate(headings) if heading.strip().endswith("여부"))
    return Plan({target: tuple(places) for target, places in by_target.items()}, joined, flags, setting)


@lru_cache(maxsize=1024)
def find_country(text: str) -> str:
    """Return the ISO code of a country written in English, Korean or Russian, "" for an unknown one."""
    name = text.strip().lower()
    if len(name) == 2 and name.upper() in _countries().values():
        return name.upper()
    return _countries().get(name, "")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "ko", "ru"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2:
                found[name.lower()] = code
    return found | MORE


MORE = {
    "korea": "KR",
    "republic of korea": "KR",
    "south korea": "KR",
    "한국": "KR",
    "대한민국": "KR",
    "usa": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "сша": "US",
    "российская федерация": "RU",
    "рф": "RU",
    "uk": "GB",
    "england": "GB",
}
