from django.db import migrations

FORWARDS = """
CREATE INDEX standing_contact ON work_standing (last_contact_at, person_id) WHERE last_contact_at IS NOT NULL;
CREATE INDEX standing_step ON work_standing (next_step_at, person_id) WHERE next_step_at IS NOT NULL;
CREATE INDEX standing_step_of_owner ON work_standing (owner_id, next_step_at, person_id) WHERE next_step_at IS NOT NULL;
"""
BACKWARDS = "DROP INDEX standing_contact, standing_step, standing_step_of_owner;"


class Migration(migrations.Migration):
    """Lists are sorted by last contact and by next step."""

    dependencies = [("work", "0007_of_a_deal")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
