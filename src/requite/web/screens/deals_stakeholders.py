"""The people with a part in a deal."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.actions import stakeholders as acts
from requite.deals.queries.choices import list_parts
from requite.deals.queries.stakeholders import list_stakeholders
from requite.kernel.actor import Actor
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import is_fragment, part
from requite.web.screens.deals import deal_context
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, sent_version
from requite.web.toasts import with_toast


def stakeholders_context(
    request: ActorRequest, context: dict[str, Any], *, at: str = "", outcome: Outcome = OPEN
) -> dict[str, Any]:
    """Add to a deal's context who has which part; `at` is the line, or "new", that was sent and not kept."""
    actor: Actor = request.actor
    if not actor.has("people.see"):
        return context
    parts = list_parts()
    return {
        **context,
        "stakeholders": list_stakeholders(actor=actor, deal_id=context["card"].id),
        "deal_parts": parts,
        "part_at": at,
        "part_errors": outcome.errors,
        "part_clash": outcome.named({"part": _("Part")}, lambda _name, value: getattr(value, "label", value)),
        "part_clash_by": outcome.by,
        "part_once": (sent(request, "once") if at == "new" else "") or fresh_key(),
        "part_typed": {name: sent(request, name) for name in ("person", "person_text", "part")}
        if at == "new"
        else {},
    }


def _answer(request: ActorRequest, deal_id: UUID, text: str, undo: str = "") -> HttpResponseBase:
    if not is_fragment(request):
        here = HttpResponseRedirect(f"{reverse('deal', kwargs={'id': deal_id})}#deal-stakeholders")
        return with_toast(request, here, text, undo=undo) if text else here
    answer = _fragment(request, deal_id)
    return with_toast(request, answer, text, undo=undo) if text else answer


def _fragment(request: ActorRequest, deal_id: UUID, at: str = "", outcome: Outcome = OPEN) -> HttpResponseBase:
    context = stakeholders_context(request, deal_context(request, deal_id), at=at, outcome=outcome)
    return part(request, "deals/stakeholders.html", context, status=outcome.status)


def _refused(request: ActorRequest, deal_id: UUID, outcome: Outcome, at: str) -> HttpResponseBase:
    from requite.web.screens.deals_work import show_deal  # noqa: PLC0415 - the page shows them itself

    if is_fragment(request):
        return _fragment(request, deal_id, at, outcome)
    return show_deal(request, deal_id, part_at=at, outcome=outcome)


@door("GET", "POST", right="deals.see")
def deal_stakeholders(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Who has which part, and one more."""
    deal_id = id_of(id)
    if request.method == "GET":
        return _fragment(request, deal_id)
    outcome = attempt(
        lambda: acts.register_stakeholder(
            actor=request.actor, at=request.now, deal_id=deal_id, person_id=sent_id(request, "person"),
            part_id=sent_id(request, "part"), once=sent_id(request, "once"),
        )
    )  # fmt: skip
    return _answer(request, deal_id, "") if outcome.is_kept else _refused(request, deal_id, outcome, "new")


@door("POST", right="deals.edit")
def stakeholder(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Another part for one of them."""
    deal_id = acts.deal_of_stakeholder(actor=request.actor, stakeholder_id=id_of(id))
    outcome = attempt(
        lambda: acts.correct_stakeholder(
            actor=request.actor, at=request.now, stakeholder_id=id_of(id), part_id=sent_id(request, "part"),
            version=sent_version(request),
        ),
        subject=deal_id,
    )  # fmt: skip
    return _answer(request, deal_id, "") if outcome.is_kept else _refused(request, deal_id, outcome, id)


@door("POST", right="deals.edit")
def stakeholder_removal(request: ActorRequest, *, id: str, back: bool = False) -> HttpResponseBase:  # noqa: A002
    """Takes one off the deal, or brings them back."""
    act = acts.restore_stakeholder if back else acts.archive_stakeholder
    found = act(actor=request.actor, at=request.now, stakeholder_id=id_of(id))
    undo = "" if back else reverse("stakeholder_restoration", kwargs={"id": found.id})
    said = _("They have their part again.") if back else _("Taken off the deal.")
    return _answer(request, found.deal_id, said, undo)
