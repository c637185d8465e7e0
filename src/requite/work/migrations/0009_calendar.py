from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("work", "0008_lists")]
    operations: ClassVar = [
        migrations.AddField("activity", "is_all_day", models.BooleanField(db_default=False, default=False)),
        migrations.AddConstraint(
            "activity",
            models.CheckConstraint(
                condition=models.Q(("is_all_day", False), ("kind", "task"), _connector="OR"),
                name="only_a_task_is_of_a_whole_day",
            ),
        ),
        AddIndexConcurrently(
            "activity",
            models.Index(
                condition=models.Q(
                    models.Q(
                        models.Q(("kind", "meeting"), ("state__in", ["planned", "held"])),
                        models.Q(("kind", "task"), ("state__in", ["to_do", "done"])),
                        models.Q(("kind", "call"), ("state", "to_do")),
                        _connector="OR",
                    ),
                    ("retracted_at__isnull", True),
                ),
                fields=["owner", "at", "until", "id"],
                name="activity_in_calendar",
            ),
        ),
    ]
