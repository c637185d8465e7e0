from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The few records of which something was asked and not told: each day some of it lapses."""

    atomic = False
    dependencies: ClassVar = [("work", "0017_ruled")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_asked", "ON work_activity (id) WHERE NOT (asked = '{}'::jsonb) AND retracted_at IS NULL"),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["id"], condition=~models.Q(asked={}) & models.Q(retracted_at__isnull=True), name="activity_asked"
                    ),
                )
            ],
        ),
    ]
