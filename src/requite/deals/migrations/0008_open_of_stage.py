from typing import ClassVar

from django.db import migrations

# What stands too long in a stage is added up along the first, without reading a deal; the second is the order of what was
# won and lost, for those who see everybody's.
INDEXES = """
CREATE INDEX deal_open_of_stage ON deals_deal (stage_id, entered_at) INCLUDE (owner_id, value)
    WHERE state = 'open' AND archived_at IS NULL;
CREATE INDEX deal_closed_by_time ON deals_deal (state, closed_at, id) WHERE state <> 'open' AND archived_at IS NULL;
"""
NO_INDEXES = "DROP INDEX deal_open_of_stage, deal_closed_by_time"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("deals", "0007_tallies")]
    operations: ClassVar = [migrations.RunSQL(INDEXES, NO_INDEXES)]
