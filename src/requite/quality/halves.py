"""The next records of a pass, judged by two at once: one half's Python runs beside the other half's PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self
from uuid import UUID

from django.db import OperationalError, connection, transaction

from requite.kernel.reading import fetch_all, run
from requite.quality.registry import Kind, Window

BATCH = 2_000
LEAST = 100  # a window that meets the limit of a statement's time is parted, down to this
PATIENCE = "SET LOCAL statement_timeout = '60s'"  # nobody waits for it, and what it reads may lie on the disk
# Where halves end: each record at which `size` more have gone by.
ENDS = """
SELECT n.id FROM (
    SELECT w.id, row_number() OVER (ORDER BY w.id) AS place FROM (
        SELECT r.id FROM {table} r WHERE {among} AND (%(after)s::uuid IS NULL OR r.id > %(after)s)
        ORDER BY r.id LIMIT %(size)s * 2) w) n
WHERE n.place %% %(size)s = 0 ORDER BY n.id
"""
Judge = Callable[..., Window]


class Part(NamedTuple):
    """Records behind `after`, the last of them `upto`, to the end where that is None."""

    after: UUID | None
    upto: UUID | None


class Halves:
    """Two threads with a connection each, as long as the block lasts.

    Within a transaction that was open before, whose writes no other connection sees, all is judged in it.
    """

    def __init__(self) -> None:
        self._pools: list[ThreadPoolExecutor] = []
        self._is_alone = connection.in_atomic_block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools:
            pool.submit(_close)
            pool.shutdown()

    def judge(self, judge: Judge, kind: Kind, *, after: UUID | None) -> tuple[Window, bool]:
        """Judge what comes behind `after`; also says whether nothing is left behind that."""
        parts, is_last = find_parts(kind, after=after, most=1 if self._is_alone else 2)
        if len(parts) == 1:
            return judge_part(judge, parts[0]), is_last
        while len(self._pools) < len(parts):
            self._pools.append(ThreadPoolExecutor(1, thread_name_prefix="judging"))
        given = [pool.submit(judge_part, judge, part) for pool, part in zip(self._pools, parts, strict=True)]
        for one in given:
            with suppress(Exception):
                one.result()  # neither goes on by itself, whatever became of the other
        found = [one.result() for one in given]
        return Window(found[-1].last or found[0].last, sum(one.count for one in found)), is_last


def _close() -> None:
    connection.close()  # that of the thread which asks


def find_parts(kind: Kind, *, after: UUID | None, most: int = 2) -> tuple[list[Part], bool]:
    """The next parts of `BATCH` records each, and whether the last of them is the kind's last. One statement."""
    sql = ENDS.format(table=kind.table, among=kind.among)
    ends = [row[0] for row in fetch_all(sql, {"after": after, "size": BATCH}, prepare=False)][:most]
    if len(ends) == most:
        return [Part(*pair) for pair in zip([after, *ends], ends, strict=False)], False
    return [Part(*pair) for pair in zip([after, *ends], [*ends, None], strict=True)], True


def judge_part(judge: Judge, part: Part) -> Window:
    """Judge a part's records, fewer at a time where so many take too long, each time in a transaction.

    Twice is once: who is stopped in the middle judges all of the part again.
    """
    after, count, limit = part.after, 0, BATCH
    while True:
        try:
            with transaction.atomic():
                run(PATIENCE)
                window = judge(after=after, upto=part.upto, limit=limit)
        except OperationalError:
            limit //= 4
            if limit < LEAST:
                raise
            continue
        after, count = window.last or after, count + window.count
        if window.count < limit or (after is not None and after == part.upto):
            return Window(after if count else None, count)
