from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

WHERE = "WHERE archived_at IS NULL AND state = 'open' AND amount IS NOT NULL AND value IS NULL"


class Migration(migrations.Migration):
    """The few open deals that wait for a rate are found by their currency."""

    atomic = False
    dependencies: ClassVar = [("deals", "0011_ruled")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("deal_unpriced", f"ON deals_deal (currency, id) {WHERE}"),
            [
                migrations.AddIndex(
                    "deal",
                    models.Index(
                        fields=["currency", "id"],
                        condition=models.Q(state="open", archived_at__isnull=True)
                        & models.Q(value__isnull=True, amount__isnull=False),
                        name="deal_unpriced",
                    ),
                )
            ],
        ),
    ]
