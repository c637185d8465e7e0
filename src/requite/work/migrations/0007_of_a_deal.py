from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("deals", "0003_closed"), ("work", "0006_standing_by_what_is_new")]
    operations: ClassVar = [
        migrations.AddField(
            "activity",
            "deal",
            models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="deals.deal",
            ),
        ),
        migrations.AddIndex(
            "activity",
            models.Index(
                condition=models.Q(("deal__isnull", False), ("retracted_at__isnull", True)),
                fields=["deal", "-at", "-id"],
                name="activity_of_deal",
            ),
        ),
    ]
