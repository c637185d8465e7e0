from typing import ClassVar

from django.db import migrations, models

from requite.kernel.indexing import build_apart

NAME = "stakeholder_gone_of_person"
INDEX = models.Index(condition=models.Q(("removed_at__isnull", False)), fields=["person", "deal"], name=NAME)
SQL = "ON deals_stakeholder (person_id, deal_id) WHERE removed_at IS NOT NULL"


class Migration(migrations.Migration):
    """In which deals somebody had a part that was taken off is found without looking at all stakeholders."""

    atomic = False
    dependencies: ClassVar = [("deals", "0016_fading")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(build_apart(NAME, SQL), [migrations.AddIndex("stakeholder", INDEX)])
    ]
