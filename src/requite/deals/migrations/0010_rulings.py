from typing import ClassVar

from django.db import migrations, models
from django.db.models.expressions import RawSQL

NONE = RawSQL("'{}'::jsonb", [])


class Migration(migrations.Migration):
    """What leaders say of debts, on the record. With a default of the database: no row is written anew."""

    dependencies: ClassVar = [("deals", "0009_without_company")]
    operations: ClassVar = [
        migrations.AddField("deal", "rulings", models.JSONField(blank=True, db_default=NONE, default=dict)),
    ]
