from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import requite.kernel.ids

MERGED = models.Q(("survivor__isnull", True)) | models.Q(("archived_at__isnull", False))


def leading(kind: str) -> list[migrations.operations.base.Operation]:
    """A record of the kind that was merged leads to its survivor, and is archived."""
    return [
        migrations.AddField(
            kind,
            "survivor",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"people.{kind}"
            ),
        ),
        migrations.AddConstraint(kind, models.CheckConstraint(condition=MERGED, name=f"a_merged_{kind}_is_archived")),
    ]


class Migration(migrations.Migration):
    """Two records that are one: the one leads to the other, and what was merged can be taken back."""

    dependencies: ClassVar = [("people", "0021_relooks"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=requite.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=8)),
                ("survivor_id", models.UUIDField()),
                ("merged_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("kept", models.JSONField(default=dict)),
                ("retracted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retracted_by",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "people_merge",
                "indexes": [
                    models.Index(
                        condition=models.Q(("retracted_at__isnull", True)), fields=["survivor_id", "-id"],
                        name="merge_of_survivor",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retracted_at__isnull", True)), fields=("merged_id",),
                        name="a_record_is_merged_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("survivor_id", models.F("merged_id")), _negated=True),
                        name="a_record_merges_with_another",
                    ),
                ],
            },
        ),
        *leading("company"),
        *leading("person"),
    ]
