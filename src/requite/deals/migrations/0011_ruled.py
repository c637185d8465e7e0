from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The few records of which a leader ruled are found by their owner."""

    atomic = False
    dependencies: ClassVar = [("deals", "0010_rulings")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("deal_ruled", "ON deals_deal (owner_id, id) WHERE NOT (rulings = '{}'::jsonb) AND archived_at IS NULL"),
            [
                migrations.AddIndex(
                    "deal",
                    models.Index(
                        fields=["owner", "id"],
                        condition=~models.Q(rulings={}) & models.Q(archived_at__isnull=True),
                        name="deal_ruled",
                    ),
                )
            ],
        ),
    ]
