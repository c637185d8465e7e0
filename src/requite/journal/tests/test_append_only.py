"""The journal can't be changed or removed by the role that writes it."""

import pytest
from django.db import DatabaseError, connection, transaction

from requite.journal.models import Entry
from requite.journal.recording import recording
from requite.journal.tests.stage import ANNA, NOW, kept, rang

pytestmark = pytest.mark.django_db
PARTITION = "SELECT tableoid::regclass::text FROM journal_entry LIMIT 1"


@pytest.fixture
def entry():
    with recording(actor=ANNA, at=NOW) as record:
        record(rang(tone="c"))
    return kept()[0]


def partition_of_entry():
    with connection.cursor() as cursor:
        cursor.execute(PARTITION)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET actor_name = 'nobody'",
        "UPDATE {table} SET at = at + interval '1 year'",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "TRUNCATE {table} CASCADE",
        "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id, at) DO UPDATE SET via = 'x'",
    ],
)
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "partition"])
def test_refuses(entry, sql, whole):
    table = "journal_entry" if whole else partition_of_entry()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table=table))
    assert kept() == [entry]
    assert kept()[0].actor_name == "Anna Kim"


@pytest.mark.parametrize("month", ["2031-05-01", "1999-01-01"])
def test_refuses_it_in_a_month_opened_later_too(month):
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_open_month(%s)", [month])
    name = f"journal_entry_{month[:7].replace('-', '')}"
    for sql in (f"TRUNCATE {name}", "TRUNCATE journal_entry_rest"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.mark.parametrize(
    "change", [lambda: Entry.objects.all().delete(), lambda: Entry.objects.update(via="x")]
)
def test_refuses_the_program_as_well(entry, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert kept()[0].via == "page"
