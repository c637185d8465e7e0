"""What a rep answers to a verdict, and that they know of one."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from requite.identity.topics import replies_of, topics_of
from requite.insight.checks.access import take_own_check
from requite.insight.checks.events import CheckAnswered, CheckMarked
from requite.insight.checks.models import Check, Verdict
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.legible import legible

MOST = 2000


def answer_check(*, actor: Actor, at: datetime, check_id: UUID, answer: str, said_at: datetime | None = None) -> Check:
    """Keep the rep's answer, in place of an earlier one. Raises NotVisible, NotAllowed, Refused, Stale.

    Who has answered was heard: a "made up" with which a second reader agreed counts from now on, if it didn't yet. It is
    an answer to the verdict of `said_at`, where that is given: to a later one, which the rep hasn't read, it is none.
    """
    text = legible(answer)
    with recording(actor=actor, at=at) as record:
        check = take_own_check(actor=actor, check_id=check_id)
        if not check.verdict:
            raise Refused(_("Nobody has checked this record yet: there is nothing to answer to."))
        if said_at is not None and said_at != check.said_at:
            raise Stale(by=_name(check))
        if not text:
            raise Refused(_("Write what you answer."), field="answer")
        if len(text) > MOST:
            raise Refused(_("At most %(most)s characters.") % {"most": MOST}, field="answer")
        old, check.answer, check.answered_at = check.answer, text, at
        if check.second_verdict == Verdict.MADE_UP and check.counts_at and check.counts_at > at:
            check.counts_at = at
        check.version += 1
        check.save()
        changes = {"answer": (old or None, text)}
        topics = topics_of([check.user_id]) | replies_of(check.user_id) | {f"check:{check.id}"}
        record(CheckAnswered(subject_id=check.id, changes=changes, topics=topics))
    return check


def mark_verdict(*, actor: Actor, at: datetime, check_id: UUID, version: int | None) -> bool:
    """Say that one knows of the verdict on a record of one's own; whether it is still what was read in that `version`.

    Raises NotVisible, NotAllowed.
    """
    with recording(actor=actor, at=at) as record:
        check = take_own_check(actor=actor, check_id=check_id)
        if check.said_at is None or check.version != version:
            return False
        if check.seen_at is None or check.seen_at < check.said_at:
            check.seen_at = max(at, check.said_at)
            check.save(update_fields=["seen_at"])
            record(CheckMarked(subject_id=check.id, changes={}, topics=replies_of(check.user_id)))
    return True


def _name(check: Check) -> str:
    user = check.second_by or check.judged_by
    return user.name if user else ""
