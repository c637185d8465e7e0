"""Tests that need real commits: what several connections do at once, and what is told on commit.

Django's own flush between such tests would take the seeds of the migrations too, and the journal refuses it; so the test
runs in a thread with a connection of its own, and what it wrote is deleted afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Thread
from time import monotonic, sleep
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
WRITTEN = (
    "checks_check", "checks_draw", "checks_plan", "files_file", "files_content", "plans_plan",
    "work_attendance", "work_participation", "work_activity", "work_standing", "deals_closure", "deals_line",
    "deals_stakeholder", "deals_deal", "deals_tally", "deals_product",
    "people_merge", "people_candidate", "people_look", "people_relook", "people_point", "people_person", "people_company",
    "supervision_move", "supervision_day", "supervision_score",
    "adoption_written", "adoption_debt", "adoption_helped", "adoption_opened", "adoption_goal", "adoption_digest",
    "adoption_opt_out",
    "plans_tally", "journal_once", "journal_entry", "procrastinate_events",
    "procrastinate_jobs", "django_session", "identity_user", "identity_team", "identity_organisation",
)  # fmt: skip


def apart(doing: Callable[[], T]) -> T:
    """Do it in a thread, whose connection isn't in the transaction that is rolled back after each test."""
    return at_once([doing])[0]


def at_once(doings: Sequence[Callable[[], T]]) -> list[T]:
    """Do each in a thread of its own, all together; what they gave, in order. Raises what any of them raised."""
    found: dict[int, T] = {}
    faults: list[BaseException] = []

    def run(place: int) -> None:
        try:
            found[place] = doings[place]()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]
    return [found[place] for place in range(len(doings))]


def until_it_waits() -> None:
    """Return as soon as some connection waits for a lock that another holds. Raises AssertionError after 20 seconds."""
    end = monotonic() + 20
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waits")


def erase_all() -> None:
    """Delete what a committed test wrote, and leave what the migrations brought."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        for table in WRITTEN:
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"DELETE FROM {table}")
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER USER")
