"""A word after an act, with its undo: beside an htmx answer, or on the next page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase

from requite.web.pages import SEPARATOR, html, is_fragment


def with_toast(
    request: HttpRequest, response: HttpResponseBase, text: str, *, undo: str = ""
) -> HttpResponseBase:
    """Say `text` to the reader; `undo` is the address that takes the act back."""
    if is_fragment(request) and response.status_code < 300:
        toast = html(request, "_shared/toast.html", {"text": text, "undo": undo})
        response.content += toast.encode()  # type: ignore[attr-defined]
    else:
        messages.info(request, f"{text}{SEPARATOR}{undo}")
    return response
