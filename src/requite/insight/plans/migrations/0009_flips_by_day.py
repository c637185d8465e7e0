from importlib import import_module
from typing import ClassVar

from django.db import migrations

# A window of a judgement concerns up to 2,000 activities, of a company of 200 reps some 200 to 400 days of theirs. Above
# 200 it took the lock of all until its commit, and each call logged meanwhile waited for the whole window. It takes the
# locks of its days up to 600: a call waits where its own rep and day are judged. Two windows at once hold 1,200 of the 6,400
# locks that a server has room for as it ships; above that the one lock stays.
FLIP: str = import_module("requite.insight.plans.migrations.0007_flipped").FLIP
BEFORE = FLIP.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
WIDER = BEFORE.replace("many CONSTANT int := 200", "many CONSTANT int := 600", 1)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0008_tallies_by_day")]
    operations: ClassVar = [migrations.RunSQL(WIDER, BEFORE)]
