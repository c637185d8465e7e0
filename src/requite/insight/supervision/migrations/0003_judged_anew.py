from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import migrations

KINDS = {"person": "people_person", "company": "people_company", "deal": "deals_deal", "call": "work_activity"}
WITH = {"call": ("call", "meeting")}  # both lie in one table


def judge_anew(_apps: Any, editor: Any) -> None:
    from requite.quality.jobs import defer_reassessment  # noqa: PLC0415 - jobs need the apps

    with editor.connection.cursor() as cursor:
        for slug, table in KINDS.items():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608
            if cursor.fetchone()[0]:
                for kind in WITH.get(slug, (slug,)):
                    defer_reassessment(kind=kind, at=datetime.now(UTC))


class Migration(migrations.Migration):
    """Records that were judged before get the parts of their score, and the times at which they are due, by the worker."""

    dependencies: ClassVar = [("supervision", "0002_parts"), ("procrastinate", "0041_post_retry_failed_job")]
    operations: ClassVar = [migrations.RunPython(judge_anew, migrations.RunPython.noop)]
