from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
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
    ]
