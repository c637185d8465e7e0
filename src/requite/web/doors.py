"""What stands before each view: a log-in, methods, and reading what a form sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import new_id, parse_id
from requite.kernel.legible import legible


class ActorRequest(HttpRequest):
    """A request of somebody who is logged in."""

    actor: Actor
    now: Any
    nonce: str


P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def door(*methods: str, right: str | None = None) -> Callable[[View[P]], Guarded[P]]:
    """Let in only who is logged in, with one of `methods` (GET when none is named) and, if given, holding `right`.

    An act that a gate stops is answered with the form of what is missing.

    Marks the view as guarded, which the test that walks all routes looks for.
    """
    allowed = methods or ("GET",)
    permitted = {*allowed, *(("HEAD",) if "GET" in allowed else ())}

    def decorate(view: View[P]) -> Guarded[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None:
                from requite.web.screens.entrance import ask_log_in  # noqa: PLC0415 - entrance guards nothing itself

                return ask_log_in(request)
            if request.method not in permitted:
                from requite.web.errors import not_shown  # noqa: PLC0415

                is_looked_at = request.method == "GET"
                return not_shown(request, sorted(permitted)) if is_looked_at else HttpResponseNotAllowed(sorted(permitted))
            if right is not None and not actor.has(right):
                from requite.web.errors import not_allowed  # noqa: PLC0415

                return not_allowed(request)
            if request.method != "POST":
                return view(cast(ActorRequest, request), *args, **kwargs)
            from requite.web.screens.gates import guard  # noqa: PLC0415 - it reads by these doors

            return guard(view, request, *args, **kwargs)

        guarded.guard = (tuple(allowed), right)  # type: ignore[attr-defined]
        return cast(Guarded[P], guarded)

    return decorate


def id_of(text: str) -> UUID:
    """An identifier of an address. Raises NotVisible when it is none."""
    found = parse_id(text)
    if found is None:
        raise NotVisible
    return found


def sent_id(request: HttpRequest, name: str) -> UUID | None:
    """An identifier that a form sent, None when it is blank or none."""
    return parse_id(request.POST.get(name, ""))


def read_version(text: str) -> int | None:
    """A version that an undo's address or a form names, None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def sent(request: HttpRequest, name: str, default: str = "") -> str:
    """A text that a form sent, as far as it can be seen: without controls and surrounding blanks."""
    return legible(request.POST.get(name, default))


def fresh_key() -> str:
    """A new key for a form, so that the same form sent twice makes one record."""
    return str(new_id())
