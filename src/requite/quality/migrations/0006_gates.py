from django.db import migrations, models


class Migration(migrations.Migration):
    """A line may be a gate: the act is refused without its field."""

    dependencies = [("quality", "0005_teams")]
    operations = [
        migrations.AddField(model, "is_gate", models.BooleanField(default=False, db_default=False))
        for model in ("requirement", "trial")
    ]
