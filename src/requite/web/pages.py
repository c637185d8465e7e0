"""Rendering: a page, or the named block of it that htmx asked for."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from jinja2 import Environment
from jinja2_fragments import render_block


@cache
def jinja() -> Environment:
    """The one Jinja2 environment."""
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (a boosted link asks for the whole)."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page; with `block`, only that block when htmx asked.

    Every template gets `request`, `actor`, `now` and `csrf_token`.
    """
    values: dict[str, Any] = {"request": request, "actor": getattr(request, "actor", None), **(context or {})}
    values["now"] = getattr(request, "now", None)
    if block is not None and is_fragment(request):
        html = render_block(jinja(), template, block, **values)
    else:
        html = jinja().get_template(template).render(values)
    return HttpResponse(html, status=status)
