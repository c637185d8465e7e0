"""When it is night in the company, and which of the night's jobs are due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinatePeriodicDefer
from procrastinate.exceptions import UniqueViolation
from procrastinate.sql import queries
from procrastinate.tasks import Task

from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.kernel.nightly import NIGHTLY

LASTS = timedelta(hours=3)  # what is begun later than that is made up for by day
SAME = timedelta(hours=6)  # two nights that begin so near each other, in two time zones, are one
MISSED = timedelta(hours=18)  # by day a night is made up for behind which the last lies at least so far
ONE = ""  # Procrastinate's name of a job's only schedule


def night_of(at: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """When the clocks there showed that time last: once for each of their days, also where they are set on or back."""
    day = at.astimezone(zone).date()
    tonight = _instant(day, clock, zone)
    return tonight if tonight <= at else _instant(day - timedelta(days=1), clock, zone)


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A time that the day hasn't is an hour later, of one that it has twice the first counts."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def is_due(night: datetime, *, at: datetime, last: datetime | None) -> bool:
    """Whether the job is to be done for that night, where the last one for which it was begun is `last`."""
    return last is None or night - last >= (SAME if at - night <= LASTS else MISSED)


def begin_due(*, at: datetime) -> None:
    """Queue each of the night's jobs whose time has come in the company's zone, as it is now."""
    company = Organisation.objects.first()
    zone = zone_of(company.time_zone if company else "")
    for job, clock in NIGHTLY.values():
        night = night_of(at, clock, zone)
        if is_due(night, at=at, last=_last(job)):
            _begin(job, night)


def _last(job: Task[..., object, ...]) -> datetime | None:
    found = ProcrastinatePeriodicDefer.objects.filter(task_name=job.name, periodic_id=ONE)
    stamp = found.aggregate(last=Max("defer_timestamp"))["last"]
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)


def _begin(job: Task[..., object, ...], night: datetime) -> None:
    """Queue it and keep for which night, both or neither. One that waits since an earlier night goes first."""
    stamp = int(night.timestamp())
    made = job.configure(task_kwargs={"timestamp": stamp}).job
    try:
        with transaction.atomic():
            DjangoConnector().execute_query_one(
                queries["defer_periodic_job"], task_name=made.task_name, defer_timestamp=stamp, periodic_id=ONE,
                queue=made.queue, priority=made.priority, lock=made.lock, queueing_lock=made.queueing_lock,
                args=made.task_kwargs,
            )  # fmt: skip
    except UniqueViolation:
        return
