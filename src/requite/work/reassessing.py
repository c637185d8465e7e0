"""Judge kept activities anew: after a person's data changed, and after the rules changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from requite.fields.requirables import judged, own_of
from requite.journal.recording import tell
from requite.quality import engine
from requite.work import assessing
from requite.work.actions.keeping import topics_of_activity
from requite.work.models import Activity

BATCH = 2_000
FINDINGS = ["score", "missing", "owed_at"]


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


def reassess_next(*, kind: str, after: UUID | None, at: datetime, limit: int = BATCH) -> UUID | None:
    """Judge the next `limit` activities of a kind in order of id; the last one's id, None when there is none left."""
    with transaction.atomic():
        records = Activity.objects.select_for_update(of=("self",)).filter(
            kind=kind, retracted_at__isnull=True
        )
        if after:
            records = records.filter(id__gt=after)
        found = list(
            records.select_related("person").prefetch_related("person__points").order_by("id")[:limit]
        )
        _judge(found, at, engine.list_rules(kind, at=at))
    return found[-1].id if found else None


def _judge(found: list[Activity], at: datetime, rules: tuple[engine.Rule, ...]) -> list[Activity]:
    moved = []
    own = judged([activity.id for activity in found], own_of(rules))
    for activity in found:
        before = (activity.score, list(activity.missing), activity.owed_at)
        assessing.judge(activity, at=at, rules=rules, own=own.get(activity.id, {}))
        if before != (activity.score, list(activity.missing), activity.owed_at):
            moved.append(activity)
    Activity.objects.bulk_update(moved, FINDINGS, batch_size=500)
    return moved
