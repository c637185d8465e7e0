from importlib import import_module
from typing import ClassVar

from django.db import migrations

# What a joint meeting has too much in a team: whom its colleagues reached otherwise that day is looked up by the rep, the day
# and the person, and among the meetings that the person attended; no longer in all that the rep did that day.
BEFORE: str = import_module("requite.insight.plans.migrations.0002_tallies").TWINS.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1
)
OF_THE_DAY = """
            SELECT * FROM work_activity q
            WHERE q.owner_id = m.user_id AND q.day = m.day AND q.retracted_at IS NULL AND q.state IN ('done', 'held')
              AND q.is_contact AND (q.person_id = m.person_id OR (q.kind = 'meeting' AND EXISTS (
                    SELECT FROM work_attendance w WHERE w.activity_id = q.id AND w.person_id = m.person_id)))
            OFFSET 0
"""
BY_PERSON = """
            SELECT q.id, q.team_id, q.at, q.missing FROM work_activity q
            WHERE q.owner_id = m.user_id AND q.day = m.day AND q.kind IN ('call', 'meeting', 'task', 'note')
              AND q.person_id = m.person_id AND q.is_contact AND q.retracted_at IS NULL AND q.state IN ('done', 'held')
            UNION ALL
            SELECT q.id, q.team_id, q.at, q.missing FROM work_attendance w JOIN work_activity q ON q.id = w.activity_id
            WHERE w.person_id = m.person_id AND q.owner_id = m.user_id AND q.day = m.day AND q.kind = 'meeting'
              AND q.person_id IS DISTINCT FROM m.person_id AND q.is_contact AND q.retracted_at IS NULL
              AND q.state IN ('done', 'held')
            OFFSET 0
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0010_added_by_walk")]
    operations: ClassVar = [migrations.RunSQL(BEFORE.replace(OF_THE_DAY, BY_PERSON), BEFORE)]
