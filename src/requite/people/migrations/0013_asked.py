from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The few records of which something was asked and not told: each day some of it lapses."""

    atomic = False
    dependencies: ClassVar = [("people", "0012_ruled")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("person_asked", "ON people_person (id) WHERE NOT (asked = '{}'::jsonb) AND archived_at IS NULL"),
            [
                migrations.AddIndex(
                    "person",
                    models.Index(
                        fields=["id"], condition=~models.Q(asked={}) & models.Q(archived_at__isnull=True), name="person_asked"
                    ),
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            build_apart("company_asked", "ON people_company (id) WHERE NOT (asked = '{}'::jsonb) AND archived_at IS NULL"),
            [
                migrations.AddIndex(
                    "company",
                    models.Index(
                        fields=["id"], condition=~models.Q(asked={}) & models.Q(archived_at__isnull=True), name="company_asked"
                    ),
                )
            ],
        ),
    ]
