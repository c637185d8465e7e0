from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

proofs = import_module("requite.quality.migrations.0008_proofs")


class Migration(migrations.Migration):
    """How a score fades. Without a value until the deal is judged anew: no row is written."""

    dependencies: ClassVar = [("deals", "0014_parts"), ("quality", "0008_proofs")]
    operations: ClassVar = [
        migrations.AddField("deal", "full_score", models.FloatField(blank=True, null=True)),
        migrations.AddField("deal", "fades_at", models.DateTimeField(blank=True, null=True)),
        proofs.fading("deal", "deals_deal"),
    ]
