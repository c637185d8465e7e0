"""Disputes of a scorecard's lines: opened by the rep, answered by the leader, both with an undo."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.insight.scorecards.actions import disputes as actions
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.queries import get_dispute
from requite.kernel.errors import NotVisible, Refused, Stale
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, id_of, read_version, sent, sent_id
from requite.web.pages import is_fragment
from requite.web.screens.cards import RIGHT, address, address_of, period_of_row, read_period, show_card
from requite.web.screens.settings_forms import done


@door("POST", right="cards.dispute")
def user_card_dispute(request: ActorRequest, *, id: str, part: str) -> HttpResponseBase:  # noqa: A002
    """Say what is wrong with a line of one's own card."""
    actor, user_id = request.actor, id_of(id)
    period = read_period(request.GET.get("period", ""), actor.day_of(request.now))
    try:
        made = actions.open_dispute(
            actor=actor, at=request.now, user_id=user_id, period=period, part=part, text=sent(request, "text"),
            once=sent_id(request, "once"),
        )  # fmt: skip
    except Refused as refusal:
        return show_card(request, user_id, errors=_faults(refusal), at=part, period=period)
    undo = url("dispute_retraction", id=made.id)
    return done(request, address(url("my_card"), period), _("Your leader sees what you wrote, and answers here."), undo=undo)


@door("POST", right="cards.answer")
def dispute_answer(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Accept what a rep disputes (`say` accept), or keep the line as it is (keep), with words."""
    actor, say = request.actor, sent(request, "say")
    row = get_dispute(actor=actor, dispute_id=id_of(id))
    if say not in ("accept", "keep"):
        raise NotVisible
    try:
        answered = actions.answer_dispute(
            actor=actor, at=request.now, dispute_id=row.id, is_accepted=say == "accept", answer=sent(request, "answer"),
            version=read_version(sent(request, "version")),
        )  # fmt: skip
    except Refused as refusal:
        return show_card(request, row.user_id, errors=_faults(refusal), at=str(row.id), period=period_of_row(row))
    except Stale as stale:
        said = _("This was answered or taken back meanwhile.")
        if stale.by:
            said = _("%(who)s answered this meanwhile.") % {"who": stale.by}
        return show_card(request, row.user_id, errors={"": said}, at=str(row.id), period=period_of_row(row))
    return done(request, address_of(request.actor, row), _("The rep sees your answer."), undo=_undo(answered))


@door("POST", right="cards.dispute")
def dispute_retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take one's own dispute back."""
    row = get_dispute(actor=request.actor, dispute_id=id_of(id))
    try:
        taken = actions.retract_dispute(actor=request.actor, at=request.now, dispute_id=row.id)
    except Refused as refusal:
        if is_fragment(request):
            raise
        return show_card(request, row.user_id, errors={"": str(refusal)}, at=str(row.id), period=period_of_row(row))
    return done(request, address_of(request.actor, row), _("The dispute was taken back."), undo=_undo(taken))


@door("POST", right=RIGHT)
def dispute_reopening(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo: an answer of the leader's is taken back, or the rep's taking back.

    The version that was seen stands in the address: what somebody said since isn't taken back with it.
    """
    row, version = get_dispute(actor=request.actor, dispute_id=id_of(id)), read_version(request.GET.get("version", ""))
    try:
        actions.reopen_dispute(actor=request.actor, at=request.now, dispute_id=row.id, version=version)
    except Refused as refusal:
        if is_fragment(request):  # a toast asks, which has no form to show it
            raise
        return show_card(request, row.user_id, errors={"": str(refusal)}, at=str(row.id), period=period_of_row(row))
    return done(request, address_of(request.actor, row), _("Undone."))


def _undo(dispute: Dispute) -> str:
    return url("dispute_reopening", id=dispute.id, query={"version": dispute.version})


def _faults(refusal: Refused) -> dict[str, str]:
    return {name: str(text) for name, text in refusal.errors.items()}
