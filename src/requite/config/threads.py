"""What belongs to a request lives in its thread.

Django keeps the active language, time zone, address prefix and connections in asgiref's `Local`, which reaches across
coroutines and costs a microsecond or two each time; a page asks some five hundred times. Our web processes and workers
answer each request in a thread of its own and run no coroutine of Django's, so the plain thread-local does.
"""

import threading

from django.db import connections
from django.urls import base
from django.utils import timezone
from django.utils.translation import trans_real

HOLDERS: tuple[tuple[object, str], ...] = (
    (trans_real, "_active"),
    (timezone, "_active"),
    (base, "_prefixes"),
    (base, "_urlconfs"),
    (connections, "_connections"),
)


def use_plain_locals() -> None:
    """Put thread-locals in the places of asgiref's; call it once, before the first request."""
    for holder, name in HOLDERS:
        if not hasattr(holder, name):
            raise LookupError(f"This Django keeps no {name} in {holder}.")
        setattr(holder, name, threading.local())
