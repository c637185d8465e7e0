from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

TAKEN_BACK = models.Q(("retracted_at__isnull", False))


def by(kind: str) -> migrations.SeparateDatabaseAndState:
    """The few activities of a person, or of a company, that were taken back are found by it."""
    name = f"activity_gone_of_{kind}"
    index = models.Index(condition=models.Q((f"{kind}__isnull", False)) & TAKEN_BACK, fields=[kind], name=name)
    sql = f"ON work_activity ({kind}_id) WHERE {kind}_id IS NOT NULL AND retracted_at IS NOT NULL"
    return migrations.SeparateDatabaseAndState(build_apart(name, sql), [migrations.AddIndex("activity", index)])


class Migration(migrations.Migration):
    """What follows in a merge is found without looking at all that was ever done."""

    atomic = False
    dependencies: ClassVar = [("work", "0022_proofs_in_turn")]
    operations: ClassVar = [by("person"), by("company")]
