from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Records that are compared again though nobody wrote them by hand."""

    dependencies: ClassVar = [("people", "0020_doubted")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Relook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("record_id", models.UUIDField()),
            ],
            options={
                "db_table": "people_relook",
                "indexes": [models.Index(fields=["kind", "id"], name="relook_in_turn")],
            },
        ),
    ]
