"""What the composer of a page needs: kinds, the one that is open, what was typed, what was wrong."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import count
from typing import Any
from uuid import UUID

from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from markupsafe import Markup

from requite.web.doors import ActorRequest, fresh_key
from requite.web.environment import spoken
from requite.web.formats import language
from requite.web.pages import csrf_field, html
from requite.work.queries.statuses import StatusShape

TEMPLATE = "people/composer.html"
KINDS = ("call", "meeting", "task", "note")
PERSON = UUID("00000000-0000-0000-0000-00000000feed")
DEAL = UUID("00000000-0000-0000-0000-00000000dea1")
ONCE = "once-goes-here"
CSRF = Markup("csrf-goes-here")


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
    return {
        "kinds": _kinds(),
        "compose": compose,
        "typed": dict(typed or {}),
        "errors": {name: str(text) for name, text in (errors or {}).items()},
        "keys": {each: once if once and each == compose else fresh_key() for each in KINDS},
        "tomorrow": soon.date().isoformat(),
    }


def composer(
    request: ActorRequest, person: Any, context: Mapping[str, Any], *, deal_id: UUID | None = None
) -> Markup:
    """The composer of the person's page, or of a deal's with that person.

    A blank one says the same of everybody: it's made once a day and language.
    """
    if context["typed"] or context["errors"] or context.get("companions"):
        return Markup(html(request, TEMPLATE, {**context, "person": person, "deal_id": deal_id}))  # noqa: S704 - our own template
    about = DEAL if deal_id else None
    pieces = _blank(language(), context["compose"], context["tomorrow"], tuple(context["statuses"]), about)
    base = int(UUID(fresh_key()))
    keys = count()
    made = "".join(piece if piece != ONCE else str(UUID(int=base ^ next(keys))) for piece in pieces)
    made = made.replace(str(DEAL), str(deal_id)) if deal_id else made
    made = made.replace(str(PERSON), str(person.id)).replace(CSRF, csrf_field(get_token(request)))
    return Markup(made)  # noqa: S704 - our own template with an id and keys of ours


def _kinds() -> Sequence[tuple[str, str, str, str]]:
    return (
        ("call", _("Call"), "call", "?compose=call"),
        ("meeting", _("Meeting"), "meeting", "?compose=meeting"),
        ("task", _("Task"), "task", "?compose=task"),
        ("note", _("Note"), "note", "?compose=note"),
    )


class _Anybody:
    """In the place of the person that the composer is made for."""

    id = PERSON


@lru_cache(maxsize=64)
def _blank(
    code: str, compose: str, tomorrow: str, statuses: tuple[StatusShape, ...], deal_id: UUID | None
) -> tuple[str, ...]:
    """A blank composer, cut where each form's own key goes."""
    made = spoken(code).get_template(TEMPLATE).render(
        person=_Anybody, csrf_input=CSRF, kinds=_kinds(), compose=compose, typed={}, errors={},
        keys=dict.fromkeys(KINDS, ONCE), tomorrow=tomorrow, statuses=statuses, deal_id=deal_id,
    )  # fmt: skip
    first, *rest = made.split(ONCE)
    return (first, *(piece for each in rest for piece in (ONCE, each)))
