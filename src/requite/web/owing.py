"""A debt as its line shows it: words, where it leads, and whether it can be closed in the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.fields.catalogue import find
from requite.kernel.actor import Actor
from requite.quality import registry
from requite.web.acting import subtitle
from requite.web.debts_why import Why, say_time
from requite.web.formats import day, due, when
from requite.web.own_fields import INPUTS, Options, choices_of
from requite.web.screens.names import pair
from requite.work.queries.asked import Asked, read_asked
from requite.work.queries.debts import Debt

# What a line can't close by one value: it leads to the record instead.
ELSEWHERE = {("meeting", "family_name"), ("meeting", "given_name"), ("meeting", "contact"), ("meeting", "date"),
             ("call", "person"), ("person", "name"), ("deal", "contact"), ("deal", "reason")}  # fmt: skip
TYPES = {"email": "email", "phone": "tel", "expected_on": "date"}
REFERENCES = ("person", "company", "user")
PHONES = {"KR": "+82 10 …", "RU": "+7 9…", "US": "+1 …", "GB": "+44 …"}


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of debts shows. `page` is the route of the record that it leads to.

    `why` says what asks for the field and what waits for it, `asked` the same with when it is due.
    """

    id: str
    title: str
    say: str
    when: str
    hint: str
    page: str
    page_id: UUID
    type: str
    field: str
    why: str
    asked: str
    is_closable: bool
    wants_outcome: bool
    options: Options = ()


def line_of(debt: Debt, *, now: datetime, country: str, why: Why | None = None) -> Line:
    """The debt in words; `why` says what asks for it and what waits for it."""
    own = find(debt.field)
    who = pair(debt.names)
    label = registry.label_of(debt.kind, debt.field)
    page, page_id = _page(debt)
    said = why.say(debt.kind, debt.field, debt.record_id) if why else ""
    happened, until = when(debt.at, now) if debt.at else "", due(debt.due_at, now)
    return Line(
        id=f"owed-{debt.kind}-{debt.record_id}-{debt.field}",
        title=_title(debt.kind, who) or label,
        say=subtitle(
            happened,
            _say_lack(label, why.asks(debt.kind, debt.field) if why else ""),
            until,
            ngettext("and %(num)s more field", "and %(num)s more fields", debt.others) % {"num": debt.others}
            if debt.others
            else "",
            say_time(debt.seconds),
        ),
        field=label,
        asked=subtitle(until, said),
        why=said,
        when=subtitle(debt.topic, happened, until),
        hint=_hint(debt.field, label, country),
        page=page,
        page_id=page_id,
        type=INPUTS.get(own.type, "text") if own else TYPES.get(debt.field, "text"),
        is_closable=is_closable(debt.kind, debt.field),
        wants_outcome=(debt.kind, debt.field) == ("call", "outcome"),
        options=choices_of(own) if own else (),
    )


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A field that was asked and not told. `say`: "asked on 12 Nov, not told"."""

    field: str
    label: str
    say: str


def asked_lines(
    actor: Actor, kind: str, asked: Mapping[str, str], missing: Sequence[str], now: datetime
) -> list[AskedLine]:
    """What of a record was asked and not told, in words."""
    found = read_asked(actor, asked, missing, today=actor.day_of(now))
    return [asked_line(kind, one) for one in found]


def asked_line(kind: str, one: Asked) -> AskedLine:
    """The same of one field."""
    return AskedLine(one.field, registry.label_of(kind, one.field), say_asked(one))


def say_asked(one: Asked) -> str:
    """ "asked on 12 Nov, not told", and since when that counts no more."""
    days = {"day": day(one.on), "lapsed": day(one.lapses_on)}
    if one.has_lapsed:
        return _("asked on %(day)s, not told; counts no more since %(lapsed)s") % days
    return _("asked on %(day)s, not told") % days


def is_closable(kind: str, field: str) -> bool:
    """Whether one value in a line closes it."""
    own = find(field)
    return (kind, field) not in ELSEWHERE and (own is None or own.type not in REFERENCES)


def has_sheet(kind: str, field: str) -> bool:
    """Whether there is such a field, and a sheet in which it is filled for many records."""
    return kind in registry.KINDS and is_closable(kind, field) and registry.label_of(kind, field) != field


def _say_lack(label: str, limits: str) -> str:
    """ "Result is missing", "Result: at least 3 words"."""
    return f"{label}: {limits}" if limits else _("%(field)s is missing") % {"field": label}


def _title(kind: str, who: str) -> str:
    if kind == "meeting":
        return _("Meeting with %(name)s") % {"name": who} if who else _("Meeting")
    if kind == "call":
        return _("Call with %(name)s") % {"name": who} if who else _("Call")
    return who


def _page(debt: Debt) -> tuple[str, UUID]:
    if debt.person_id:
        return "person", debt.person_id
    return (debt.kind if debt.kind in ("company", "deal") else "activity"), debt.record_id


def _hint(field: str, label: str, country: str) -> str:
    hints = {
        "phone": PHONES.get(country, "+…"),
        "email": "name@company.com",
        "result": _("What came of it?"),
        "topic": _("What is it about?"),
    }
    return hints.get(field, label)
