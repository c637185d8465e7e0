"""The WSGI entrance, for granian."""

import gc
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django

from requite.config.handler import Handler
from requite.config.threads import use_plain_locals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
django.setup(set_prefix=False)
handler = Handler()
use_plain_locals()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A page as one piece with its length, its connection to PostgreSQL given back; files and streams as they come."""
    response: Any = handler(environ, start_response)
    if getattr(response, "streaming", True):
        return response  # type: ignore[no-any-return]
    body = response.content
    response.close()
    return [body]


# A page makes tens of thousands of small objects, nearly all of them freed by their reference counts. With the usual
# thresholds the collector walks the whole program several times for each page: nearly half of a page's time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 50, 100)  # no page has so many at a time; of five times as many a walk takes 25 ms, of these 5
# A page waits ten times for PostgreSQL. When it comes back while another page of the process is being made, it would wait
# for the 5 ms of the interpreter's turn, each time. With half of one, pages take a tenth less at the median and the 95th
# percentile, and as many are made.
sys.setswitchinterval(0.0005)
