"""Indexes built beside writers, also where an attempt was cut off."""

import psycopg
import pytest
from django.db import connection

from requite.kernel.indexing import build_apart

pytestmark = pytest.mark.django_db


@pytest.fixture
def table():
    """A connection that commits each statement, and a table of its own."""
    settings = connection.get_connection_params()
    kept = {name: settings[name] for name in ("dbname", "user", "host", "port", "password") if settings.get(name)}
    with psycopg.connect(**kept, autocommit=True) as own:
        own.execute("CREATE TABLE indexing_tried (n int)")
        own.execute("INSERT INTO indexing_tried VALUES (1), (1)")
        yield own
        own.execute("DROP TABLE indexing_tried")


def build(own):
    for operation in build_apart("tried_by_n", "ON indexing_tried (n)"):
        own.execute(operation.sql)


def is_valid(own):
    return own.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = 'tried_by_n'::regclass").fetchone()[0]


def test_is_built_once_and_left_alone_when_it_is_there(table):
    build(table)
    first = table.execute("SELECT 'tried_by_n'::regclass::oid").fetchone()
    build(table)
    assert table.execute("SELECT 'tried_by_n'::regclass::oid").fetchone() == first
    assert is_valid(table)


def test_takes_the_place_of_one_that_was_cut_off(table):
    with pytest.raises(psycopg.errors.UniqueViolation):
        table.execute("CREATE UNIQUE INDEX CONCURRENTLY tried_by_n ON indexing_tried (n)")
    assert not is_valid(table)
    build(table)
    assert is_valid(table)


def test_has_no_limit_of_time_and_gives_the_usual_one_back():
    timed = [operation.sql for operation in build_apart("tried_by_n", "ON indexing_tried (n)")]
    assert (timed[0], timed[-1]) == ("SET statement_timeout = 0", "RESET statement_timeout")
