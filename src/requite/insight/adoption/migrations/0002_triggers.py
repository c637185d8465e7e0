from django.db import migrations

# Records that are made, each by one entry of its type; whatever else is written of such a record changes it. What an import
# or Requite itself writes is nobody's work. `supervision.queries.entries.MADE` says the same for the search that opens
# the numbers.
MADE = (
    "people.PersonRegistered", "people.CompanyRegistered", "deals.DealRegistered", "work.CallLogged",
    "work.MeetingPlanned", "work.TaskPlanned", "work.NoteLogged",
)
KINDS = ("person", "company", "deal", "call", "meeting", "task", "note", "activity")
SELECT = """
    SELECT e.actor_id, u.team_id, (e.at AT TIME ZONE z.zone)::date,
           CASE WHEN e.type = ANY(ARRAY[{made}]) THEN 'made' ELSE 'changed' END, count(*)
    FROM {source} e JOIN identity_user u ON u.id = e.actor_id
    CROSS JOIN (SELECT coalesce((SELECT time_zone FROM identity_organisation LIMIT 1), 'UTC') AS zone) z
    WHERE e.via NOT IN ('import', 'job') AND e.subject_kind = ANY(ARRAY[{kinds}]) {more}
    GROUP BY 1, 2, 3, 4
"""
INTO = "INSERT INTO adoption_written (user_id, team_id, day, what, n)"


def texts(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def select(source: str, more: str = "") -> str:
    return SELECT.format(source=source, made=texts(MADE), kinds=texts(KINDS), more=more)


JOURNAL = f"""
CREATE FUNCTION adoption_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {INTO} {select("fresh")};
    RETURN NULL;
END $$;
CREATE TRIGGER adoption_noted AFTER INSERT ON journal_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_noted();
"""
JOURNAL_BACK = "DROP TRIGGER adoption_noted ON journal_entry; DROP FUNCTION adoption_noted();"

# A debt is a field that a record of somebody's lacks: opened when it comes to lack it, closed when it doesn't any more.
# A record that is archived, taken back or handed over opens and closes nothing.
TABLES = {
    "people_person": "archived_at", "people_company": "archived_at", "deals_deal": "archived_at",
    "work_activity": "retracted_at",
}
OWED = """
CREATE FUNCTION adoption_owed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO adoption_written (user_id, team_id, day, what, n)
        SELECT n.owner_id, u.team_id, (n.made_at AT TIME ZONE z.zone)::date, 'opened', sum(cardinality(n.missing))
        FROM fresh n JOIN identity_user u ON u.id = n.owner_id
        CROSS JOIN (SELECT coalesce((SELECT time_zone FROM identity_organisation LIMIT 1), 'UTC') AS zone) z
        WHERE n.{gone} IS NULL AND n.missing <> '{{}}' GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO adoption_written (user_id, team_id, day, what, n)
        SELECT n.owner_id, u.team_id, supervision_today(), x.what, sum(x.n)
        FROM gone o JOIN fresh n USING (id) JOIN identity_user u ON u.id = n.owner_id
        CROSS JOIN LATERAL (VALUES
            ('opened', (SELECT count(*) FROM unnest(n.missing) f WHERE f <> ALL(o.missing))),
            ('closed', (SELECT count(*) FROM unnest(o.missing) f WHERE f <> ALL(n.missing)))
        ) x(what, n)
        WHERE o.missing IS DISTINCT FROM n.missing AND o.owner_id = n.owner_id
          AND o.{gone} IS NULL AND n.{gone} IS NULL AND x.n > 0
        GROUP BY 1, 2, 4;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER adoption_owed_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_owed_{table}();
CREATE TRIGGER adoption_owed_update AFTER UPDATE ON {table} REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION adoption_owed_{table}();
"""
OWED_BACK = """
DROP TRIGGER adoption_owed_insert ON {table}; DROP TRIGGER adoption_owed_update ON {table};
DROP FUNCTION adoption_owed_{table}();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("adoption", "0001_initial"),
        ("journal", "0004_by_actor"),
        ("supervision", "0001_initial"),
        ("people", "0012_ruled"),
        ("deals", "0012_unpriced"),
        ("work", "0017_ruled"),
    ]
    operations = [
        migrations.RunSQL(JOURNAL, JOURNAL_BACK),
        *(
            migrations.RunSQL(OWED.format(table=table, gone=gone), OWED_BACK.format(table=table))
            for table, gone in TABLES.items()
        ),
    ]
