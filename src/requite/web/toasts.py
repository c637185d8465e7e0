"""A word after an act, with its undo: beside an htmx answer, or on the next page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase

from requite.web.pages import SEPARATOR, html, is_fragment


def with_toast(
    request: HttpRequest,
    response: HttpResponseBase,
    text: str,
    *,
    undo: str = "",
    step: str = "",
    in_row: bool = False,
) -> HttpResponseBase:
    """Say `text` to the reader; `undo` is the address that takes the act back, `step` that at which a next step is planned.

    `in_row`: beside a cell of a table. There a form would be taken apart, so it comes in a template.
    """
    if is_fragment(request) and response.status_code < 300:
        toast = html(request, "_shared/toast.html", {"text": text, "undo": undo, "step": step})
        toast = f"<template>{toast}</template>" if in_row else toast
        response.content += toast.encode()  # type: ignore[attr-defined]
    else:
        plain = str(text).replace(SEPARATOR, " ")  # somebody's text mustn't name another address for the undo
        messages.info(request, SEPARATOR.join((plain, undo, step)))
    return response
