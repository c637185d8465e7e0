"""The hot statements: prepared once on a connection, and the same rows with and without."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from requite.kernel import reading
from requite.kernel.reading import DEAR, ONCE, ONCE_IN_TURN, PLANNED_ONCE, fetch_all, fetch_one, run

pytestmark = pytest.mark.django_db
PREPARED = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"
VALUES = (
    UUID("01935eaf-cd80-7131-a9a8-16de060a04ef"),
    datetime(2026, 11, 24, 17, 40, 3, 52, tzinfo=UTC),
    date(2026, 11, 24),
    "한글 Ж",
    7,
    True,
    ["a", "b"],
)
SQL = "SELECT %s::uuid, %s::timestamptz, %s::date, %s::text, %s::int, %s::bool, %s::text[], NULL::text"


def times(mark: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(PREPARED, [f"%{mark}%"])
        row = cursor.fetchone()
    return row[0] if row else None


def test_a_hot_statement_is_prepared_once_and_used_again() -> None:
    for number in range(3):
        assert fetch_one("SELECT %s::int + 41 AS hot_once", [number]) == (number + 41,)
    assert times("hot_once") == 3


def test_a_statement_of_another_way_each_time_is_not_prepared() -> None:
    assert fetch_all("SELECT %s::int AS cold_once", [1], prepare=False) == [(1,)]
    assert times("cold_once") is None


def test_gives_the_same_values_prepared_and_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    hot = fetch_one(SQL, VALUES)
    monkeypatch.setattr(reading, "PREPARED", False)
    assert hot == fetch_one(SQL, VALUES) == (*VALUES, None)


def test_runs_a_statement_without_rows_in_the_transaction() -> None:
    run("CREATE TEMP TABLE hot_rows (n int) ON COMMIT DROP")
    run("INSERT INTO hot_rows VALUES (%s)", [5])
    assert fetch_all("SELECT n FROM hot_rows") == [(5,)]


@pytest.mark.parametrize(
    ("mark", "text", "values"),
    [
        ("named_once", f"SELECT 'named_once', x FROM unnest(%(many)s::int[]) x WHERE {ONCE} LIMIT 3", PLANNED_ONCE),
        ("turn_once", f"SELECT 'turn_once', x FROM unnest(%s::int[]) x WHERE {ONCE_IN_TURN} LIMIT 3", [DEAR]),
    ],
)
def test_what_is_planned_once_keeps_the_plan_for_any_values(mark: str, text: str, values: Any) -> None:
    given = {"many": [1, 2, 3, 4], **values} if isinstance(values, dict) else [[1, 2, 3, 4], *values]
    for _ in range(8):
        assert fetch_all(text, given) == [(mark, 1), (mark, 2), (mark, 3)]
    with connection.cursor() as cursor:
        cursor.execute(PREPARED.replace(" + ", ", "), [f"%'{mark}'%"])
        assert cursor.fetchall() == [(3, 5)]
