from django.db import migrations, models


class Migration(migrations.Migration):
    """A line may be asked for from a stage of a pipeline on, until another."""

    dependencies = [("quality", "0009_limits")]
    operations = [
        migrations.AlterField(model, "stage", models.CharField(blank=True, max_length=70))
        for model in ("requirement", "trial")
    ]
