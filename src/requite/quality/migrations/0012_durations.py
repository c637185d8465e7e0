from django.db import migrations, models


class Migration(migrations.Migration):
    """How long fields take to be filled, as it is measured."""

    dependencies = [("quality", "0011_changes")]
    operations = [
        migrations.CreateModel(
            name="Duration",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "kind", "field", "month", "seconds",
                        blank=True, editable=False, primary_key=True, serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("field", models.CharField(max_length=40)),
                ("month", models.DateField()),
                ("seconds", models.PositiveSmallIntegerField()),
                ("times", models.PositiveIntegerField()),
            ],
            options={"db_table": "quality_duration"},
        ),
    ]
