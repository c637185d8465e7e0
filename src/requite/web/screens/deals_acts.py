"""Acts on a deal: into another stage, to another owner, won, lost, reopened, archived."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.access import see_deal
from requite.deals.actions.archive_deal import archive_deal, assign_deal
from requite.deals.actions.close_deal import close_deal, reopen_deal
from requite.deals.actions.move_deal import move_deal
from requite.kernel.errors import NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.web import errors
from requite.web.doors import ActorRequest, door, id_of, read_version, sent, sent_id
from requite.web.pages import html, is_fragment, part
from requite.web.screens import deals
from requite.web.screens.owners import sent_colleague
from requite.web.toasts import with_toast


def _answer(request: ActorRequest, deal_id: UUID, text: str, undo: str = "") -> HttpResponseBase:
    """The deal's middle anew (htmx), or its page."""
    if not is_fragment(request):
        return with_toast(
            request, HttpResponseRedirect(reverse("deal", kwargs={"id": deal_id})), text, undo=undo
        )
    answer = deals.state_of(request, deals.deal_context(request, deal_id))
    return with_toast(request, answer, text, undo=undo)


@door("POST", right="deals.edit")
def deal_stage(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Bring the deal into another stage. From the board the answer is its card, and the heads of all stages.

    The undo has the former stage in its address.
    """
    deal_id = id_of(id)
    stage_id, from_id = (
        sent_id(request, name) or parse_id(request.GET.get(name, "")) for name in ("stage", "from")
    )
    before = see_deal(actor=request.actor, deal_id=deal_id).stage_id
    if stage_id is None:
        raise Refused(_("Choose a stage."), field="stage")
    try:
        moved = move_deal(
            actor=request.actor, at=request.now, deal_id=deal_id, stage_id=stage_id, from_id=from_id
        )
    except Stale as stale:
        return errors.stale(request, by=stale.by, text=_elsewhere(stale))
    said = _("Moved to %(stage)s.") % {"stage": moved.stage.label}
    back = QueryDict(mutable=True)
    back.update({"stage": str(before), "from": str(moved.stage_id)})
    undo = f"{reverse('deal_stage', kwargs={'id': deal_id})}?{back.urlencode()}" if before != moved.stage_id else ""
    if not (is_fragment(request) and sent(request, "on") == "board"):
        return _answer(request, deal_id, said, undo)
    context = deals.deal_context(request, deal_id)
    heads = deals.heads(request, moved.stage.pipeline_id, sent(request, "of"))
    parts = [html(request, "deals/cards.html", {"cards": [context["card"]], "next": ""})]
    parts += [html(request, "deals/head.html", {"column": {"stage": stage}, "oob": True}) for stage in heads]
    return with_toast(request, HttpResponse("".join(parts)), said, undo=undo)


def _elsewhere(stale: Stale) -> str:
    """Why a deal that was moved by another wasn't moved by the reader."""
    now, _asked = stale.changes["stage"]
    return _("%(name)s moved or changed this deal meanwhile: it stands in “%(stage)s” now. It was left there.") % {
        "name": stale.by or _("Somebody"), "stage": now,
    }  # fmt: skip


@door("POST", right="deals.assign")
def deal_owner(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Give the deal to a colleague. The undo, for who still may, has the former owner in its address."""
    deal_id, actor = id_of(id), request.actor
    before = see_deal(actor=actor, deal_id=deal_id).owner_id
    from_id = sent_id(request, "from") or parse_id(request.GET.get("from", ""))
    try:
        owner_id = parse_id(sent_colleague(request, "owner") or request.GET.get("owner", ""))
        given = assign_deal(actor=actor, at=request.now, deal_id=deal_id, owner_id=owner_id, from_id=from_id)
    except Refused as refusal:
        if not is_fragment(request):
            raise
        context = {**deals.deal_context(request, deal_id, whole=True), "errors": refusal.errors}
        return part(request, "deals/facts.html", context, status=422)
    can_undo = before and before != given.owner_id and actor.covers("deals.assign", given.owner_id)
    back = QueryDict(mutable=True)
    back.update({"owner": str(before), "from": str(given.owner_id)})
    undo = f"{reverse('deal_owner', kwargs={'id': deal_id})}?{back.urlencode()}" if can_undo else ""
    if not is_fragment(request):
        return _answer(request, deal_id, _("Assigned."), undo)
    answer = part(request, "deals/facts.html", deals.deal_context(request, deal_id, whole=True))
    return with_toast(request, answer, _("Assigned."), undo=undo)


@door("POST", right="deals.edit")
def deal_closure(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Won, or lost."""
    deal_id, state = id_of(id), sent(request, "state")
    try:
        closed = close_deal(
            actor=request.actor, at=request.now, deal_id=deal_id, state=state,
            reason_id=sent_id(request, "reason"), note=sent(request, "note"),
        )  # fmt: skip
    except Refused as refusal:
        if not is_fragment(request):
            raise
        context = {**deals.deal_context(request, deal_id), "errors": refusal.errors, "typed": request.POST}
        return deals.state_of(request, context, status=422)
    said = _("Won.") if state == "won" else _("Lost. It stays in the history.")
    undo = f"{reverse('deal_reopening', kwargs={'id': deal_id})}?version={closed.version}"
    return _answer(request, deal_id, said, undo=undo)


@door("POST", right="deals.edit")
def deal_reopening(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Open a closed deal again. An undo has the version in its address, and overwrites nothing that was changed since."""
    deal_id, version = id_of(id), read_version(request.GET.get("version", ""))
    reopen_deal(actor=request.actor, at=request.now, deal_id=deal_id, version=version)
    return _answer(request, deal_id, _("Open again."))


@door("POST", right="deals.edit")
def deal_archive(request: ActorRequest, *, id: str, which: str = "archive") -> HttpResponseBase:  # noqa: A002
    """Take the deal off the board, or bring it back."""
    if which not in ("archive", "restoration"):
        raise NotVisible
    deal_id, archived = id_of(id), which == "archive"
    archive_deal(actor=request.actor, at=request.now, deal_id=deal_id, archived=archived)
    undo = reverse("deal_restoration", kwargs={"id": deal_id}) if archived else ""
    said = _("Archived. It is off the board.") if archived else _("Restored.")
    answer = HttpResponseRedirect(reverse("deal", kwargs={"id": deal_id}))
    if is_fragment(request):
        return _answer(request, deal_id, said, undo)
    return with_toast(request, answer, said, undo=undo)
