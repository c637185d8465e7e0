from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """What follows an activity, a next call or a meeting in the place of a moved one, is found without a walk over all."""

    atomic = False
    dependencies: ClassVar = [("work", "0025_steps_of_what_is_new")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("activity_following", "ON work_activity (follows_id) WHERE follows_id IS NOT NULL"),
            [
                migrations.AddIndex(
                    "activity",
                    models.Index(
                        fields=["follows"], condition=models.Q(("follows__isnull", False)), name="activity_following"
                    ),
                )
            ],
        )
    ]
