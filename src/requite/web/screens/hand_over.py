"""All that is a colleague's handed to another in one step: asked, done, undone."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity.access import see_user
from requite.insight.lists import access
from requite.insight.lists.actions.hand_over import demand_kinds, hand_over, list_owned, return_handed
from requite.insight.lists.fields import Kind
from requite.insight.lists.listed import find_kind
from requite.journal.models import Act
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.list_tally import say_return, say_tally
from requite.web.pages import is_fragment, render
from requite.web.screens.owners import sent_colleague
from requite.web.screens.settings_forms import done

RIGHT = "people.see"
MOST_ACTS = 4
UNDER_WAY = (Act.State.QUEUED, Act.State.RETURNING)


@door("GET", "POST", right=RIGHT)
def handing(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Say what there is to hand over, and do it; then how far that is."""
    user_id = id_of(id)
    if request.method == "GET":
        return _show(request, user_id, {})
    user = see_user(actor=request.actor, user_id=user_id)
    try:
        acts = hand_over(
            actor=request.actor, at=request.now, user_id=user_id, to_id=parse_id(sent_colleague(request, "owner")),
            kinds=_kinds(request), words=_("all of %(name)s’s") % {"name": user.name}, once=sent_id(request, "once"),
        )  # fmt: skip
    except Refused as refusal:
        return _show(request, user_id, {name: str(text) for name, text in refusal.errors.items()})
    where = url("user_hand_over", id=user_id, query={"acts": ",".join(str(act.id) for act in acts)})
    undo = "" if any(act.state in UNDER_WAY for act in acts) else _undo(user_id, acts)
    return done(request, where, _("Handed over to %(name)s.") % {"name": acts[0].value}, undo=undo)


@door("POST", right=RIGHT)
def handing_return(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo all acts of a hand-over of one's own."""
    user_id, act_ids = id_of(id), _asked(request)
    if not act_ids:
        raise NotVisible
    try:
        acts = return_handed(actor=request.actor, at=request.now, act_ids=act_ids)
    except Refused as refusal:
        said = " ".join(str(text) for text in refusal.errors.values())
        return done(request, url("user_hand_over", id=user_id, query={"acts": request.GET["acts"]}), said)
    is_over = all(act.state == Act.State.RETURNED for act in acts)
    said = _("Undone.") if is_over else _("This is going on now. You may leave this page.")
    return done(request, url("user_hand_over", id=user_id, query={"acts": request.GET["acts"]}), said)


def _kinds(request: ActorRequest) -> set[Kind]:
    return {kind for word in request.POST.getlist("kinds") if (kind := find_kind(word))}


def _asked(request: ActorRequest) -> list[UUID]:
    found = (parse_id(text) for text in request.GET.get("acts", "").split(",")[:MOST_ACTS])
    return list(dict.fromkeys(one for one in found if one))


def _undo(user_id: UUID, acts: list[Act]) -> str:
    return reverse(
        "user_hand_over_return", kwargs={"id": user_id}, query={"acts": ",".join(str(act.id) for act in acts)}
    )


def _show(request: ActorRequest, user_id: UUID, errors: dict[str, str]) -> HttpResponseBase:
    actor = request.actor
    is_part = is_fragment(request) and request.method == "GET"  # how far it is: nothing is counted beside the job
    if is_part:
        demand_kinds(actor, user_id)
    owned = [] if is_part else list_owned(actor=actor, at=request.now, user_id=user_id)
    user = see_user(actor=actor, user_id=user_id)
    acts = [access.see_act(actor=actor, act_id=act_id) for act_id in _asked(request)]
    mine = [act for act in acts if act.actor_id == actor.id and act.changed and act.state != Act.State.RETURNED]
    is_under_way = any(act.state in UNDER_WAY for act in acts)
    context: dict[str, Any] = {
        "user": user,
        "owned": owned,
        "chosen": request.POST.getlist("kinds") if errors else [one.kind for one in owned],
        "colleagues": [] if is_part else owners_for(actor),
        "owner": sent(request, "owner"),
        "owner_text": sent(request, "owner_text"),
        "errors": errors,
        "once": sent(request, "once") or fresh_key(),
        "acts": [(act, say_tally(act), say_return(act) if act.returned_at else "") for act in acts],
        "asked": ",".join(str(act.id) for act in acts),
        "is_under_way": is_under_way,
        "undo": _undo(user_id, mine) if mine and not is_under_way else "",
    }
    topics = [f"act:{act.id}" for act in acts]
    return render(
        request, "lists/hand_over.html", context, fragment="lists/handed.html", topics=topics, status=422 if errors else 200
    )
