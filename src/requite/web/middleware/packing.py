"""Pages are sent packed to who takes them so: a list of forty rows is 60 KB of much the same, and some KB packed.

Packed pages tell by their length whether what somebody put into the address stands in them too (BREACH). So the length
differs by chance, by a name of random length in gzip's head, as in Django's own middleware (Paillard, "Heal the Breach").
"""

import re
import secrets
from collections.abc import Callable
from typing import TypeGuard

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from isal import isal_zlib

Handler = Callable[[HttpRequest], HttpResponseBase]
TYPES = ("text/html", "application/json")
LEAST = 1_000  # bytes that are worth it
LEVEL, GZIP = 1, 31  # of igzip's levels, and zlib's word for a head and a tail of gzip
CHANCE = 100  # bytes by which the length may differ
HEAD, FLAGS, NAMED = 10, 3, 8  # gzip's head (RFC 1952 2.3): its length, where its flags are, the one for a name
TAKES = re.compile(r"(?:^|,)\s*gzip\s*(?:;\s*q\s*=\s*(?:1(?:\.0*)?|0?\.\d*[1-9]\d*)\s*)?(?:,|$)", re.IGNORECASE)


def packing(get_response: Handler) -> Handler:
    """Pack each whole page whose reader takes gzip; what streams goes as it is."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not _is_worth_it(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if TAKES.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response.content = pack(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def pack(content: bytes) -> bytes:
    """The content as gzip, with a name of random length in its head."""
    packed = isal_zlib.compress(content, LEVEL, GZIP)
    name = b"a" * secrets.randbelow(CHANCE)
    head = bytearray(packed[:HEAD])
    head[FLAGS] |= NAMED
    return b"".join((head, name, b"\0", packed[HEAD:]))


def _is_worth_it(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and "Content-Encoding" not in response.headers
        and response.headers.get("Content-Type", "").startswith(TYPES)
        and len(response.content) >= LEAST
    )
