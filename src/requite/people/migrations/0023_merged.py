from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

MERGED = models.Q(("survivor__isnull", False))


def by(kind: str, name: str, column: str, field: str) -> migrations.SeparateDatabaseAndState:
    """The few merged records of the kind are found by that column."""
    index = models.Index(condition=MERGED, fields=[field], name=name)
    return migrations.SeparateDatabaseAndState(
        build_apart(name, f"ON people_{kind} ({column}) WHERE survivor_id IS NOT NULL"),
        [migrations.AddIndex(kind, index)],
    )


class Migration(migrations.Migration):
    """Who leads to a record is found by it, and by the name under which an import knows them."""

    atomic = False
    dependencies: ClassVar = [("people", "0022_merging")]
    operations: ClassVar = [
        by("person", "person_merged", "survivor_id", "survivor"),
        by("person", "person_merged_by_name", "name_fold", "name_fold"),
        by("company", "company_merged", "survivor_id", "survivor"),
        by("company", "company_merged_by_name", "name_fold", "name_fold"),
    ]
