"""Weekly digests: whose turn it is, sending one once, and who wants none."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from requite.identity.access import find_actor, zone_of
from requite.identity.models import Organisation, User
from requite.identity.roles import ROLES
from requite.identity.topics import topics_of
from requite.insight.adoption.access import DIGEST, demand
from requite.insight.adoption.events import DigestRestored, DigestRetracted
from requite.insight.adoption.models import Digest, OptOut
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.kernel.period import TimeGap, to_instant
from requite.kernel.reading import fetch_all
from requite.kernel.workdays import Calendar

log = logging.getLogger("requite.adoption")
DAY = timedelta(days=1)
MORNING = time(7)
LASTS = timedelta(days=2)  # a digest that couldn't go by then says nothing new any more
TRIES = 6
FAULTS = (OSError, SMTPException)
ROLES_OF_DIGEST = tuple(slug for slug, role in ROLES.items() if DIGEST in role.rights)
ENQUEUE = """
INSERT INTO adoption_digest (id, user_id, week, state, made_at, tries, fault)
SELECT t.id, t.user_id, t.week, 'queued', %s, 0, '' FROM unnest(%s::uuid[], %s::uuid[], %s::date[]) AS t(id, user_id, week)
ON CONFLICT (user_id, week) DO NOTHING RETURNING id
"""
SYSTEM = Actor(id=None, name="Requite", via="job")
Send = Callable[[Actor, Digest], None]


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - DAY * day.weekday()


def due_at(*, week: date, zone: ZoneInfo, calendar: Calendar) -> datetime | None:
    """When the digest of a week goes out: at seven, where its reader is, on the first day of it that the company works.

    None for a week in which it works on no day.
    """
    days = calendar.list_working_days(week, week + 7 * DAY)
    if not days:
        return None
    try:
        return to_instant(datetime.combine(days[0], MORNING), zone=zone)
    except TimeGap as gap:
        return gap.after


def enqueue_digests(*, at: datetime) -> list[UUID]:
    """Begin the digests whose hour has come and that weren't begun yet; their ids. However often it runs, each begins once.

    Nobody who is deactivated, holds no right to it, opted out, or joined after the hour gets one.
    """
    company = Organisation.objects.first()
    if company is None:
        return []
    users = User.objects.filter(is_active=True, role__in=ROLES_OF_DIGEST)
    wanted = users.exclude(id__in=OptOut.objects.values("user_id")).values_list("id", "time_zone", "made_at")
    turns = list(_turns(wanted, company, at))
    if not turns:
        return []
    ids = [new_id() for _turn in turns]
    rows = fetch_all(ENQUEUE, [at, ids, [user for user, _week in turns], [week for _user, week in turns]])
    return [row[0] for row in rows]


def _turns(
    users: Iterable[tuple[UUID, str, datetime]], company: Organisation, at: datetime
) -> Iterable[tuple[UUID, date]]:
    calendar = Calendar(company.country)
    for user_id, name, made_at in users:
        zone = zone_of(name or company.time_zone)
        week = week_of(at.astimezone(zone).date())
        due = due_at(week=week, zone=zone, calendar=calendar)
        if due is not None and made_at < due <= at < due + LASTS:
            yield user_id, week


def resolve_digest(*, at: datetime, digest_id: UUID, send: Send) -> None:
    """Send a digest that is queued, and keep that it went; one that went, that nobody wants any more, or whose week is over,
    is left.

    Raises what was raised on the way, by the mail server or while it was written, where another try may help, at most six
    times; after that, and where the server says that it will never take the mail, the digest has failed.
    """
    with transaction.atomic():
        digest = Digest.objects.select_for_update().filter(id=digest_id, state=Digest.State.QUEUED).first()
        if digest is None:
            return
        fault = _try(digest, at, send)
    if fault is not None and digest.state == Digest.State.QUEUED:
        raise fault


def _try(digest: Digest, at: datetime, send: Send) -> Exception | None:
    """Try once, and keep what came of it; what was raised."""
    actor = find_actor(user_id=digest.user_id, via="job")
    wants = not OptOut.objects.filter(user_id=digest.user_id).exists()
    fault: Exception | None = None
    is_past = digest.week + 7 * DAY <= (actor or SYSTEM).day_of(at)
    if actor is None or not actor.has(DIGEST) or not wants or is_past:
        digest.state = Digest.State.NOT_DUE
    else:
        digest.tries += 1
        try:
            with transaction.atomic():  # a statement that took too long spoils nothing of what is kept here
                send(actor, digest)
        except Exception as raised:
            fault = raised
            digest.fault = say(raised)
            is_over = digest.tries >= TRIES or is_for_good(raised)
            digest.state = Digest.State.FAILED if is_over else Digest.State.QUEUED
            is_ours = not isinstance(raised, FAULTS)  # and no mail server's: how it came about is kept
            log.warning("the digest %s didn't go out (try %s): %s", digest.id, digest.tries, digest.fault, exc_info=is_ours)
        else:
            digest.state, digest.sent_at, digest.fault = Digest.State.SENT, at, ""
    digest.save(update_fields=["state", "sent_at", "tries", "fault"])
    return fault


def is_for_good(fault: Exception) -> bool:
    """Whether the server says that it will never take this mail: each of its answers is a 5.., and not about the log-in."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in fault.recipients.values())
    return isinstance(fault, SMTPResponseException) and 550 <= fault.smtp_code < 560


def say(fault: Exception) -> str:
    """The fault's kind and code, without addresses or secrets."""
    code = fault.smtp_code if isinstance(fault, SMTPResponseException) else getattr(fault, "errno", None)
    return f"{type(fault).__name__} {code or ''}".strip()[:200]


def retract_digest(*, actor: Actor, at: datetime) -> None:
    """Send the actor no digest any more; twice is once. Raises NotAllowed."""
    demand(actor=actor, right=DIGEST)
    with recording(actor=actor, at=at) as record:
        _row, is_new = OptOut.objects.get_or_create(user_id=actor.me, defaults={"at": at})
        if is_new:
            record(DigestRetracted(subject_id=actor.me, topics=topics_of([actor.me])))


def restore_digest(*, actor: Actor, at: datetime) -> None:
    """Send the actor the digest again; twice is once. Raises NotAllowed."""
    demand(actor=actor, right=DIGEST)
    with recording(actor=actor, at=at) as record:
        gone, _by_kind = OptOut.objects.filter(user_id=actor.me).delete()
        if gone:
            record(DigestRestored(subject_id=actor.me, topics=topics_of([actor.me])))


def wants_digest(*, user_id: UUID) -> bool:
    """Whether the user didn't opt out."""
    return not OptOut.objects.filter(user_id=user_id).exists()
