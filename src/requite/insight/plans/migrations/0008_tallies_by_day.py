from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The sums of a day are read from the index alone: two months of two hundred reps are fifty thousand rows."""

    atomic = False
    dependencies: ClassVar = [("plans", "0007_flipped")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                *build_apart(
                    "tally_by_day", "ON plans_tally (figure, day) INCLUDE (counted, pending, owner_id, team_id)"
                ),
                migrations.RunSQL(
                    "DROP INDEX CONCURRENTLY IF EXISTS tally_of_day",
                    "CREATE INDEX IF NOT EXISTS tally_of_day ON plans_tally (figure, day)",
                ),
            ],
            state_operations=[
                migrations.RemoveIndex("tally", "tally_of_day"),
                migrations.AddIndex(
                    "tally",
                    models.Index(
                        fields=["figure", "day"], include=["counted", "pending", "owner", "team"], name="tally_by_day"
                    ),
                ),
            ],
        )
    ]
