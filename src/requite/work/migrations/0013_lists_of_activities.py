from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

INDEXES = {
    "activity_by_time": "(at DESC, id DESC) INCLUDE (owner_id) WHERE retracted_at IS NULL",
    "activity_of_owner": "(owner_id, at DESC, id DESC) WHERE retracted_at IS NULL",
    "activity_open_by_time": "(at, id) INCLUDE (owner_id) WHERE state IN ('to_do', 'planned') AND retracted_at IS NULL",
    "activity_lacking": "(at DESC, id DESC) INCLUDE (owner_id) WHERE missing <> '{}' AND retracted_at IS NULL",
    "activity_taken_back": "(at DESC, id DESC) INCLUDE (owner_id) WHERE retracted_at IS NOT NULL",
}
KEPT = models.Q(retracted_at__isnull=True)
OPEN = models.Q(state__in=["to_do", "planned"])
TIME = ["-at", "-id"]
STATE = [
    models.Index(fields=TIME, include=["owner"], condition=KEPT, name="activity_by_time"),
    models.Index(fields=["owner", *TIME], condition=KEPT, name="activity_of_owner"),
    models.Index(fields=["at", "id"], include=["owner"], condition=OPEN & KEPT, name="activity_open_by_time"),
    models.Index(fields=TIME, include=["owner"], condition=~models.Q(missing=[]) & KEPT, name="activity_lacking"),
    models.Index(
        fields=TIME, include=["owner"], condition=models.Q(retracted_at__isnull=False), name="activity_taken_back"
    ),
]


class Migration(migrations.Migration):
    """The list of activities walks along their time: of everybody, of one owner, of what is open, lacks something or is gone."""

    atomic = False
    dependencies: ClassVar = [("work", "0012_deal_standing")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            [
                operation
                for name, what in INDEXES.items()
                for operation in build_apart(name, f"ON work_activity {what}")
            ],
            [migrations.AddIndex("activity", index) for index in STATE],
        )
    ]
