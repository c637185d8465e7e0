from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

from requite.kernel.indexing import build_apart

OWNED, WORDS = "company_of_owner_by_id", "point_company_words"
OWNED_INDEX = models.Index(fields=["owner", "id"], name=OWNED)
WORDS_INDEX = GinIndex(
    SearchVector("value", config="simple"),
    condition=models.Q(("company__isnull", False), ("kind", "address")),
    name=WORDS,
)
WORDS_SQL = """ON people_point USING gin (to_tsvector('simple'::regconfig, COALESCE(value, ''::text)))
WHERE kind = 'address' AND company_id IS NOT NULL"""


class Migration(migrations.Migration):
    """Companies by their address, and whose they are, without a look at people's addresses or at each company."""

    atomic = False
    dependencies: ClassVar = [("people", "0025_archived_by_name")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            build_apart(OWNED, "ON people_company (owner_id, id)"), [migrations.AddIndex("company", OWNED_INDEX)]
        ),
        migrations.SeparateDatabaseAndState(build_apart(WORDS, WORDS_SQL), [migrations.AddIndex("point", WORDS_INDEX)]),
    ]
