import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# New people: each person in the base on the company's day of their making, for their present owner. Sums of rows, with
# nothing distinct in them, so that differences are exact and a million imported rows cost one sum for each statement.
# They have no team of their own: a team's are those of its present members.
FORWARDS = """
CREATE FUNCTION plans_zone() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE zone text := coalesce((SELECT time_zone FROM identity_organisation LIMIT 1), 'UTC');
BEGIN
    PERFORM now() AT TIME ZONE zone;
    RETURN zone;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN 'UTC';
END $$;

CREATE FUNCTION plans_person_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE zone text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NOT EXISTS (
            SELECT FROM gone o JOIN fresh n USING (id)
            WHERE (o.owner_id, o.made_at, o.archived_at IS NULL, cardinality(o.missing) = 0)
                  IS DISTINCT FROM (n.owner_id, n.made_at, n.archived_at IS NULL, cardinality(n.missing) = 0)
        ) THEN
            RETURN NULL;
        END IF;
    END IF;
    zone := plans_zone();
    CREATE_DELTA
    RETURN NULL;
END $$;
"""
BODY = """
    INSERT INTO plans_tally AS t (figure, owner_id, team_id, day, counted, pending)
    SELECT 'new_people', x.owner_id, NULL, (x.made_at AT TIME ZONE zone)::date,
           coalesce(sum(x.sign) FILTER (WHERE x.ok), 0), coalesce(sum(x.sign) FILTER (WHERE NOT x.ok), 0)
    FROM ({rows}) x
    GROUP BY x.owner_id, (x.made_at AT TIME ZONE zone)::date
    HAVING sum(x.sign) FILTER (WHERE x.ok) <> 0 OR sum(x.sign) FILTER (WHERE NOT x.ok) <> 0
    ORDER BY 2, 4
    ON CONFLICT (owner_id, figure, day, team_id) DO UPDATE
    SET counted = t.counted + EXCLUDED.counted, pending = t.pending + EXCLUDED.pending;
"""
ROWS = (
    "SELECT owner_id, made_at, cardinality(missing) = 0 AS ok, {sign} AS sign FROM {table}"
    " WHERE owner_id IS NOT NULL AND archived_at IS NULL"
)
FRESH, GONE = ROWS.format(sign=1, table="fresh"), ROWS.format(sign=-1, table="gone")


def _delta():
    """One branch for each kind of statement: a transition table exists in its own kind only."""
    return (
        "IF TG_OP = 'INSERT' THEN" + BODY.format(rows=FRESH) + "ELSIF TG_OP = 'DELETE' THEN" + BODY.format(rows=GONE)
        + "ELSE" + BODY.format(rows=f"{FRESH} UNION ALL {GONE}") + "END IF;"
    )


TRIGGERS = """
CREATE TRIGGER tally_insert AFTER INSERT ON people_person REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_person_moved();
CREATE TRIGGER tally_update AFTER UPDATE ON people_person REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION plans_person_moved();
CREATE TRIGGER tally_delete AFTER DELETE ON people_person REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION plans_person_moved();
"""
BACKWARDS = """
DROP FUNCTION plans_person_moved() CASCADE;
DROP FUNCTION plans_zone();
"""

NOBODY = django.db.models.deletion.DO_NOTHING


def _seen(**fields):
    """The columns that both views have."""
    return [
        ("activity", models.OneToOneField("work.Activity", on_delete=NOBODY, primary_key=True, related_name="+", serialize=False)),
        ("user", models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=NOBODY, related_name="+")),
        ("team", models.ForeignKey("identity.Team", on_delete=NOBODY, related_name="+", null=True)),
        ("person", models.ForeignKey("people.Person", on_delete=NOBODY, related_name="+", null=True)),
        ("day", models.DateField()),
        ("at", models.DateTimeField()),
        ("kind", models.CharField(max_length=8)),
        ("is_joint", models.BooleanField()),
        ("turn", models.IntegerField()),
        ("is_complete", models.BooleanField()),
        *fields.items(),
    ]


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_tallies"), ("people", "0002_minimum_sets")]
    operations = [
        migrations.RunSQL(FORWARDS.replace("CREATE_DELTA", _delta()) + TRIGGERS, BACKWARDS),
        migrations.CreateModel(
            name="Part",
            fields=_seen(direction=models.CharField(max_length=3)),
            options={"db_table": "plans_part", "managed": False},
        ),
        migrations.CreateModel(name="Contact", fields=_seen(), options={"db_table": "plans_contact", "managed": False}),
    ]
