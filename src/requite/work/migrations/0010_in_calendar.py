from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

INDEX = """
ON work_activity (owner_id, at, until, id)
WHERE ((kind = 'meeting' AND state IN ('planned', 'held')) OR (kind = 'task' AND state IN ('to_do', 'done'))
       OR (kind = 'call' AND state = 'to_do')) AND retracted_at IS NULL
"""
SHOWN = (
    models.Q(kind="meeting", state__in=["planned", "held"])
    | models.Q(kind="task", state__in=["to_do", "done"])
    | models.Q(kind="call", state="to_do")
)


class Migration(migrations.Migration):
    """The calendar finds what a colleague has in a span of time."""

    atomic = False
    dependencies: ClassVar = [("work", "0009_calendar")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_in_calendar", INDEX),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["owner", "at", "until", "id"],
                        condition=SHOWN & models.Q(retracted_at__isnull=True),
                        name="activity_in_calendar",
                    ),
                )
            ],
        )
    ]
