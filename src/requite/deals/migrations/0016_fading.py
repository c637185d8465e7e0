from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """The nightly job finds those whose score holds no longer."""

    atomic = False
    dependencies: ClassVar = [("deals", "0015_lasting")]
    operations: ClassVar = build_apart("deal_fading", "ON deals_deal (fades_at, id) WHERE fades_at IS NOT NULL")
