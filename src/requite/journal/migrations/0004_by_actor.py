from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import PARTITIONS, build_apart

# A search by person reads the newest entries of that person alone; new months get the index by themselves.
ON = "(actor_id, id DESC) WHERE actor_id IS NOT NULL"


def build(apps, schema_editor):
    """Each month by itself, so that nobody waits to write; the whole takes those over."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(PARTITIONS, ["journal_entry"])
        for (month,) in cursor.fetchall():
            for operation in build_apart(f"{month}_actor_id_id_idx", f"ON {month} {ON}"):
                cursor.execute(operation.sql)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS journal_entry_actor ON journal_entry {ON}")


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX IF EXISTS journal_entry_actor")


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("journal", "0003_acts")]
    operations: ClassVar = [migrations.RunPython(build, drop)]
