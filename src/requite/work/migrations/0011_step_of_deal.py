from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

INDEX = """
ON work_activity (deal_id, at, id)
WHERE deal_id IS NOT NULL AND state IN ('to_do', 'planned') AND retracted_at IS NULL
"""


class Migration(migrations.Migration):
    """The next step of a deal is found without a walk over all that was ever done about it."""

    atomic = False
    dependencies: ClassVar = [("work", "0010_in_calendar")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_step_of_deal", INDEX),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["deal", "at", "id"],
                        condition=models.Q(
                            ("deal__isnull", False),
                            ("state__in", ["to_do", "planned"]),
                            ("retracted_at__isnull", True),
                        ),
                        name="activity_step_of_deal",
                    ),
                )
            ],
        )
    ]
