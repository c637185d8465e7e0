from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


def by(kind: str) -> migrations.SeparateDatabaseAndState:
    """The few files of a person, or of a company, that were removed are found by it."""
    name = f"file_gone_of_{kind}"
    condition = models.Q((f"{kind}__isnull", False), ("removed_at__isnull", False))
    sql = f"ON files_file ({kind}_id) WHERE removed_at IS NOT NULL AND {kind}_id IS NOT NULL"
    index = models.Index(condition=condition, fields=[kind], name=name)
    return migrations.SeparateDatabaseAndState(build_apart(name, sql), [migrations.AddIndex("file", index)])


class Migration(migrations.Migration):
    """What follows in a merge is found without looking at all files."""

    atomic = False
    dependencies: ClassVar = [("files", "0002_room")]
    operations: ClassVar = [by("person"), by("company")]
