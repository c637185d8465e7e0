import django.db.models.deletion
from django.db import migrations, models

import requite.kernel.ids

STATES = [
    ("queued", "Queued"), ("done", "Done"), ("failed", "Failed"), ("returning", "Returning"), ("returned", "Returned"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_partitions_keep_too")]
    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("kind", models.TextField()),
                ("what", models.TextField()),
                ("value", models.TextField(blank=True)),
                ("given", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("query", models.TextField(blank=True)),
                ("state", models.CharField(choices=STATES, default="queued", max_length=10)),
                ("asked", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("same", models.IntegerField(default=0)),
                ("not_allowed", models.IntegerField(default=0)),
                ("cursor", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned", models.IntegerField(default=0)),
                ("left", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "journal_act",
                "indexes": [models.Index(fields=["actor_id", "-id"], name="act_of_actor")],
            },
        ),
        migrations.CreateModel(
            name="ActLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("record_id", models.UUIDField()),
                ("entry", models.BigIntegerField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                (
                    "act",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="journal.act",
                    ),
                ),
            ],
            options={
                "db_table": "journal_act_line",
                "constraints": [
                    models.UniqueConstraint(fields=("act", "record_id"), name="an_act_changes_a_record_once")
                ],
            },
        ),
    ]
