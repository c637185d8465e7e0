from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart

PARTS = ("completeness", "validity", "timeliness")


class Migration(migrations.Migration):
    """Lists are ordered by the parts of quality. By uniqueness nearly all are alike: it has no index."""

    atomic = False
    dependencies: ClassVar = [("people", "0014_parts")]
    operations: ClassVar = [
        operation
        for kind in ("person", "company")
        for part in PARTS
        for operation in build_apart(
            f"{kind}_by_{part}", f"ON people_{kind} ({part}, id) WHERE archived_at IS NULL AND {part} IS NOT NULL"
        )
    ]
