from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The nightly job finds those whose score holds no longer."""

    atomic = False
    dependencies: ClassVar = [("people", "0016_lasting")]
    operations: ClassVar = [
        operation
        for kind in ("person", "company")
        for operation in build_apart(f"{kind}_fading", f"ON people_{kind} (fades_at, id) WHERE fades_at IS NOT NULL")
    ]
