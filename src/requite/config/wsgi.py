"""The WSGI entrance, for granian."""

import gc
import os
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
gc.set_threshold(50_000, 50, 100)
