from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """The records that moved on a day, of many reps at once, are read in their order and not out of all other days."""

    dependencies: ClassVar = [("supervision", "0005_due_when_asked")]
    operations: ClassVar = [
        migrations.AddIndex(
            "scorechange", models.Index(fields=["day", "record_id"], include=["owner_id"], name="score_by_day")
        ),
    ]
