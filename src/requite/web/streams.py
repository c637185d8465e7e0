"""Answers that are sent for long: so few at once in a process that pages keep threads and connections of their own."""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from requite.kernel.errors import Refused

AT_ONCE = 4
STREAMS = BoundedSemaphore(AT_ONCE)


class Stream(StreamingHttpResponse):
    """An answer that gives its place back when it is closed or thrown away, also one that was never begun."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._give_back = weakref.finalize(self, STREAMS.release)

    def close(self) -> None:
        """Close it once."""
        super().close()
        self._give_back()


@contextmanager
def place() -> Iterator[None]:
    """A place for the stream that is made last within. Raises Refused where none is free."""
    if not STREAMS.acquire(blocking=False):
        raise Refused(_("Many files are being taken out just now: try again in a moment."))
    try:
        yield
    except BaseException:
        STREAMS.release()
        raise
