"""Headers that keep a page to itself: a content policy with a nonce, no framing, no sniffing, no caching."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def security(get_response: Handler) -> Handler:
    """Set the headers on every answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.nonce = secrets.token_urlsafe(12)  # type: ignore[attr-defined]
        response = get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY.format(nonce=request.nonce))  # type: ignore[attr-defined]
        for name, value in FIXED.items():
            headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
