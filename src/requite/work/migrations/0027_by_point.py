from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The calls of a number are found without a walk over all: where it is erased, or a call that found it wrong is taken back."""

    atomic = False
    dependencies: ClassVar = [("work", "0026_following")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_by_point", "ON work_activity (point_id) WHERE point_id IS NOT NULL"),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["point"], condition=models.Q(("point__isnull", False)), name="activity_by_point"
                    ),
                )
            ],
        )
    ]
