from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """Lists that ask for something of the company read its people by it, with what they are sorted by beside them."""

    atomic = False
    dependencies: ClassVar = [("people", "0007_lists")]
    operations: ClassVar = [
        *build_apart(
            "person_of_company",
            "ON people_person (company_id, name_fold, id) INCLUDE (owner_id, score) WHERE archived_at IS NULL",
        ),
    ]
