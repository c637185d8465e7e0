from importlib import import_module
from typing import ClassVar

from django.db import migrations

# The walk of a person's time ends with the day: nothing of it is later than twelve hours after its midnight in UTC, whatever
# the zone. What a call of a past day is counted by isn't looked for in all that was done with that person since.
BEFORE: str = import_module("requite.insight.plans.migrations.0010_added_by_walk").FUNCTION
BEGINS = "AND a.at > k.d::timestamp AT TIME ZONE 'UTC' - interval '15 hours' "
ENDS = "AND a.at < k.d::timestamp AT TIME ZONE 'UTC' + interval '39 hours' "


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0011_twins_by_person")]
    operations: ClassVar = [migrations.RunSQL(BEFORE.replace(BEGINS, BEGINS + ENDS), BEFORE)]
