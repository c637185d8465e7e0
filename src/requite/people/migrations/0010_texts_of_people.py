from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """A part of a title or of a source is looked for in the different ones first; a note only where there is one."""

    atomic = False
    dependencies: ClassVar = [("people", "0009_companies_in_order")]
    operations: ClassVar = [
        *build_apart("person_titles", "ON people_person (title) WHERE title <> ''"),
        *build_apart("person_sources", "ON people_person (source) WHERE source <> ''"),
        *build_apart("person_noted", "ON people_person (id) WHERE note <> ''"),
    ]
