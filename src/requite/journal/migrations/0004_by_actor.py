from django.db import migrations

# A search by person reads the newest entries of that person alone; new months get the index by themselves.
FORWARDS = "CREATE INDEX journal_entry_actor ON journal_entry (actor_id, id DESC) WHERE actor_id IS NOT NULL;"
BACKWARDS = "DROP INDEX journal_entry_actor;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_acts")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
