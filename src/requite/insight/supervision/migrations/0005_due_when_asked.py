from importlib import import_module
from typing import ClassVar

from django.db import migrations

FIRST = import_module("requite.insight.supervision.migrations.0003_judged_anew")


class Migration(migrations.Migration):
    """What is owed of records that were judged before gets its time from when it was asked for, by the worker."""

    dependencies: ClassVar = [
        ("supervision", "0004_judged_by_proofs"),
        ("quality", "0013_rules_stamp"),
        ("deals", "0019_stays"),
    ]
    operations: ClassVar = [migrations.RunPython(FIRST.judge_anew, migrations.RunPython.noop)]
