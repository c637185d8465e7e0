from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The few records of which something was asked and not told: each day some of it lapses."""

    atomic = False
    dependencies: ClassVar = [("deals", "0012_unpriced")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("deal_asked", "ON deals_deal (id) WHERE NOT (asked = '{}'::jsonb) AND archived_at IS NULL"),
            [
                migrations.AddIndex(
                    "deal",
                    models.Index(
                        fields=["id"], condition=~models.Q(asked={}) & models.Q(archived_at__isnull=True), name="deal_asked"
                    ),
                )
            ],
        ),
    ]
