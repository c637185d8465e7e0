"""What the front says itself, in the reader's language: short, without anything to fetch."""

from __future__ import annotations

import functools
import gettext
import html
from http import HTTPStatus
from pathlib import Path

_LOCALE = Path(__file__).parent.parent / "locale"
_LANGUAGES = ("en", "ko", "ru")


def refusal(status: int, *, language: bytes = b"", body: bool = True) -> bytes:
    """A whole response after which the connection closes."""
    page = _page(status, _chosen(language))
    retry = "Retry-After: 2\r\n" if status == 503 else ""
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(page)}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
        f"Content-Security-Policy: default-src 'none'\r\n{retry}Connection: close\r\n\r\n"
    )
    return head.encode() + (page if body else b"")


@functools.cache
def _page(status: int, language: str) -> bytes:
    _ = gettext.translation("django", _LOCALE, [language], fallback=True).gettext
    texts = {
        503: (_("Requite is starting"), _("This page opens by itself in a moment.")),
        502: (_("No answer came"), _("Look whether your change was kept before you send it again.")),
        504: (_("No answer came in time"), _("Look whether your change was kept before you send it again.")),
    }
    title, text = texts.get(status, (_("This request can't be read"), _("Go back and try again.")))
    again = '<meta http-equiv="refresh" content="2">' if status == 503 else ""
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">{again}'
        f"<title>{html.escape(title)}</title>"
        f"<h1>{html.escape(title)}</h1><p>{html.escape(text)}</p></html>"
    ).encode()


def _chosen(header: bytes) -> str:
    """The first language of the header that we have; its order is taken for its preference."""
    for part in header.decode("latin-1").split(","):
        if (tag := part.split(";")[0].strip().lower()[:2]) in _LANGUAGES:
            return tag
    return "en"
