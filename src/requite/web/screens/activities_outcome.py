"""The outcome of a call, with what the company's own fields ask of it."""

from datetime import time
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.kernel.errors import Refused, Stale
from requite.web.asked_inputs import asks_of, note_asked
from requite.web.doors import ActorRequest, door, id_of, sent, sent_id
from requite.web.moments import sent_moment
from requite.web.own_fields import say_clash, sent_own
from requite.web.screens.activities import activity_page, settled
from requite.work.actions import log_call
from requite.work.models import Activity

NINE = time(9)


@door("POST", right="work.edit")
def outcome(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Give a call its outcome."""
    activity_id, actor = id_of(id), request.actor
    own = sent_own(request)
    base = {slug: request.POST.get(f"base_{slug}", "") for slug in own if f"base_{slug}" in request.POST}

    def act() -> Activity:
        chosen = sent_id(request, "outcome")
        if chosen is None:
            raise Refused(_("Choose an outcome."), field="outcome")
        made = log_call.settle_call(
            actor=actor,
            at=request.now,
            activity_id=activity_id,
            outcome_id=chosen,
            result=sent(request, "result"),
            again_at=sent_moment(request, actor, day="again_day", clock="again_clock", default=NINE),
            own=own,
            base=base,
        )
        given = {"result": sent(request, "result"), **own}
        note_asked(request, "call", made.id, asks_of(request, "call", made.missing), given)
        return made

    try:
        return settled(request, act, _("Outcome kept."), undo="activity_reopening")
    except Stale as stale:
        return _clashed(request, activity_id, stale, {slug: text for slug, text in own.items() if text != base.get(slug)})


def _clashed(request: ActorRequest, activity_id: UUID, stale: Stale, mine: dict[str, str]) -> HttpResponseBase:
    """The page with what somebody else wrote meanwhile, and all that was typed."""
    typed = {**{name: str(text) for name, text in request.POST.items() if name not in sent_own(request)}, **mine}
    clash = say_clash(request.actor, stale)
    return activity_page(
        request, activity_id, status=409, clash=clash, clash_by=stale.by, typed=typed, do="outcome"
    )
