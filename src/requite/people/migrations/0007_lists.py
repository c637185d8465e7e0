from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """Lists are sorted by quality and filtered by tags."""

    atomic = False
    dependencies: ClassVar = [("people", "0006_initials")]
    operations: ClassVar = [
        *build_apart("person_by_score", "ON people_person (score, id) WHERE archived_at IS NULL"),
        *build_apart("person_of_owner_by_score", "ON people_person (owner_id, score, id) WHERE archived_at IS NULL"),
        *build_apart("person_tags", "ON people_person USING gin (tags) WHERE tags <> '{}'"),
        *build_apart("company_by_score", "ON people_company (score, id) WHERE archived_at IS NULL"),
        *build_apart("company_tags", "ON people_company USING gin (tags) WHERE tags <> '{}'"),
    ]
