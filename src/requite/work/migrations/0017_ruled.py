from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The few records of which a leader ruled are found by their owner."""

    atomic = False
    dependencies: ClassVar = [("work", "0016_rulings")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_ruled", "ON work_activity (owner_id, id) WHERE NOT (rulings = '{}'::jsonb) AND retracted_at IS NULL"),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["owner", "id"],
                        condition=~models.Q(rulings={}) & models.Q(retracted_at__isnull=True),
                        name="activity_ruled",
                    ),
                )
            ],
        ),
    ]
