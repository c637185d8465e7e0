"""Mails that go out by themselves."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from requite.insight.adoption.actions.digests import FAULTS, TRIES, enqueue_digests, resolve_digest
from requite.insight.adoption.models import Digest
from requite.kernel.actor import Actor
from requite.web.mails.digest import digest_message
from requite.web.mails.sending import has_mail_server

QUEUE = "mails"
# 5 s, 25 s, 2 min, 10 min, 52 min after the try before: an hour in all, within the two days that a digest lasts.
RETRY = RetryStrategy(max_attempts=TRIES, exponential_wait=5, retry_exceptions=FAULTS)


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
