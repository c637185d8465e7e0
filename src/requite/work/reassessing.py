"""Judge kept activities anew: after a person's data changed, and after the rules changed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from requite.deals.reassessing import reassess_these as reassess_deals
from requite.identity.queries import find_organisation
from requite.journal.recording import tell
from requite.kernel.parting import take_all
from requite.people.reassessing import reassess_these as reassess_people
from requite.quality.aging import When, list_aged, list_dated
from requite.quality.keeping import Before, by_rule, keep_judged
from requite.quality.overuse import list_holding, list_unsettled, note_words, settle
from requite.quality.registry import KINDS, Kind, Window
from requite.work import assessing
from requite.work.actions.keeping import topics_of_activity
from requite.work.held import Held, take_judged, take_judged_next, take_judged_with
from requite.work.queries.asked import list_lapsed

BATCH = 2_000


def reassess_of_person(*, person_id: UUID, at: datetime) -> None:
    """Judge the person's planned meetings, and done ones that still owe something; tells the screens what moved."""
    with transaction.atomic():
        _judge_and_tell(take_judged_with(person_id, limit=BATCH), at)


def reassess_next(
    *,
    kind: str,
    after: UUID | None,
    at: datetime,
    upto: UUID | None = None,
    limit: int = BATCH,
    owner_id: UUID | None = None,
) -> Window:
    """Judge the next `limit` activities of a kind (of the owner, where one is named) in order of id, none behind `upto`."""
    with transaction.atomic(), by_rule():
        found = take_judged_next(kind, after=after, upto=upto, limit=limit, owner_id=owner_id)
        _judge(found, at)
    return Window(found[-1][0].id if found else None, len(found))


def reassess_these(*, kind: str, ids: Sequence[UUID], at: datetime) -> None:
    """Judge these activities as they stand; tells the screens what moved."""
    with transaction.atomic():
        _judge_and_tell(take_judged(kind, ids), at)


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
    return _judge_each(((kind, partial(list_lapsed, kind, today=today)) for kind in KINDS.values()), at)


def reopen_aged(*, at: datetime) -> int:
    """What a day of the company has made late or near enough is judged anew: how many records. Twice is once."""
    company = find_organisation()
    if company is None:
        return 0
    zone = ZoneInfo(company.time_zone)
    when = When(at.astimezone(zone).date(), zone)
    lines = [line for kind in KINDS.values() for line in list_dated(kind, at=at)]
    return _judge_each(((line.kind, partial(list_aged, line, when=when)) for line in lines), at)


def judge_words(*, owner_id: UUID, at: datetime) -> int:
    """Look for words that the owner has on too many records, and judge those that hold what was found, or ended.

    How many were judged. What a night didn't come to is judged by the next.
    """
    note_words(owner_id, at=at)
    rows, count = list_unsettled(owner_id), 0
    for kind, ids in list_holding(rows):
        take_all(ids, partial(_judge_these, kind.slug, at))
        count += len(ids)
    settle(rows)
    return count


def _judge_each(sources: Iterable[tuple[Kind, Callable[[], Iterable[Sequence[UUID]]]]], at: datetime) -> int:
    """Judge what each source lists, some at a time, and keep that. One that fails holds up none behind it.

    Raises an ExceptionGroup of what went wrong, when all is done that could be.
    """
    count, faults = 0, []
    for kind, listed in sources:
        try:
            for ids in listed():
                take_all(ids, partial(_judge_these, kind.slug, at))
                count += len(ids)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Some records couldn't be judged anew", faults)
    return count


def _judge_these(kind: str, at: datetime, ids: Sequence[UUID]) -> None:
    with transaction.atomic(), by_rule():  # nobody did anything: a day has passed
        THESE[kind](kind=kind, ids=ids, at=at)


def _judge_and_tell(found: Sequence[tuple[Held, Before]], at: datetime) -> None:
    moved = _judge(found, at)
    tell(topics={topic for activity, _old in found if activity.id in moved for topic in topics_of_activity(activity)})


def _judge(found: Sequence[tuple[Held, Before]], at: datetime) -> set[UUID]:
    assessed = assessing.find_all([activity for activity, _old in found], at=at)
    return keep_judged("work_activity", ((one.id, old, assessed[one.id].told()) for one, old in found))
