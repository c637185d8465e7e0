"""Where a response ends."""

from __future__ import annotations

import re

import httptools

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]+)[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection:[ \t]*close[ \t]*\r\n", re.IGNORECASE)
_HEAD_LIMIT = 131_072


class BrokenResponse(Exception):  # noqa: N818 (what came, not what went wrong here)
    """What came is no response."""


class Framing:
    """Fed with the bytes of one response; says when it is complete."""

    __slots__ = ("_chunks", "_head", "_is_head", "_left", "begun", "close", "complete")

    def __init__(self, *, is_head: bool) -> None:
        self.begun = False  # the final head has come
        self.complete = False
        self.close = False
        self._is_head = is_head
        self._head = b""
        self._left: int | None = 0
        self._chunks: httptools.HttpResponseParser | None = None

    def feed(self, data: bytes) -> bytes:
        """What of it may be passed on now (a head is held back until it is whole). Raises BrokenResponse."""
        if self.begun:
            self._count(data)
            return data
        self._head += data
        return self._read_heads()

    def _read_heads(self) -> bytes:
        ready = b""
        while not self.begun:
            end = self._head.find(b"\r\n\r\n") + 4
            if end < 4:
                if len(self._head) > _HEAD_LIMIT:
                    raise BrokenResponse
                return ready
            head, rest = self._head[:end], self._head[end:]
            self._begin(head)
            ready += head
            self._head = rest
        body, self._head = self._head, b""
        self._count(body)
        return ready + body

    def end(self) -> bool:
        """The connection has closed: whether that completes the response."""
        return self.begun and self._left is None and self._chunks is None

    def _begin(self, head: bytes) -> None:
        if not head.startswith(b"HTTP/1.") or not head[9:12].isdigit():
            raise BrokenResponse
        status = int(head[9:12])
        if status < 200:
            if status == 101:
                raise BrokenResponse
            return  # an interim answer: the real one follows
        self.begun = True
        self.close = _CLOSE.search(head) is not None
        if self._is_head or status in (204, 304):
            self._left = 0
        elif _CHUNKED.search(head):
            self._chunks = httptools.HttpResponseParser(self)
            self._chunks.feed_data(head)
            self._left = None
        else:
            found = _LENGTH.search(head)
            self._left = int(found[1]) if found else None

    def _count(self, data: bytes) -> None:
        if self._chunks is not None:
            if data:
                self._feed_chunks(data)
        elif self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise BrokenResponse
            self.complete = self._left == 0

    def _feed_chunks(self, data: bytes) -> None:
        if self.complete or self._chunks is None:
            raise BrokenResponse
        try:
            self._chunks.feed_data(data)
        except httptools.HttpParserError as error:
            raise BrokenResponse from error

    def on_message_complete(self) -> None:
        """Called by the parser of chunks."""
        self.complete = True
        self._left = None
