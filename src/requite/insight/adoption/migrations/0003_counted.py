from importlib import import_module

from django.db import migrations

before = import_module("requite.insight.adoption.migrations.0002_triggers")
# One statement, which sees one state of the base: what others write meanwhile is counted by the trigger and stays.
COUNT = f"""
WITH gone AS (DELETE FROM adoption_written WHERE what IN ('made', 'changed'))
{before.INTO} {before.select("journal_entry", "AND e.at >= now() - interval '13 weeks'")}
"""


class Migration(migrations.Migration):
    """What was written in the weeks before is counted once, apart from the triggers: it takes a minute, and nobody waits."""

    dependencies = [("adoption", "0002_triggers")]
    operations = [
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),  # pages have seconds
        migrations.RunSQL("SELECT pg_advisory_xact_lock(7205)", migrations.RunSQL.noop),  # as who makes one row of many
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
