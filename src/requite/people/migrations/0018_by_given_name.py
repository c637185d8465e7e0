from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """Whole given names are found among one's own people, without gathering all that hold the letters anywhere."""

    atomic = False
    dependencies: ClassVar = [("people", "0017_fading")]
    operations: ClassVar = build_apart(
        "person_by_given_name", "ON people_person (given_name, owner_id) WHERE archived_at IS NULL AND given_name <> ''"
    )
