from typing import ClassVar

from django.db import migrations

from requite.kernel.indexing import build_apart


class Migration(migrations.Migration):
    """Lists are sorted by last contact and by next step."""

    atomic = False
    dependencies: ClassVar = [("work", "0007_of_a_deal")]
    operations: ClassVar = [
        *build_apart("standing_contact", "ON work_standing (last_contact_at, person_id) WHERE last_contact_at IS NOT NULL"),
        *build_apart("standing_step", "ON work_standing (next_step_at, person_id) WHERE next_step_at IS NOT NULL"),
        *build_apart(
            "standing_step_of_owner", "ON work_standing (owner_id, next_step_at, person_id) WHERE next_step_at IS NOT NULL"
        ),
    ]
