from importlib import import_module

from django.db import migrations

debts = import_module("requite.insight.adoption.migrations.0005_debts")
earlier = import_module("requite.insight.adoption.migrations.0006_imported")
FIRST = "PERFORM FROM gone o JOIN fresh n USING (id) WHERE o.missing IS DISTINCT FROM n.missing LIMIT 1;\n        IF NOT FOUND"
# For the first row alone each old one is held against each new one: of 10,000 of which none lacks anything else that is a
# hundred million looks. As a sum over all of them the two are joined once.
ALL = """IF NOT coalesce((SELECT bool_or(o.missing IS DISTINCT FROM n.missing) FROM gone o JOIN fresh n USING (id)), false)"""


class Migration(migrations.Migration):
    """A change of many records that leaves what they lack is looked at once, and not each record against each."""

    dependencies = [("adoption", "0006_imported")]
    operations = [
        migrations.RunSQL(new, old)
        for new, old in zip(
            debts.functions(earlier.OWED.replace(FIRST, ALL)), debts.functions(earlier.OWED), strict=True
        )
    ]
