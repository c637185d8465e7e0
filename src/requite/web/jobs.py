"""Mails that go out by themselves."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from requite.insight.adoption.actions.digests import TRIES, enqueue_digests, resolve_digest
from requite.insight.adoption.models import Digest
from requite.insight.scorecards.events import CardPublished, CardRestored
from requite.insight.scorecards.queries import list_to_notify
from requite.journal.reactions import reacts_to
from requite.kernel.actor import Actor
from requite.web.mails.card_notice import card_notice
from requite.web.mails.digest import digest_message
from requite.web.mails.sending import has_mail_server

QUEUE = "mails"
NOTICE_AFTER = timedelta(minutes=2)  # an undo comes first
# 5 s, 25 s, 2 min, 10 min, 52 min after the try before: an hour in all, within the two days that a digest lasts.
RETRY = RetryStrategy(max_attempts=TRIES, exponential_wait=5)


@app.periodic(cron="*/15 * * * *")
@app.task(name="requite.web.begin_digests", queueing_lock="requite.web.begin_digests")
def begin_digests(timestamp: int) -> None:
    """Queue each digest whose hour has come. Without a mail server none begins: it can be read on its page."""
    if has_mail_server():
        begin(at=datetime.fromtimestamp(timestamp, UTC))


def begin(*, at: datetime) -> int:
    """Begin the digests that are due, each with the job that sends it, both or neither; how many."""
    with transaction.atomic():
        ids = enqueue_digests(at=at)
        queue(ids)
    return len(ids)


def queue(ids: Iterable[UUID]) -> None:
    """Queue the job that sends each of these digests, in the transaction that is open."""
    for digest_id in ids:
        send_digest.configure(queue=QUEUE, lock=f"requite.digest:{digest_id}").defer(digest_id=str(digest_id))


@app.task(name="requite.web.send_digest", retry=RETRY)
def send_digest(digest_id: str) -> None:
    """Send one digest; once, however often the job runs."""
    at = datetime.now(UTC)

    def send(actor: Actor, digest: Digest) -> None:
        digest_message(actor=actor, digest=digest, at=at).send()

    resolve_digest(at=at, digest_id=UUID(digest_id), send=send)


@reacts_to(CardPublished)
@reacts_to(CardRestored)
def announce_card(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Queue a mail to everybody who has a card that it changes."""
    for user_id in list_to_notify() if has_mail_server() else ():
        lock = f"requite.card:{subject_id}:{user_id}"
        job = send_card_notice.configure(queue=QUEUE, queueing_lock=lock, schedule_at=at + NOTICE_AFTER)
        try:
            with transaction.atomic():
                job.defer(card_id=str(subject_id), user_id=str(user_id))
        except AlreadyEnqueued:
            continue


@app.task(name="requite.web.send_card_notice", retry=RETRY)
def send_card_notice(card_id: str, user_id: str) -> None:
    """Send one of them, unless the change was taken back or holds by now."""
    today = datetime.now(UTC).date()
    message = card_notice(card_id=UUID(card_id), user_id=UUID(user_id), today=today)
    if message is not None:
        message.send()
