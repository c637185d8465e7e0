"""Judge kept activities anew: after a person's data changed, and after the rules changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from requite.deals.reassessing import reassess_these as reassess_deals
from requite.fields.requirables import judged, own_of
from requite.identity.queries import find_organisation
from requite.journal.recording import tell
from requite.people.reassessing import reassess_these as reassess_people
from requite.quality import engine
from requite.quality.keeping import keep_judged
from requite.quality.registry import KINDS
from requite.work import assessing
from requite.work.actions.keeping import topics_of_activity
from requite.work.models import Activity
from requite.work.queries.asked import list_lapsed

BATCH = 2_000


def reassess_of_person(*, person_id: UUID, at: datetime) -> None:
    """Judge the person's planned meetings, and done ones that still owe something; tells the screens what moved."""
    with transaction.atomic():
        found = list(
            Activity.objects.select_for_update(of=("self",))
            .select_related("person")
            .prefetch_related("person__points")
            .filter(person=person_id, retracted_at__isnull=True, kind="meeting")
            .exclude(state__in=["called_off", "no_show", "moved"])
            .exclude(state="held", missing=[])
            .order_by("id")[:BATCH]
        )
        moved = _judge(found, at, engine.list_rules("meeting", at=at))
        tell(topics={topic for activity in moved for topic in topics_of_activity(activity)})


def reassess_next(
    *,
    kind: str,
    after: UUID | None,
    at: datetime,
    limit: int = BATCH,
    owner_id: UUID | None = None,
) -> UUID | None:
    """Judge the next `limit` activities of a kind (of the owner, where one is named) in order of id.

    Gives the last one's id, None when there is none left.
    """
    with transaction.atomic():
        records = Activity.objects.select_for_update(of=("self",)).filter(
            kind=kind, retracted_at__isnull=True
        )
        if owner_id:
            records = records.filter(owner_id=owner_id)
        if after:
            records = records.filter(id__gt=after)
        found = list(
            records.select_related("person").prefetch_related("person__points").order_by("id")[:limit]
        )
        _judge(found, at, engine.list_rules(kind, at=at))
    return found[-1].id if found else None


def reassess_these(*, kind: str, ids: Sequence[UUID], at: datetime) -> None:
    """Judge these activities as they stand; tells the screens what moved."""
    with transaction.atomic():
        records = Activity.objects.select_for_update(of=("self",)).filter(kind=kind, id__in=ids, retracted_at=None)
        found = list(records.select_related("person").prefetch_related("person__points").order_by("id"))
        moved = _judge(found, at, engine.list_rules(kind, at=at))
        tell(topics={topic for activity in moved for topic in topics_of_activity(activity)})


THESE = {
    "person": reassess_people, "company": reassess_people, "deal": reassess_deals,
    "meeting": reassess_these, "call": reassess_these,
}  # fmt: skip


def reopen_lapsed(*, at: datetime) -> int:
    """What was asked and not told 30 days ago, by the company's day, is owed again: how many records. Twice is once."""
    company = find_organisation()
    if company is None:
        return 0
    today = at.astimezone(ZoneInfo(company.time_zone)).date()
    count = 0
    for kind in KINDS.values():
        for ids in list_lapsed(kind, today=today):
            THESE[kind.slug](kind=kind.slug, ids=ids, at=at)
            count += len(ids)
    return count


def _judge(found: list[Activity], at: datetime, rules: tuple[engine.Rule, ...]) -> list[Activity]:
    moved = []
    own = judged([activity.id for activity in found], own_of(rules))
    for activity in found:
        before = engine.findings_of(activity)
        assessing.judge(activity, at=at, rules=rules, own=own.get(activity.id, {}))
        if before != engine.findings_of(activity):
            moved.append(activity)
    keep_judged("work_activity", moved)
    return moved
