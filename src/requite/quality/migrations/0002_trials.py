import requite.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("field", models.CharField(max_length=40)),
                ("weight", models.PositiveSmallIntegerField()),
                ("grace_hours", models.PositiveIntegerField()),
                ("made_by_id", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("has_failed", models.BooleanField(default=False)),
                ("upto", models.UUIDField(blank=True, null=True)),
                ("seen", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField()),
                ("concerned", models.BigIntegerField(default=0)),
                ("lacking", models.BigIntegerField(default=0)),
                ("fresh", models.BigIntegerField(default=0)),
                ("owners", models.JSONField(default=dict)),
                ("examples", models.JSONField(default=list)),
            ],
            options={
                "db_table": "quality_trial",
                "indexes": [models.Index(fields=["made_at"], name="trial_by_age")],
            },
        ),
    ]
