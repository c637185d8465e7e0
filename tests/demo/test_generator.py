"""The generator against a database of its own: what a bulk load counts is what the triggers count."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import phonenumbers
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from requite.kernel.email import normalise_email

ROOT = Path(__file__).parents[2]
AT = "2026-11-24T15:00:00+09:00"
ARGUMENTS = ("--people", "400", "--activities", "4000", "--reps", "13", "--at", AT)
TALLIES = "SELECT figure, owner_id, team_id, day, counted, pending FROM plans_tally ORDER BY 1, 2, 3, 4"
DEALS = "SELECT stage_id, grain, starts_on::text, owner_id, deals, value, unpriced FROM deals_tally ORDER BY 1, 2, 3, 4"
STANDINGS = "SELECT person_id, owner_id, last_contact_at, next_step_at FROM work_standing ORDER BY 1"
STEPS = "SELECT deal_id, pipeline_id, owner_id, next_step_at, value FROM work_deal_standing ORDER BY 1"
BY_STEP = DEALS.replace("stage_id", "pipeline_id").replace("deals_tally", "work_deal_tally")
# Partitions' indexes are named anew by the database; where a predicate stands, its spelling may differ.
INDEXES = """
SELECT CASE WHEN tablename LIKE 'journal_entry_%' THEN tablename ELSE indexname END,
       substring(indexdef FROM 'USING (.*?)(?: WHERE |$)')
FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2
"""


def _run(url: str, *arguments: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.fixture(scope="module")
def databases(template: str) -> Iterator[tuple[str, str, str]]:
    """Three databases: one filled by bulk, one with the triggers on, one by bulk again."""
    url = os.environ["DATABASE_URL"]
    names = [f"made_{os.getpid()}_{mark}" for mark in ("bulk", "slow", "again")]
    urls = [make_conninfo(**{**conninfo_to_dict(url), "dbname": name}) for name in names]
    query = f"?host={conninfo_to_dict(url)['host']}"
    addresses = [f"postgresql://requite@/{name}{query}" for name in names]
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        _run(addresses[0], "-m", "requite.demo.generator", *ARGUMENTS)
        _run(addresses[1], "-m", "requite.demo.generator", *ARGUMENTS, "--triggers")
        _run(addresses[2], "-m", "requite.demo.generator", *ARGUMENTS)
        yield tuple(urls)  # type: ignore[misc]
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.slow
def test_counts_what_the_triggers_count(databases: tuple[str, str, str]) -> None:
    bulk, slow, _ = databases
    assert _rows(bulk, TALLIES) == _rows(slow, TALLIES) != []
    assert _rows(bulk, DEALS) == _rows(slow, DEALS) != []
    assert _rows(bulk, STANDINGS) == _rows(slow, STANDINGS) != []
    assert _rows(bulk, STEPS) == _rows(slow, STEPS) != []
    assert any(row[3] for row in _rows(bulk, STEPS))
    assert _rows(bulk, BY_STEP) == _rows(slow, BY_STEP) != []


@pytest.mark.slow
def test_makes_the_same_rows_from_the_same_seed(databases: tuple[str, str, str]) -> None:
    bulk, _, again = databases
    for table in ("people_person", "people_point", "work_activity", "journal_entry", "plans_plan"):
        query = f"SELECT md5(string_agg(x::text, '' ORDER BY id)) FROM {table} x"
        assert _rows(bulk, query) == _rows(again, query), table


@pytest.mark.slow
def test_leaves_indexes_and_nothing_of_its_own(databases: tuple[str, str, str]) -> None:
    bulk, slow, _ = databases
    assert _rows(bulk, INDEXES) == _rows(slow, INDEXES)
    assert _rows(bulk, "SELECT 1 FROM pg_namespace WHERE nspname = 'gen'") == []


@pytest.mark.slow
def test_makes_numbers_and_addresses_that_hold(databases: tuple[str, str, str]) -> None:
    points = _rows(databases[0], "SELECT kind, value FROM people_point WHERE state = 'valid'")
    for kind, value in points:
        if kind == "phone":
            assert phonenumbers.is_valid_number(phonenumbers.parse(value)), value
        elif kind == "email":
            assert normalise_email(value) == value


@pytest.mark.slow
def test_keeps_references_whole(databases: tuple[str, str, str]) -> None:
    """The load turns foreign keys off: they hold all the same."""
    found = _rows(
        databases[0],
        "SELECT conname, conrelid::regclass::text, (SELECT attname FROM pg_attribute WHERE attrelid = conrelid AND"
        " attnum = conkey[1]), confrelid::regclass::text, (SELECT attname FROM pg_attribute WHERE attrelid = confrelid"
        " AND attnum = confkey[1]) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
    )
    for name, table, column, other, key in found:
        query = (
            f"SELECT count(*) FROM {table} x WHERE {column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT FROM {other} o WHERE o.{key} = x.{column})"
        )
        assert _rows(databases[0], query) == [(0,)], name


@pytest.mark.slow
def test_makes_debts_of_what_is_missing(databases: tuple[str, str, str]) -> None:
    for table in ("people_person", "people_company", "work_activity"):
        wrong = f"SELECT count(*) FROM {table} WHERE (missing = '{{}}') <> (owed_at IS NULL)"
        assert _rows(databases[0], wrong) == [(0,)]
        some = f"SELECT count(*) > 0 FROM {table} WHERE owed_at IS NOT NULL AND score < 100"
        assert _rows(databases[0], some) == [(True,)]
