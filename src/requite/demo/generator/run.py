"""Runs the generator's steps, two at a time where that pays, and says how long each took."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from math import gcd
from typing import Any

import psycopg
from psycopg import ClientCursor, Connection

from requite.demo.generator import base, deals, finish, indexes, points, schema, scores, staff, wording, work
from requite.demo.generator.size import STRIDE, ZONE, Size, list_days

KOREAN, RUSSIAN = 614, 870
PEOPLE_AT_ONCE, ACTIVITIES_AT_ONCE = 125_000, 250_000
Steps = Sequence[tuple[str, Mapping[str, Any]]]
Say = Callable[[str, float], None]


class Generator:
    """Fills an empty, migrated database. Its role must be allowed to set `session_replication_role`."""

    def __init__(self, *, dsn: str, size: Size, say: Say, triggers: bool = False) -> None:
        self.dsn, self.size, self.say, self.triggers = dsn, size, say, triggers
        self.seed = size.seed * 1000
        self.values = _values(size, self.seed)

    def run(self) -> None:
        """All steps, in order."""
        with self._connect() as connection:
            self._prepare(connection)
            dropped = [] if self.triggers else indexes.take_down(connection)
            self._people(connection)
            self._work(connection)
            with self._step("deals"):
                parts = self._parts(self.size.deals, PEOPLE_AT_ONCE)
                self._each([(deals.DEALS, part) for part in parts])
                self._execute(connection, deals.CLOSURES)
                connection.execute("ANALYZE deals_deal")
                self._execute(connection, deals.ABOUT)
            with self._step("entries"):
                connection.execute(finish.ENTRIES)
            if not self.triggers:
                with self._step("indexes"):
                    self._each([(definition, {}) for _, definition in _heavy_first(dropped)])
                self._finish()
            connection.execute(schema.DROP)
            with self._step("vacuum, analyze"):
                self._each([(f"VACUUM (ANALYZE) {name}", {}) for name in reversed(indexes.TABLES)])

    def _prepare(self, connection: Connection[Any]) -> None:
        with self._step("words, staff, plans"):
            connection.execute(schema.CREATE)
            wording.fill(connection, seed=self.size.seed, slots=self.size.slots)
            staff.fill(connection, self.size)
            days = list_days(self.size)
            rows = [(d.number, d.day, d.opens, d.span, d.first, d.last, d.fresh, d.holes) for d in days]
            wording.copy(connection, "gen.day", rows)
            self.days = days
            connection.execute(
                "SELECT journal_open_month(m::date) FROM generate_series(%s::date, %s::date, interval '1 month') m",
                [self.size.start.replace(day=1) - timedelta(days=31), self.size.today],
            )
            for table in ("name", "firm", "address", "title", "phrase", "outcome", "day", "rep"):
                connection.execute(f"ANALYZE gen.{table}")

    def _people(self, connection: Connection[Any]) -> None:
        with self._step("companies"):
            self._execute(connection, base.COMPANIES)
            self._execute(connection, base.COMPANY_ROWS)
            self._execute(connection, base.COMPANY_POINTS)
            connection.execute("ANALYZE gen.company")
        with self._step("people drawn"):
            self._execute(connection, base.PEOPLE)
            connection.execute("ANALYZE gen.person")
        parts = self._parts(self.size.people, PEOPLE_AT_ONCE)
        with self._step("people"):
            self._each([(base.PERSON_ROWS, part) for part in parts])
        with self._step("points of contact"):
            self._each(
                [(step, part) for part in parts for step in (points.PHONES, points.EMAILS, points.OTHERS)]
            )
        with self._step("people's journal"):
            self._each([(points.JOURNAL, part) for part in parts])

    def _work(self, connection: Connection[Any]) -> None:
        with self._step("activities with journal"):
            self._each([(work.DONE, chunk) for chunk in self._chunks()])
        with self._step("what lies ahead"):
            entry = self.size.people + 2 * self.size.activities
            self._execute(connection, work.OPEN, {"entry": entry})
        with self._step("taking part"):
            self._each([(work.ATTENDANCES, {}), (work.PARTICIPATIONS, {})])

    def _finish(self) -> None:
        with self._step("standings, tallies"):
            self._each([("ANALYZE work_activity", {}), ("ANALYZE people_person", {})])
            steps = (
                finish.CONTACTS, finish.STANDINGS, finish.PROOFS, finish.PARTS, finish.NEW_PEOPLE, deals.TALLY, deals.CLOSED, deals.STEPS,
            )  # fmt: skip
            self._each([(step, {}) for step in steps])

    def _chunks(self) -> list[dict[str, int]]:
        chunks: list[dict[str, int]] = []
        begin = 0
        for number, day in enumerate(self.days):
            if day.last - self.days[begin].first >= ACTIVITIES_AT_ONCE or number == len(self.days) - 1:
                entry = self.size.people + 2 * self.days[begin].first
                chunks.append({"first": begin, "last": number + 1, "entry": entry})
                begin = number + 1
        return chunks

    @staticmethod
    def _parts(count: int, at_once: int) -> list[dict[str, int]]:
        return [{"first": n, "last": min(count, n + at_once)} for n in range(0, count, at_once)]

    def _each(self, steps: Steps) -> None:
        """Run the statements, two at a time, each connection its own share in turn."""
        with ThreadPoolExecutor(1 if self.triggers else 2) as pool:
            list(pool.map(lambda step: self._alone(*step), steps))

    def _alone(self, statement: str, values: Mapping[str, Any]) -> None:
        with self._connect() as connection:
            self._execute(connection, statement, values)

    def _execute(
        self, connection: Connection[Any], statement: str, values: Mapping[str, Any] | None = None
    ) -> None:
        ClientCursor(connection).execute(
            statement.encode(), {**self.values, **(values or {})} if "%(" in statement else None
        )

    def _connect(self) -> Connection[Any]:
        connection = psycopg.connect(self.dsn, autocommit=True)
        role = "origin" if self.triggers else "replica"
        for setting in (f"session_replication_role = {role}", "synchronous_commit = off", "statement_timeout = 0",
                        "work_mem = '256MB'", "maintenance_work_mem = '512MB'", "jit = off",
                        "max_parallel_workers_per_gather = 0", "max_parallel_maintenance_workers = 0"):  # fmt: skip
            connection.execute(f"SET {setting}".encode())
        return connection

    @contextmanager
    def _step(self, name: str) -> Any:
        began = time.monotonic()
        yield
        self.say(name, time.monotonic() - began)


def _values(size: Size, seed: int) -> dict[str, Any]:
    start = datetime.combine(size.start, clock(9), ZONE).astimezone(UTC)
    days = (size.today - size.start).days
    stride = int(size.people * STRIDE) | 1
    while gcd(stride, size.people) != 1 or gcd(stride, size.base) != 1:
        stride += 2
    return {
        "seed": seed, "people": size.people, "companies": size.companies, "reps": size.reps, "slots": size.slots,
        "base": size.base, "open": size.open, "stride": stride, "korean": KOREAN, "russian": RUSSIAN,
        "start_ms": int(start.timestamp() * 1000), "daily": max(1e-9, (size.people - size.base) / days),
        "firm_q": size.companies / 500 + 10, "work_q": size.base / 350 + 60,
        "at": size.at, "today": size.today, "zone": ZONE.key,
        "person_scores": scores.person_scores(), "company_scores": scores.company_scores(),
        "call_scores": scores.activity_scores("call"), "meeting_scores": scores.activity_scores("meeting"),
    }  # fmt: skip


def _heavy_first(dropped: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(dropped, key=lambda one: ("gin" not in one[1], "work_activity" not in one[1]))
