from typing import ClassVar

from django.db import migrations, models

import requite.kernel.ids


class Migration(migrations.Migration):
    """When fields that are asked for were used last."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="FieldUse",
            fields=[
                ("id", models.UUIDField(default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("field", models.CharField(max_length=40)),
                ("used_at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "idle_field",
                "constraints": [models.UniqueConstraint(fields=("kind", "field"), name="a_field_has_one_use")],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("upto", models.BigIntegerField()),
                ("looked_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "idle_survey"},
        ),
    ]
