"""A rep disputes a line of their card; the leader answers; both can be taken back; the rep says that they know it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from requite.identity.topics import replies_of, topics_of
from requite.insight.scorecards import access
from requite.insight.scorecards.events import (
    DisputeAnswered,
    DisputeMarked,
    DisputeOpened,
    DisputeReopened,
    DisputeRetracted,
)
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.versions import card_of, list_cards
from requite.journal.events import Change, Event
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.kernel.period import Period

LONGEST = 1000
State = Dispute.State


def open_dispute(
    *, actor: Actor, at: datetime, user_id: UUID, period: Period, part: str, text: str, once: UUID | None = None
) -> Dispute:
    """Say what is wrong with a line of one's own card. Raises NotVisible, NotAllowed, Refused ("text")."""
    access.demand_own(actor=actor, user_id=user_id)
    card = card_of(list_cards(), period)
    if card is None or part not in card.parts or period.start > actor.day_of(at):
        raise NotVisible
    words = _words(text, "text", _("Say what is wrong with this line."))
    dispute = Dispute(id=new_id(), user_id=user_id, part=part, text=words, made_at=at)
    dispute.starts_on, dispute.ends_on = period.start, period.end
    with recording(actor=actor, at=at) as record:
        earlier = claim_once(key=once, actor=actor, subject_id=dispute.id, at=at)
        if earlier:
            return Dispute.objects.get(id=earlier)
        _save(dispute, is_new=True)
        changes: dict[str, Change] = {"card_part": (None, part), "period": (None, period.key), "reason": (None, words)}
        record(_event(DisputeOpened, dispute, changes))
    return dispute


def answer_dispute(
    *, actor: Actor, at: datetime, dispute_id: UUID, is_accepted: bool, answer: str, version: int | None = None
) -> Dispute:
    """Accept it, or keep the line as it is, with words. Raises NotVisible, NotAllowed, Refused ("answer"), Stale.

    Nothing of the card is written: a number is its records, and moves when these are put right.
    """
    with recording(actor=actor, at=at) as record:
        dispute = access.take_dispute(actor=actor, dispute_id=dispute_id)
        if not access.may_answer(actor, dispute.user_id):
            raise NotAllowed
        if dispute.state != State.OPEN or (version is not None and version != dispute.version):
            raise Stale(by=dispute.answered_by.name if dispute.answered_by else "")
        words = _words(answer, "answer", _("Answer with a few words: the rep reads them."))
        dispute.state = State.ACCEPTED if is_accepted else State.KEPT
        dispute.answer, dispute.answered_at, dispute.answered_by_id = words, at, actor.id
        _save(dispute)
        changes: dict[str, Change] = {"dispute_state": (State.OPEN.value, str(dispute.state)), "answer": (None, words)}
        record(_event(DisputeAnswered, dispute, changes))
    return dispute


def retract_dispute(*, actor: Actor, at: datetime, dispute_id: UUID) -> Dispute:
    """Take one's own dispute back before it is answered. Raises NotVisible, NotAllowed, Refused."""
    with recording(actor=actor, at=at) as record:
        dispute = access.take_dispute(actor=actor, dispute_id=dispute_id)
        access.demand_own(actor=actor, user_id=dispute.user_id)
        if dispute.state == State.RETRACTED:
            return dispute
        if dispute.state != State.OPEN:
            raise Refused(_("It has been answered meanwhile."))
        dispute.state = State.RETRACTED
        _save(dispute)
        record(_event(DisputeRetracted, dispute, {"dispute_state": (State.OPEN.value, State.RETRACTED.value)}))
    return dispute


def reopen_dispute(*, actor: Actor, at: datetime, dispute_id: UUID, version: int | None = None) -> Dispute:
    """Take back what was said last: the leader an answer, the rep that they took it back.

    `version` is the one that was seen. Raises NotVisible, NotAllowed, Refused, Stale where more was said since.
    """
    with recording(actor=actor, at=at) as record:
        dispute = access.take_dispute(actor=actor, dispute_id=dispute_id)
        before = str(dispute.state)
        if before == State.OPEN:
            return dispute
        if before == State.RETRACTED:
            access.demand_own(actor=actor, user_id=dispute.user_id)
        elif not access.may_answer(actor, dispute.user_id):
            raise NotAllowed
        if version is not None and version != dispute.version:
            raise Stale(by=dispute.answered_by.name if dispute.answered_by else "")
        changes: dict[str, Change] = {"dispute_state": (before, State.OPEN.value)}
        if dispute.answer:
            changes["answer"] = (dispute.answer, None)
        dispute.state, dispute.answer, dispute.answered_at, dispute.answered_by = State.OPEN, "", None, None
        _save(dispute)
        record(_event(DisputeReopened, dispute, changes))
    return dispute


def mark_answer(*, actor: Actor, at: datetime, dispute_id: UUID, version: int | None) -> bool:
    """Say that one knows the answer to one's own dispute; whether it is still what was read in that `version`.

    Raises NotVisible, NotAllowed.
    """
    with recording(actor=actor, at=at) as record:
        dispute = access.take_dispute(actor=actor, dispute_id=dispute_id)
        if dispute.user_id != actor.id:
            raise NotAllowed
        if dispute.answered_at is None or dispute.version != version:
            return False
        if dispute.seen_at is None or dispute.seen_at < dispute.answered_at:
            dispute.seen_at = max(at, dispute.answered_at)
            dispute.save(update_fields=["seen_at"])
            record(DisputeMarked(subject_id=dispute.id, changes={}, topics=replies_of(dispute.user_id)))
    return True


def _words(text: str, field: str, blank: str) -> str:
    words = text.strip()
    if not words:
        raise Refused(blank, field=field)
    if len(words) > LONGEST:
        raise Refused(_("This has up to %(most)s signs.") % {"most": LONGEST}, field=field)
    return words


def _save(dispute: Dispute, *, is_new: bool = False) -> None:
    dispute.version += not is_new
    try:
        with transaction.atomic():
            dispute.save(force_insert=is_new)
    except IntegrityError:
        raise Refused(_("You dispute this line already: it waits for an answer."), field="text") from None


def _event(kind: type[Event], dispute: Dispute, changes: dict[str, Change]) -> Event:
    return kind(subject_id=dispute.id, changes=changes, topics=topics_of([dispute.user_id]) | replies_of(dispute.user_id))
