from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The joint meetings with a person on a day are found without those of all the company."""

    atomic = False
    dependencies: ClassVar = [("work", "0027_by_point")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart(
                "activity_joint_of_person",
                "ON work_activity (person_id, day) WHERE is_joint AND person_id IS NOT NULL AND retracted_at IS NULL",
            ),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["person", "day"],
                        condition=models.Q(
                            ("is_joint", True), ("person__isnull", False), ("retracted_at__isnull", True)
                        ),
                        name="activity_joint_of_person",
                    ),
                )
            ],
        )
    ]
