"""Judge kept persons and companies anew after the rules changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from requite.fields.requirables import judged, own_of
from requite.identity.topics import topics_of
from requite.journal.recording import tell
from requite.people import assessing
from requite.people.models import Company, Person
from requite.quality import engine
from requite.quality.keeping import keep_judged
from requite.quality.registry import KINDS

BATCH = 2_000


def reassess_next(
    *,
    kind: str,
    after: UUID | None,
    at: datetime,
    limit: int = BATCH,
    owner_id: UUID | None = None,
) -> UUID | None:
    """Judge the next `limit` records (of the owner, where one is named) in order of id.

    Gives the last one's id, None when there is none left.
    """
    with transaction.atomic():
        records = _locked(kind)
        if owner_id:
            records = records.filter(owner_id=owner_id)
        found = list((records.filter(id__gt=after) if after else records).order_by("id")[:limit])
        _judge_all(kind, found, at)
    return found[-1].id if found else None


def reassess_these(*, kind: str, ids: Sequence[UUID], at: datetime) -> None:
    """Judge these records as they stand; tells the screens what moved."""
    with transaction.atomic():
        moved = _judge_all(kind, list(_locked(kind).filter(id__in=ids).order_by("id")), at)
        tell(topics=topics_of(one.owner_id for one in moved) | {f"{kind}:{one.id}" for one in moved})


def _locked(kind: str) -> Any:
    model: Any = Person if kind == "person" else Company
    records = model.objects.select_for_update(of=("self",)).prefetch_related("points")
    return records.select_related("company") if kind == "person" else records


def _judge_all(kind: str, found: Sequence[Any], at: datetime) -> list[Any]:
    """Judge them and keep what the engine finds: those of whom it finds something else than before."""
    rules = engine.list_rules(kind, at=at)
    own = judged([record.id for record in found], own_of(rules))
    moved = [record for record in found if _judge(record, at, rules, own.get(record.id, {}))]
    keep_judged(KINDS[kind].table, moved)
    return moved


def _judge(
    record: Person | Company, at: datetime, rules: tuple[engine.Rule, ...], own: Mapping[str, object]
) -> bool:
    before = engine.findings_of(record)
    points = list(record.points.all())
    if isinstance(record, Person):
        subject = assessing.person_subject(
            record, points, company=record.company.name if record.company else ""
        )
    else:
        subject = assessing.company_subject(record, points)
    assessing.judge(record, subject, at=at, rules=rules, own=own)
    return before != engine.findings_of(record)
