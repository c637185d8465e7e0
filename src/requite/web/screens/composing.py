"""What the composer of a page needs: kinds, the one that is open, what was typed, what was wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import count
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.kernel.actor import Actor
from requite.kernel.dates import language
from requite.people.queries.shapes import PersonRow
from requite.web.asked_inputs import asks_of_new
from requite.web.calendar.lengths import lengths
from requite.web.doors import ActorRequest, fresh_key
from requite.web.environment import spoken
from requite.web.formats import phone
from requite.web.own_fields import Input, inputs_for, sent_own
from requite.web.pages import csrf_field, html, token_of
from requite.web.screens import names
from requite.work.queries.statuses import StatusShape

TEMPLATE = "people/composer.html"
KINDS = ("call", "meeting", "task", "note")
ASKING = ("call", "meeting")  # of which minimum sets ask
SUBJECT = UUID("00000000-0000-0000-0000-00000000feed")
ONCE = "once-goes-here"
PEOPLE = Markup("people-go-here")
CSRF = Markup("csrf-goes-here")
Own = tuple[tuple[str, tuple[Input, ...]], ...]


@dataclass(frozen=True, slots=True)
class About:
    """Whose page the composer stands on. `people` are those whom it may be with where the page isn't a person's own."""

    kind: Literal["person", "company", "deal"]
    id: UUID
    people: tuple[tuple[UUID, str], ...] = ()


def people_to_choose(rows: Sequence[PersonRow]) -> tuple[tuple[UUID, str], ...]:
    """People as the composer offers them; of those who share a name each with their title and number, or e-mail."""
    named = [(row, names.full(row.family_name, row.given_name)) for row in rows]
    shared = Counter(name for _row, name in named)
    return tuple((row.id, name if shared[name] == 1 else _told_apart(row, name)) for row, name in named)


def _told_apart(row: PersonRow, name: str) -> str:
    point = row.phone or row.email
    return " · ".join(filter(None, (name, row.title, phone(point.value or point.raw) if point else "")))


def composer_context(
    request: ActorRequest,
    *,
    kind: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Any] | None = None,
    once: str = "",
) -> dict[str, Any]:
    """The composer's context: `typed` and `errors` belong to the form of `kind`, as does the key `once`."""
    chosen = kind or request.GET.get("compose", "call")
    soon = (request.now + timedelta(days=1)).astimezone(request.actor.zone)
    compose = chosen if chosen in KINDS else "call"
    given = {**typed, **sent_own(request)} if typed else {}
    return {
        "own": {each: _own(request.actor, each, given if each == compose else {}) for each in KINDS},
        "asks": {each: asks_of_new(request, each) for each in ASKING},
        "kinds": _kinds(),
        "compose": compose,
        "typed": dict(typed or {}),
        "errors": {name: str(text) for name, text in (errors or {}).items()},
        "keys": {each: once if once and each == compose else fresh_key() for each in KINDS},
        "tomorrow": soon.date().isoformat(),
        "lengths": lengths((typed or {}).get("minutes", "")),
    }


def composer(request: ActorRequest, about: About, context: Mapping[str, Any]) -> Markup:
    """The composer of a person's, a company's or a deal's page.

    A blank one says the same of everybody: it's made once a day and language.
    """
    if context["typed"] or context["errors"] or context.get("companions"):
        return Markup(html(request, TEMPLATE, {**context, **subject(about, context)}))  # noqa: S704 - our own template
    blank = About(about.kind, SUBJECT, about.people[:1] and ((SUBJECT, ""),))
    pieces = _blank(
        language(), context["compose"], context["tomorrow"], tuple(context["statuses"]), blank,
        tuple(context["own"].values()), tuple(tuple(context["asks"][each]) for each in ASKING),
    )  # fmt: skip
    base = int(UUID(fresh_key()))
    keys = count()
    made = "".join(piece if piece != ONCE else str(UUID(int=base ^ next(keys))) for piece in pieces)
    made = made.replace(str(SUBJECT), str(about.id)).replace(PEOPLE, _options(about))
    return Markup(made.replace(CSRF, csrf_field(token_of(request))))  # noqa: S704 - our own template with an id and keys of ours


def _own(actor: Actor, kind: str, typed: Mapping[str, str]) -> Own:
    """The company's own fields of the kind, group by group."""
    return tuple((name, tuple(inputs)) for name, inputs in inputs_for(actor, kind, typed))


def subject(about: About, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the composer's own template needs beside the context: whose page it is, and whom it may be with."""
    return {"about": about, "people": _options(about, str(context["typed"].get("person", "")))}


def refused(request: ActorRequest, about: About, context: dict[str, Any]) -> dict[str, Any]:
    """The context of a page whose composer comes back with what was typed, also when it alone is shown."""
    return {**context, **subject(about, context), "composer": composer(request, about, context)}


def _options(about: About, chosen: str = "") -> Markup:
    """Those whom it may be with, to choose from."""
    return Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            id_, Markup(" selected") if str(id_) == chosen else "", label
        )
        for id_, label in about.people
    )


def _kinds() -> Sequence[tuple[str, str, str, str]]:
    return (
        ("call", _("Call"), "call", "?compose=call"),
        ("meeting", _("Meeting"), "meeting", "?compose=meeting"),
        ("task", _("Task"), "task", "?compose=task"),
        ("note", _("Note"), "note", "?compose=note"),
    )


@lru_cache(maxsize=64)
def _blank(
    code: str, compose: str, tomorrow: str, statuses: tuple[StatusShape, ...], about: About, own: tuple[Own, ...],
    asks: tuple[tuple[str, ...], ...],
) -> tuple[str, ...]:
    """A blank composer, cut where each form's own key goes."""
    made = spoken(code).get_template(TEMPLATE).render(
        about=about, csrf_input=CSRF, kinds=_kinds(), compose=compose, typed={}, errors={}, people=PEOPLE,
        keys=dict.fromkeys(KINDS, ONCE), tomorrow=tomorrow, lengths=lengths(), statuses=statuses,
        own=dict(zip(KINDS, own, strict=True)),
        asks={each: dict.fromkeys(names, False) for each, names in zip(ASKING, asks, strict=True)},
    )  # fmt: skip
    first, *rest = made.split(ONCE)
    return (first, *(piece for each in rest for piece in (ONCE, each)))
