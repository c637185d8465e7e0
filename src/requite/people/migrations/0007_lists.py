from django.db import migrations

FORWARDS = """
CREATE INDEX person_by_score ON people_person (score, id) WHERE archived_at IS NULL;
CREATE INDEX person_of_owner_by_score ON people_person (owner_id, score, id) WHERE archived_at IS NULL;
CREATE INDEX person_tags ON people_person USING gin (tags) WHERE tags <> '{}';
CREATE INDEX company_by_score ON people_company (score, id) WHERE archived_at IS NULL;
CREATE INDEX company_tags ON people_company USING gin (tags) WHERE tags <> '{}';
"""
BACKWARDS = "DROP INDEX person_by_score, person_of_owner_by_score, person_tags, company_by_score, company_tags;"


class Migration(migrations.Migration):
    """Lists are sorted by quality and filtered by tags."""

    dependencies = [("people", "0006_initials")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
