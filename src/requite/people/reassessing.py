"""Judge kept persons and companies anew after the rules changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from requite.fields.requirables import judged, own_of
from requite.people import assessing
from requite.people.models import Company, Person
from requite.quality import engine

BATCH = 2_000
FINDINGS = ["score", "missing", "owed_at"]


def reassess_next(*, kind: str, after: UUID | None, at: datetime, limit: int = BATCH) -> UUID | None:
    """Judge the next `limit` records in order of id; the last one's id, None when there is none left."""
    model: Any = Person if kind == "person" else Company
    with transaction.atomic():
        records = model.objects.select_for_update(of=("self",))
        if after:
            records = records.filter(id__gt=after)
        if kind == "person":
            records = records.select_related("company")
        found = list(records.prefetch_related("points").order_by("id")[:limit])
        rules = engine.list_rules(kind, at=at)
        own = judged([record.id for record in found], own_of(rules))
        moved = [record for record in found if _judge(record, at, rules, own.get(record.id, {}))]
        model.objects.bulk_update(moved, FINDINGS, batch_size=500)
    return found[-1].id if found else None


def _judge(
    record: Person | Company, at: datetime, rules: tuple[engine.Rule, ...], own: Mapping[str, object]
) -> bool:
    before = (record.score, list(record.missing), record.owed_at)
    points = list(record.points.all())
    if isinstance(record, Person):
        subject = assessing.person_subject(
            record, points, company=record.company.name if record.company else ""
        )
    else:
        subject = assessing.company_subject(record, points)
    assessing.judge(record, subject, at=at, rules=rules, own=own)
    return before != (record.score, list(record.missing), record.owed_at)
