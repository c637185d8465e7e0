from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

INDEX = """
ON work_activity (at, until, id)
WHERE is_joint AND kind = 'meeting' AND state IN ('planned', 'held') AND retracted_at IS NULL
"""


class Migration(migrations.Migration):
    """The calendar finds the joint meetings of a span of time."""

    atomic = False
    dependencies: ClassVar = [("work", "0013_lists_of_activities")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_joint_in_calendar", INDEX),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["at", "until", "id"],
                        condition=models.Q(is_joint=True, kind="meeting", state__in=["planned", "held"])
                        & models.Q(retracted_at__isnull=True),
                        name="activity_joint_in_calendar",
                    ),
                )
            ],
        )
    ]
