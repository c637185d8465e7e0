"""Millions of small, short-lived objects: what the interpreter can do for a process that makes them."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SWITCH = 0.0005
YOUNG = 1  # generations: what was made meanwhile, and not all that the process holds


@contextmanager
def in_haste() -> Iterator[None]:
    """Spare rows the search for cycles, of which they have none, and let the thread that feeds the base come first.

    Without it a third of the time goes into the collector, and another part into waiting 5 ms at each turn for the
    thread that reads ahead.
    """
    interval, collected = sys.getswitchinterval(), gc.isenabled()
    gc.disable()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        if collected:
            gc.enable()
        gc.collect(YOUNG)
