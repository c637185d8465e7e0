"""Indexes are taken down before a big load and built anew after it, from the database's own definitions."""

from typing import Any

from psycopg import Connection, sql

TABLES = (
    "deals_deal", "deals_closure", "people_company", "people_person", "people_point", "work_activity", "work_attendance", "work_participation",
    "work_standing", "work_deal_standing", "plans_tally", "journal_entry",
)  # fmt: skip
# The index of a primary key or unique constraint stays: its rows come in order.
FIND = """
SELECT c.relname, pg_get_indexdef(c.oid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = ANY (%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY i.indrelid::regclass::text, c.relname
"""


def take_down(connection: Connection[Any]) -> list[tuple[str, str]]:
    """Drop the indexes; give (name, definition) of each."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [list(TABLES)])
        # Of a partitioned table it is "ON ONLY", which would leave the partitions without.
        found = [(name, definition.replace(" ON ONLY ", " ON ")) for name, definition in cursor.fetchall()]
        for name, _ in found:
            cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return found
