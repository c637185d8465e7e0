"""What tests of digests share: a company that gets them, and a mail server that takes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from testing.cast import DAY, NOW
from testing.mail import post_office

from requite.identity.models import Organisation, User
from requite.insight.adoption.actions.digests import enqueue_digests, resolve_digest
from requite.web.mails.digest import digest_message

HOUR = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)  # Monday seven in the morning in Seoul
ADDRESS = "https://crm.hanil.kr"


@pytest.fixture
def post():
    with post_office() as post:
        yield post


@pytest.fixture
def company(cast):
    """Everybody joined long ago, and links begin somewhere."""
    User.objects.update(made_at=NOW - 90 * DAY)
    Organisation.objects.update(address=ADDRESS)
    return cast


def send_all(at=HOUR):
    """Begin what is due, and send it as the worker does."""
    ids = enqueue_digests(at=at)
    for digest_id in ids:
        deliver(digest_id, at)
    return ids


def deliver(digest_id, at=HOUR):
    resolve_digest(
        at=at, digest_id=digest_id, send=lambda actor, digest: digest_message(actor=actor, digest=digest, at=at).send()
    )


def of(post, user):
    return next(message for to, message in post.taken if to == [user.email])


def text_of(message, kind="plain"):
    return message.get_body((kind,)).get_content()
