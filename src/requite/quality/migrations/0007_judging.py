from typing import Any

from django.db import migrations, models

# What was asked for until now has been judged by whoever changed it, or a job that waits will.
SETTLED = """
INSERT INTO quality_judging (kind, turn, at, launched_at, ended_at, settled_at, total, done, faults, paced_done)
SELECT kind, 0, max(day), now(), now(), max(day), 0, 0, 0, 0 FROM (
    SELECT kind, starts_at AS day FROM quality_requirement UNION ALL SELECT kind, ends_at FROM quality_requirement
) t WHERE day <= now() GROUP BY kind
"""


def settle(_apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(SETTLED)


class Migration(migrations.Migration):
    """How far records are judged anew is kept, a row for each kind."""

    dependencies = [("quality", "0006_gates")]
    operations = [
        migrations.CreateModel(
            "Judging",
            [
                ("kind", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("launched_at", models.DateTimeField()),
                ("upto", models.UUIDField(blank=True, null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
                ("paced_at", models.DateTimeField(blank=True, null=True)),
                ("paced_done", models.BigIntegerField(default=0)),
                ("faults", models.PositiveSmallIntegerField(default=0)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            {"db_table": "quality_judging"},
        ),
        migrations.RunPython(settle, migrations.RunPython.noop),
    ]
