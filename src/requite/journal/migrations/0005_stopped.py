from django.db import migrations, models
from django.db.models.expressions import RawSQL


class Migration(migrations.Migration):
    """Of an act on many: how many a gate stopped, and which of them for want of what."""

    dependencies = [("journal", "0004_by_actor")]
    operations = [
        migrations.AddField("act", "stopped", models.IntegerField(default=0, db_default=0)),
        migrations.AddField(
            "act", "stops", models.JSONField(default=list, db_default=RawSQL("'[]'::jsonb", []), blank=True)
        ),
    ]
