from django.db import migrations, models


class Migration(migrations.Migration):
    """A line that is to change is tried as a new one is."""

    dependencies = [("quality", "0010_pipeline_stages")]
    operations = [
        migrations.AddField("trial", "instead_of_id", models.UUIDField(blank=True, null=True)),
        migrations.AddField("trial", "anew", models.BigIntegerField(db_default=0, default=0)),
    ]
