from django.db import migrations

# A trigger of a statement isn't handed down to partitions, so each gets its own: else TRUNCATE of a month would pass.
# And a month whose entries went to the default partition (nobody opened it in time) stays there, where opening
# it would fail for ever.
FORWARDS = """
CREATE OR REPLACE FUNCTION journal_keep_partition(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER journal_entry_not_truncated BEFORE TRUNCATE ON %I'
        ' FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()', name);
END $$;

CREATE OR REPLACE FUNCTION journal_open_month(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', month);
    name text := 'journal_entry_' || to_char(first, 'YYYYMM');
    starts timestamptz := first::timestamp AT TIME ZONE 'UTC';
    ends timestamptz := (first + interval '1 month')::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass(name) IS NOT NULL
       OR EXISTS (SELECT 1 FROM journal_entry_rest WHERE at >= starts AND at < ends) THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF journal_entry FOR VALUES FROM (%L) TO (%L)', name, starts, ends);
    PERFORM journal_keep_partition(name);
END $$;

SELECT journal_keep_partition(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'journal_entry'::regclass;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal")]
    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
