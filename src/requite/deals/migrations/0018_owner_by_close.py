from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart

SQL = """ON deals_deal (owner_id, coalesce(expected_on, 'infinity'::date), id)
WHERE state = 'open' AND archived_at IS NULL"""


class Migration(migrations.Migration):
    """A rep's own open deals by when they should close, without a walk past everybody's."""

    atomic = False
    dependencies: ClassVar = [("deals", "0017_taken_off_of")]
    operations: ClassVar = build_apart("deal_of_owner_by_close", SQL)
