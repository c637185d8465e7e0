"""A file's rows in batches, read ahead by a thread while the base takes the batch before."""

import threading
from collections.abc import Generator, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, Full, Queue
from typing import BinaryIO

from requite.intake.actions.resolve_rows import Batch, Refusal
from requite.intake.landing.land import land_row
from requite.intake.landing.plan import Plan
from requite.intake.reading.rows import read_rows
from requite.intake.reading.sheet import Sheet
from requite.kernel.actor import Actor
from requite.people.bulk.preparing import Rules, prepare

ROWS = 7_000  # three of them are held at once: one in the base, one ready, one being made
CELLS_KEPT = 200_000
Item = Batch | BaseException | None


def list_batches(
    stream: BinaryIO, sheet: Sheet, plan: Plan, *, after: int, rows: int = ROWS
) -> Iterator[Batch]:
    """Yield the rows behind row `after` in batches."""
    batch = Batch()
    for row in read_rows(stream, sheet, after=after):
        entry, found = land_row(row, plan)
        if entry is None:
            codes = tuple(dict.fromkeys(fault.code for fault in found if fault.refuses))
            cells = [cell[:CELLS_KEPT] for cell in row.cells]
            batch.refusals.append(Refusal(row.number, row.line, cells, codes))
        else:
            batch.entries.append(entry)
            if found:
                batch.doubts[row.number] = tuple(dict.fromkeys(fault.key for fault in found))
        batch.last = row.number
        if len(batch.entries) + len(batch.refusals) >= rows:
            batch.read = stream.tell()
            yield batch
            batch = Batch()
    if batch.last:
        batch.read = stream.tell()
        yield batch


def prepare_batches(batches: Iterator[Batch], *, actor: Actor, rules: Rules) -> Generator[Batch]:
    """Yield the same batches, each made ready for the base as far as that can be done without it."""
    for batch in batches:
        batch.window = prepare(batch.entries, actor=actor, at=datetime.now(UTC), rules=rules)
        batch.entries = []
        yield batch


def read_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Yield the same batches, each fetched by a thread while the one before is being used."""
    queue: Queue[Item] = Queue(maxsize=1)
    stop = threading.Event()
    thread = threading.Thread(target=_fill, args=(batches, queue, stop), name="import-reader", daemon=True)
    thread.start()
    try:
        while (item := queue.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        with suppress(Empty):
            queue.get_nowait()
        thread.join()


def _fill(batches: Iterator[Batch], queue: "Queue[Item]", stop: threading.Event) -> None:
    item: Item = None
    try:
        for batch in batches:
            if not _put(queue, batch, stop):
                return
    except Exception as error:
        item = error
    _put(queue, item, stop)


def _put(queue: "Queue[Item]", item: Item, stop: threading.Event) -> bool:
    while not stop.is_set():
        with suppress(Full):
            queue.put(item, timeout=0.2)
            return True
    return False
