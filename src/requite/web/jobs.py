"""Mails that go out by themselves."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

from requite.insight.adoption.actions.digests import TRIES, enqueue_digests, resolve_digest
from requite.insight.adoption.models import Digest
from requite.insight.scorecards.events import CardPublished, CardRestored, CardRetracted
from requite.insight.scorecards.queries import is_announced_before, list_to_notify
from requite.journal.reactions import reacts_to
from requite.kernel.actor import Actor
from requite.web.mails.card_notice import card_notice, card_withdrawn
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
    _queue_notices(send_card_notice, f"requite.card:{subject_id}", subject_id, at)


@reacts_to(CardRetracted)
def withdraw_card(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Queue a mail that the change was taken back, where the mails that announced it had gone."""
    if is_announced_before(card_id=subject_id, at=at - NOTICE_AFTER):
        _queue_notices(send_card_withdrawn, f"requite.card_back:{subject_id}", subject_id, at)


def _queue_notices(task: Task[..., None, Any], lock: str, card_id: UUID, at: datetime) -> None:
    for user_id in list_to_notify() if has_mail_server() else ():
        job = task.configure(queue=QUEUE, queueing_lock=f"{lock}:{user_id}", schedule_at=at + NOTICE_AFTER)
        try:
            with transaction.atomic():
                job.defer(card_id=str(card_id), user_id=str(user_id))
        except AlreadyEnqueued:
            continue


@app.task(name="requite.web.send_card_notice", retry=RETRY)
def send_card_notice(card_id: str, user_id: str) -> None:
    """Send one of them, unless the change was taken back or holds by now."""
    _send(card_notice(card_id=UUID(card_id), user_id=UUID(user_id), today=datetime.now(UTC).date()))


@app.task(name="requite.web.send_card_withdrawn", retry=RETRY)
def send_card_withdrawn(card_id: str, user_id: str) -> None:
    """Send one of them, unless the change is announced again by now."""
    _send(card_withdrawn(card_id=UUID(card_id), user_id=UUID(user_id), today=datetime.now(UTC).date()))


def _send(message: EmailMultiAlternatives | None) -> None:
    if message is not None:
        message.send()
