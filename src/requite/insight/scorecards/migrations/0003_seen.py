"""What was answered before is known: only what is answered from now on is told."""

from django.db import migrations, models

KNOWN = "UPDATE scorecards_dispute SET seen_at = answered_at WHERE answered_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0002_smaller_parts")]
    operations = [
        migrations.AddField(model_name="dispute", name="seen_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
