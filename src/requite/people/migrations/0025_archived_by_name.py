from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Archived people are found by an index of their own: where hardly one is archived, the whole table was read for them."""

    dependencies: ClassVar = [("people", "0024_seen_candidates")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["name_fold", "id"],
                condition=models.Q(("archived_at__isnull", False)),
                name="person_archived_by_name",
            ),
        ),
    ]
