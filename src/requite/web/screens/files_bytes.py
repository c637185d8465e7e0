"""The bytes of files: always as something to save, never as a page; small pictures are our own."""

from collections.abc import Iterator
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from requite.files import access, keeping
from requite.files.actions.log_opening import log_opening
from requite.files.kinds import sent_as
from requite.files.models import Content
from requite.identity.access import find_actor
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, id_of
from requite.web.streams import Stream, place

RIGHT = "people.see"
LOOK_EVERY = 2.0  # seconds after which a stream looks whether its reader is still here
SHUT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class Ended(ConnectionAbortedError):  # noqa: N818 - says what happened
    """The reader may no longer read: the stream ends before its length."""


def watched(pieces: Iterator[bytes], *, user_id: UUID) -> Iterator[bytes]:
    """The pieces, as long as the user is active. Raises Ended."""
    looked = monotonic()
    for piece in pieces:
        if monotonic() - looked > LOOK_EVERY:
            looked = monotonic()
            if find_actor(user_id=user_id) is None:
                raise Ended
            if not connection.in_atomic_block:
                connection.close()  # back to the pool: the stream may take long
        yield piece


@door("GET", right=RIGHT)
def file_content(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The file as it is kept, to save."""
    found = access.see_file(actor=request.actor, file_id=id_of(id))
    content = _content(found.content)
    with place():
        pieces = keeping.read(content.place)
        log_opening(actor=request.actor, at=request.now, file=found)
        response = Stream(watched(pieces, user_id=request.actor.me), content_type=sent_as(content.type))
    headers: dict[str, Any] = {**SHUT, "Content-Length": content.size}
    headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    for name, value in headers.items():
        response.headers[name] = str(value)
    if not connection.in_atomic_block:
        connection.close()
    return response


def _content(content: Content | None) -> Content:
    if content is None:
        raise NotVisible
    return content


def _picture(request: ActorRequest, text: str, which: str) -> HttpResponseBase:
    found = access.see_file(actor=request.actor, file_id=id_of(text))
    content = _content(found.content)
    if not content.has_preview:
        raise NotVisible
    return HttpResponse(b"".join(keeping.read(getattr(content, which))), content_type="image/webp", headers=SHUT)


@door("GET", right=RIGHT)
def file_preview(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What of it a page can show, as a picture of our own making."""
    return _picture(request, id, "preview")


@door("GET", right=RIGHT)
def file_thumb(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The same, small, for a list."""
    return _picture(request, id, "thumb")
