"""Rendering: a page, or the named block of it that htmx asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from jinja2_fragments import render_block
from markupsafe import Markup

from requite.kernel.dates import language
from requite.web.environment import spoken
from requite.web.framing import frame_for

SEPARATOR = "\x1f"
MASKED = "requite.csrf"
ANEW = "X-Anew"  # behaviours/live.js sends it with what a hint asked for


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (a boosted link asks for the whole)."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def html(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    framed: bool = False,
    topics: Iterable[str] = (),
) -> str:
    """Render a template, or (`block`) only that block of it.

    Every template gets `request`, `actor`, `now`, `csrf_token`, `csrf_input`; a whole page (`framed`) also `frame`, whose
    stream is authorised for the reader's own topics and `topics`, and `toasts` kept from the page before: not where only a
    block of it is fetched anew on a hint, for the rest is thrown away.
    A block that is rendered alone sees no import from outside of it.
    """
    token = token_of(request)
    actor = getattr(request, "actor", None)
    values: dict[str, Any] = {
        "request": request,
        "actor": actor,
        "now": getattr(request, "now", None),
        "csrf_token": token,
        "csrf_input": csrf_field(token),
        **(context or {}),
    }
    if block is not None:
        return str(render_block(spoken(language()), template, block, **values))
    if framed and actor is not None:
        values.setdefault("frame", frame_for(request, topics=topics))
        values.setdefault("toasts", () if ANEW in request.headers else kept_toasts(request))
    return spoken(language()).get_template(template).render(values)


def token_of(request: HttpRequest) -> str:
    """The token of this answer's forms. Each time it is asked for Django draws another mask; one for an answer will do."""
    token: str = request.META.get(MASKED) or request.META.setdefault(MASKED, get_token(request))
    return token


def csrf_field(token: str) -> Markup:
    """The hidden field that proves a form to be ours; Django makes tokens of letters and digits alone."""
    return Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">')  # noqa: S704


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    fragment: str | None = None,
    status: int = 200,
    topics: Iterable[str] = (),
) -> HttpResponse:
    """Answer with a page; when htmx asked, with its `block`, or with the template `fragment`, where one is named."""
    if is_fragment(request) and fragment is not None:
        return HttpResponse(html(request, fragment, context), status=status)
    if is_fragment(request) and block is not None:
        return HttpResponse(html(request, template, context, block=block), status=status)
    return HttpResponse(html(request, template, context, framed=True, topics=topics), status=status)


def part(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with a fragment, whoever asks."""
    return HttpResponse(html(request, template, context), status=status)


def further(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    of: str,
    back: str,
    current: str,
    list_class: str = "timeline",
) -> HttpResponse:
    """The next rows of a list: alone for htmx, and as a page of their own for who follows the link without it.

    `of` names what they belong to, and `back` is its address; `current` is the rail's entry of it.
    """
    if is_fragment(request):
        return part(request, template, context)
    rows = Markup(html(request, template, context))  # noqa: S704  (a template's own answer)
    about = {"rows": rows, "of": of, "back": back, "current": current, "list_class": list_class}
    return render(request, "_shared/further.html", about)


def kept_toasts(request: HttpRequest) -> list[tuple[str, str, str]]:
    """What an act before this page wants said, as (text, address of the undo, address of a next step)."""
    found = []
    for message in messages.get_messages(request):
        text, undo, step, *_ = [*str(message).split(SEPARATOR), "", ""]
        found.append((text, undo, step))
    return found
