from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """Companies of the same name are found by it, and records that are worth less for a double are few."""

    atomic = False
    dependencies: ClassVar = [("people", "0019_candidates")]
    operations: ClassVar = [
        *build_apart("company_by_core", "ON people_company (people_core(name_fold)) WHERE archived_at IS NULL"),
        *build_apart("person_doubted", "ON people_person (id) WHERE doubt IS NOT NULL"),
        *build_apart("company_doubted", "ON people_company (id) WHERE doubt IS NOT NULL"),
    ]
