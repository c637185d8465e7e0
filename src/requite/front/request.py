"""The head of a request: what is refused, and how it is written anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

HEAD_LIMIT = 65_536
HEADERS_LIMIT = 100

_TARGET = re.compile(rb"/[\x21-\x7e]*\Z")
_HOST = re.compile(rb"[A-Za-z0-9._:\[\]-]{1,255}\Z")
_LENGTH = re.compile(rb"[0-9]{1,15}\Z")
_DROPPED = frozenset(
    b"connection keep-alive proxy-connection proxy-authorization proxy te trailer transfer-encoding upgrade "
    b"forwarded x-real-ip x-forwarded-for x-forwarded-proto x-forwarded-host x-forwarded-port "
    b"x-forwarded-prefix x-forwarded-server".split()
)
_SINGLE = (b"host", b"content-length", b"transfer-encoding")

Headers = Sequence[tuple[bytes, bytes]]


class RefusedHead(Exception):  # noqa: N818 (a refusal, answered with its status)
    """The request can't be passed on; `status` says why."""

    def __init__(self, status: int = 400) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class Request:
    """One request on its way. `body` holds what has come before there was anybody to pass it to.

    `waits` says that it is passed on once its body is there, unless that is long: who answers without reading it shuts the
    connection, and of what is written behind that the answer would be lost.
    """

    head: bytes
    is_live: bool
    is_head: bool
    chunked: bool
    close: bool
    reusable: bool
    replayable: bool
    language: bytes
    waits: bool = False
    body: list[bytes] = field(default_factory=list)
    size: int = 0  # bytes of `body`
    complete: bool = False

    def keep(self, data: bytes) -> None:
        """Keeps a piece of the body."""
        self.body.append(data)
        self.size += len(data)

    def take_body(self) -> list[bytes]:
        """What was kept, and keeps it no more."""
        body, self.body, self.size = self.body, [], 0
        return body


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end of the connection, and what of its word is believed."""

    address: str
    names_clients: bool = False
    names_scheme: bool = False


def build(
    *, method: bytes, target: bytes, version: str, headers: Headers, peer: Peer, close: bool
) -> Request:
    """The request with its head written anew. Raises RefusedHead."""
    single = _checked(method, target, version, headers)
    chunked = b"transfer-encoding" in single
    has_body = chunked or single.get(b"content-length", b"0").strip(b"0") != b""
    dropped = _DROPPED | _named_by_connection(headers)
    lines = [b"%b %b HTTP/%b\r\n" % (method, target, version.encode())]
    lines += [
        b"%b: %b\r\n" % (name, value)
        for name, value in headers
        if name.lower() not in dropped and b"_" not in name  # WSGI would take _ for -
    ]
    if chunked:
        lines.append(b"transfer-encoding: chunked\r\n")
    lines.append(_forwarded(headers, peer))
    path = target.split(b"?", 1)[0]
    return Request(
        head=b"".join(lines),
        is_live=path == b"/live" or path.startswith(b"/live/"),
        is_head=method == b"HEAD",
        chunked=chunked,
        close=close,
        reusable=version == "1.1",
        replayable=method in (b"GET", b"HEAD") and not has_body,
        language=next((value for name, value in headers if name.lower() == b"accept-language"), b""),
        waits=has_body and not any(name.lower() == b"expect" for name, _value in headers),
    )


def _checked(method: bytes, target: bytes, version: str, headers: Headers) -> dict[bytes, bytes]:
    """The headers that frame the message, after the checks."""
    if len(headers) > HEADERS_LIMIT or sum(len(name) + len(value) for name, value in headers) > HEAD_LIMIT:
        raise RefusedHead(431)
    if method in (b"CONNECT", b"TRACE"):
        raise RefusedHead(405)
    if version not in ("1.0", "1.1"):
        raise RefusedHead(505)
    single: dict[bytes, bytes] = {}
    for name, value in headers:
        low = name.lower()
        if low in _SINGLE:
            if low in single:
                raise RefusedHead
            single[low] = value
    if not _TARGET.match(target) or not _frames(single, version):
        raise RefusedHead
    return single


def _frames(single: dict[bytes, bytes], version: str) -> bool:
    """Whether host, length and encoding say one thing, in one way."""
    host, length, encoding = (single.get(name) for name in _SINGLE)
    if host is None:
        if version == "1.1":
            return False
    elif not _HOST.match(host):
        return False
    if encoding is not None:
        return length is None and version == "1.1" and encoding.lower() == b"chunked"
    return length is None or _LENGTH.match(length) is not None


def _named_by_connection(headers: Headers) -> frozenset[bytes]:
    """Headers that the sender meant for us alone; never those that frame the message."""
    named = {
        token.strip().lower()
        for name, value in headers
        if name.lower() == b"connection"
        for token in value.split(b",")
    }
    return frozenset(named - {b"host", b"content-length", b"cookie", b"authorization"})


def _forwarded(headers: Headers, peer: Peer) -> bytes:
    client, scheme = peer.address.encode(), b"http"
    if peer.names_clients:
        given = [value for name, value in headers if name.lower() == b"x-forwarded-for"]
        client = b", ".join([*given, client])
    if peer.names_scheme:
        given = [value.strip().lower() for name, value in headers if name.lower() == b"x-forwarded-proto"]
        scheme = b"https" if given == [b"https"] else b"http"
    return b"x-forwarded-for: %b\r\nx-forwarded-proto: %b\r\n\r\n" % (client, scheme)
