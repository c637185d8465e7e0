from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart

WRITTEN = ("topic", "place", "result", "body")
KEYS = ", ".join(f"(normalize(lower({column}), NFD)) gin_trgm_ops" for column in WRITTEN)
SOME = " OR ".join(f"{column} <> ''" for column in WRITTEN)


class Migration(migrations.Migration):
    """A part of what was written of calls, meetings, tasks and notes is found by its trigrams."""

    atomic = False
    dependencies: ClassVar = [("work", "0014_joint_in_calendar"), ("people", "0004_found_by_trigrams")]
    operations: ClassVar = [*build_apart("activity_written", f"ON work_activity USING gin ({KEYS}) WHERE {SOME}")]
