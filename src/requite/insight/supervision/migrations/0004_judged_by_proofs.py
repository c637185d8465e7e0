from datetime import UTC, datetime
from typing import Any, ClassVar

from django.db import migrations

KINDS = {"person": "people_person", "company": "people_company", "deal": "deals_deal"}


def judge_anew(_apps: Any, editor: Any) -> None:
    from requite.quality.jobs import defer_reassessment  # noqa: PLC0415 - jobs need the apps

    with editor.connection.cursor() as cursor:
        for kind, table in KINDS.items():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608
            if cursor.fetchone()[0]:
                defer_reassessment(kind=kind, at=datetime.now(UTC))


class Migration(migrations.Migration):
    """People, companies and deals that were judged before are judged by what proved them, by the worker."""

    dependencies: ClassVar = [
        ("supervision", "0003_judged_anew"),
        ("people", "0016_lasting"),
        ("deals", "0015_lasting"),
        ("work", "0020_proofs"),
        ("checks", "0004_proofs"),
    ]
    operations: ClassVar = [migrations.RunPython(judge_anew, migrations.RunPython.noop)]
