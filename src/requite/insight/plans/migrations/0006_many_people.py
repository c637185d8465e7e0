from importlib import import_module

from django.db import migrations

# An EXISTS is planned for a first row that is found soon. Where thousands of persons change in what no tally counts
# there is none, and each old row was compared with each new one: a count is planned for all of them.
before = import_module("requite.insight.plans.migrations.0003_new_people")
OLD = before.FORWARDS[before.FORWARDS.index("CREATE FUNCTION plans_person_moved") :]
OLD = OLD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace("CREATE_DELTA", before._delta())
NEW = OLD.replace("IF NOT EXISTS (\n            SELECT FROM gone", "IF 0 = (\n            SELECT count(*) FROM gone")
assert NEW != OLD  # noqa: S101 - the text that is replaced is another file's


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_added")]
    operations = [migrations.RunSQL(NEW, OLD)]
