"""What a person or a company is to be: read from a form, a file row or a call, before it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from requite.kernel.email import bare_email, normalise_email
from requite.kernel.fillers import is_filler, is_filler_email
from requite.kernel.fold import close_up, fold
from requite.kernel.phone import parse_phone, split_phones
from requite.people.models import Point

# As plain texts: an import asks them millions of times.
PHONE, EMAIL = Point.Kind.PHONE.value, Point.Kind.EMAIL.value
VALID, INVALID, FILLER = Point.State.VALID.value, Point.State.INVALID.value, Point.State.FILLER.value
LONGEST_RAW = 500
LONGEST_FOLD = 500  # an index holds no more: a syllable of Hangul folds to nine bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person as given. `points` are (kind, raw text) in order, `own` texts for the company's own fields by slug."""

    family_name: str = ""
    given_name: str = ""
    middle_name: str = ""
    title: str = ""
    company_id: UUID | None = None
    company_name: str = ""
    note: str = ""
    tags: Sequence[str] = ()
    source: str = "typed"
    owner_id: UUID | None = None
    points: Sequence[tuple[str, str]] = ()
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyDraft:
    """A company as given."""

    name: str
    registration_number: str = ""
    industry: str = ""
    website: str = ""
    country: str = ""
    note: str = ""
    tags: Sequence[str] = ()
    source: str = "typed"
    owner_id: UUID | None = None
    points: Sequence[tuple[str, str]] = ()
    own: Mapping[str, str] = field(default_factory=dict)


class ReadPoint(NamedTuple):
    """A point of contact once read: `value` is what machines compare, "" when `raw` can't be read."""

    kind: str
    raw: str
    value: str
    state: str


def read_point(*, kind: str, raw: str, country: str, hint: str = "") -> ReadPoint:
    """Read one point of contact; never refuses: what can't be read keeps its raw text and says so by its state.

    `country` is the company's, for numbers without a country code; `hint` is an address that may hold the area.
    """
    raw = raw.strip()[:LONGEST_RAW]
    if kind == PHONE:
        phone = parse_phone(raw, country=country, hint=hint)
        if phone is None:
            return ReadPoint(kind, raw, "", INVALID)
        return ReadPoint(kind, raw, phone.e164, str(phone.state))
    if kind == EMAIL:
        value = normalise_email(raw)
        if value is None:
            return ReadPoint(kind, raw, "", FILLER if is_filler(raw) else INVALID)
        state = FILLER if is_filler_email(value) else VALID
        return ReadPoint(kind, raw if raw.lower() == value else bare_email(raw), value, state)
    return ReadPoint(kind, raw, " ".join(raw.lower().split()), FILLER if is_filler(raw) else VALID)


def read_points(points: Iterable[tuple[str, str]], *, country: str) -> list[ReadPoint]:
    """Read all points of a draft; several numbers in one field become several points, doubles become one."""
    given = [(kind, raw) for kind, raw in points if raw.strip()]
    hint = next((raw for kind, raw in given if kind == Point.Kind.ADDRESS), "")
    found: dict[tuple[str, str], ReadPoint] = {}
    for kind, raw in given:
        for piece in split_phones(raw) if kind == Point.Kind.PHONE else (raw,):
            point = read_point(kind=kind, raw=piece, country=country, hint=hint)
            found.setdefault((kind, point.value or point.raw), point)
    return list(found.values())


def fold_name(family: str, given: str, middle: str = "") -> str:
    """A person's name as search compares it: Hangul without a space, others "family given"."""
    hangul = any("가" <= letter <= "힣" for letter in family + given)
    return fold(f"{family}{given}" if hangul else f"{family} {given} {middle}")[:LONGEST_FOLD]


def fold_company(name: str) -> str:
    """A company's name as search compares it: 한빛 상사 as 한빛상사."""
    return close_up(fold(name))[:LONGEST_FOLD]
