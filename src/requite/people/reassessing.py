"""Judge kept persons and companies anew after the rules changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.fields.requirables import judged, own_of
from requite.identity.topics import topics_of
from requite.journal.recording import tell
from requite.people import assessing
from requite.people.held import HeldCompany, HeldPerson, list_these, take_next, take_these
from requite.quality import engine
from requite.quality.engine import Assessment, Subject
from requite.quality.keeping import Before, Told, by_rule, keep_judged
from requite.quality.registry import KINDS, Window
from requite.quality.rules import list_rules

BATCH = 2_000


def reassess_next(
    *,
    kind: str,
    after: UUID | None,
    at: datetime,
    upto: UUID | None = None,
    limit: int = BATCH,
    owner_id: UUID | None = None,
) -> Window:
    """Judge the next `limit` records (of the owner, where one is named) in order of id, none behind `upto`."""
    with transaction.atomic(), by_rule():
        found = take_next(kind, after=after, upto=upto, limit=limit, owner_id=owner_id)
        keep_judged(KINDS[kind].table, _judge_all(kind, found, at))
    return Window(found[-1].id if found else None, len(found))


def reassess_these(*, kind: str, ids: Sequence[UUID], at: datetime) -> None:
    """Judge these records as they stand; tells the screens what moved."""
    with transaction.atomic():
        found = take_these(kind, ids)
        moved = keep_judged(KINDS[kind].table, _judge_all(kind, found, at))
        owners = topics_of(one.owner_id for one in found if one.id in moved)
        tell(topics=owners | {f"{kind}:{id_}" for id_ in moved})


def list_dues(*, kind: str, ids: Sequence[UUID], at: datetime) -> dict[UUID, Mapping[str, datetime]]:
    """When each field is due that these records owe."""
    return {record.id: found.dues for record, found in _assess_all(kind, list_these(kind, ids), at)}


def _judge_all(
    kind: str, found: Sequence[HeldPerson | HeldCompany], at: datetime
) -> Iterator[tuple[UUID, Before, Told]]:
    for record, assessment in _assess_all(kind, found, at):
        yield record.id, record.before, assessment.told(is_owed=bool(record.owner_id))


def _assess_all(
    kind: str, found: Sequence[HeldPerson | HeldCompany], at: datetime
) -> Iterator[tuple[HeldPerson | HeldCompany, Assessment]]:
    rules = list_rules(kind, at=at)
    own = judged([record.id for record in found], own_of(rules))
    for record in found:
        subject = _subject_of(record)
        if record.id in own:
            subject = replace(subject, values={**subject.values, **own[record.id]})
        yield record, engine.assess(subject, at=at, rules=rules)


def _subject_of(record: HeldPerson | HeldCompany) -> Subject:
    if isinstance(record, HeldPerson):
        return assessing.person_subject(record, record.points, company=record.company, proved_at=record.proved_at)
    return assessing.company_subject(record, record.points, proved_at=record.proved_at)
