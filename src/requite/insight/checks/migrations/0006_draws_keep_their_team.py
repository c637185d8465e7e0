"""A team that records were drawn from stays: with it went what checks had found. Nothing in the base changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checks", "0005_seen")]
    operations = [
        migrations.AlterField(
            model_name="draw", name="team",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="identity.team"
            ),
        ),
    ]
