from typing import ClassVar

from django.db import migrations, models
from django.db.models.expressions import RawSQL

NONE = RawSQL("'{}'::jsonb", [])


class Migration(migrations.Migration):
    """What leaders say of debts, on the record. With a default of the database: no row is written anew."""

    dependencies: ClassVar = [("work", "0015_written")]
    operations: ClassVar = [
        migrations.AddField("activity", "rulings", models.JSONField(blank=True, db_default=NONE, default=dict)),
    ]
