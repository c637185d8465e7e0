from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The few records of which a leader ruled are found by their owner."""

    atomic = False
    dependencies: ClassVar = [("people", "0011_rulings")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart("person_ruled", "ON people_person (owner_id, id) WHERE NOT (rulings = '{}'::jsonb) AND archived_at IS NULL"),
            [
                migrations.AddIndex(
                    "person",
                    models.Index(
                        fields=["owner", "id"],
                        condition=~models.Q(rulings={}) & models.Q(archived_at__isnull=True),
                        name="person_ruled",
                    ),
                )
            ],
        ),
        migrations.SeparateDatabaseAndState(
            build_apart("company_ruled", "ON people_company (owner_id, id) WHERE NOT (rulings = '{}'::jsonb) AND archived_at IS NULL"),
            [
                migrations.AddIndex(
                    "company",
                    models.Index(
                        fields=["owner", "id"],
                        condition=~models.Q(rulings={}) & models.Q(archived_at__isnull=True),
                        name="company_ruled",
                    ),
                )
            ],
        ),
    ]
