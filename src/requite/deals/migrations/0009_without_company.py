from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """A list of deals by company ends with those that have none, by age."""

    atomic = False
    dependencies: ClassVar = [("deals", "0008_open_of_stage")]
    operations: ClassVar = [
        *build_apart(
            "deal_without_company", "ON deals_deal (id) INCLUDE (owner_id, state) WHERE company_id IS NULL"
        ),
    ]
