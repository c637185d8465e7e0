from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

proofs = import_module("requite.quality.migrations.0008_proofs")


class Migration(migrations.Migration):
    """How a score fades. Without a value until the record is judged anew: no row is written."""

    dependencies: ClassVar = [("people", "0015_by_parts"), ("quality", "0008_proofs")]
    operations: ClassVar = [
        *(
            migrations.AddField(model, name, field)
            for model in ("person", "company")
            for name, field in (
                ("full_score", models.FloatField(blank=True, null=True)),
                ("fades_at", models.DateTimeField(blank=True, null=True)),
            )
        ),
        *(proofs.fading(kind, f"people_{kind}") for kind in ("person", "company")),
    ]
