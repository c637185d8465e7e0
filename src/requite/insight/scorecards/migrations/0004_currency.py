"""A closed card keeps its currency: of those that are closed already it is the company's of today."""

from django.db import migrations, models

KNOWN = """
UPDATE scorecards_close SET currency = coalesce((SELECT currency FROM identity_organisation LIMIT 1), '')
WHERE closed_at IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("scorecards", "0003_seen")]
    operations = [
        migrations.AddField(
            model_name="close",
            name="currency",
            field=models.CharField(blank=True, db_default="", default="", max_length=3),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
