"""Indexes of large tables, built while others write: outside of a transaction, and again where an attempt was cut off."""

from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation

# CONCURRENTLY leaves an index that isn't valid when it is cut off, and IF NOT EXISTS would take it for the one wanted.
DROP_INVALID = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relname = '{name}' AND NOT i.indisvalid)
    THEN DROP INDEX {name};
    END IF;
END $$
"""

# The tables that a partitioned one consists of, by its name.
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass ORDER BY 1"


def build_apart(name: str, definition: str) -> list[Operation]:
    """Operations of a migration with `atomic = False` that build the index; one that is there already is left alone.

    `definition` is what follows the name: "ON people_person (score, id) WHERE archived_at IS NULL".
    """
    return [
        RunSQL("SET statement_timeout = 0", RunSQL.noop),  # pages have seconds; a large table takes minutes
        RunSQL(DROP_INVALID.format(name=name), RunSQL.noop),
        RunSQL(
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} {definition}",
            f"DROP INDEX CONCURRENTLY IF EXISTS {name}",
        ),
        RunSQL("RESET statement_timeout", RunSQL.noop),
    ]
