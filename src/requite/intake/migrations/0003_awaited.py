import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_faults")]
    operations = [
        migrations.CreateModel(
            name="AwaitedReference",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id", "number", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("slug", models.CharField(max_length=40)),
                ("type", models.CharField(max_length=10)),
                ("text", models.TextField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="awaited",
                        to="intake.import",
                    ),
                ),
            ],
            options={"db_table": "intake_awaited_reference"},
        ),
    ]
