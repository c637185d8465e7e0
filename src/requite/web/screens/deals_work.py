"""What is done and planned about a deal, on its own page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from requite.deals.queries.shapes import DealShape
from requite.people.queries.pages import list_people_of
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import further, html, is_fragment, part, render
from requite.web.screens.composing import About, composer, composer_context, people_to_choose, refused
from requite.web.screens.deals import deal_context, state_of
from requite.web.screens.deals_lines import lines_context
from requite.web.screens.deals_stakeholders import stakeholders_context
from requite.web.screens.files_cards import files_of
from requite.web.screens.people import companions_of, timeline_page
from requite.web.screens.settings_forms import OPEN, Outcome
from requite.work.models import Activity
from requite.work.queries.statuses import list_statuses
from requite.work.queries.timeline import list_timeline

FEW = 10


def work_context(request: ActorRequest, context: dict[str, Any], *, kind: str = "") -> dict[str, Any]:
    """Add to a deal's context its time-line, what else there is with its person, and the composer."""
    actor, card = request.actor, context["card"]
    if not actor.has("work.see"):
        return context
    about, more = timeline_page(actor, deal_id=card.id)
    company_id = None if card.person_id else _company_of(context["deal"])
    others = (
        list_timeline(actor=actor, person_id=card.person_id, company_id=company_id, limit=FEW)
        if card.person_id or company_id
        else []
    )
    context |= {
        "timeline": about,
        "next": more,
        "others": [one for one in others if one.deal_id != card.id][:FEW],
        "statuses": list_statuses(),
    }
    if actor.has("work.edit") and not context["deal"].archived_at:
        context |= composer_context(request, kind=kind)
        if request.GET.get("with"):
            context["companions"] = _companions(request, context["deal"])
        context["composer"] = composer(request, _about(request, context["deal"]), context)
    return context


def _about(request: ActorRequest, deal: DealShape) -> About:
    """The deal, and where it names no person those of its company."""
    company_id = None if deal.card.person_id else _company_of(deal)
    staff = list_people_of(actor=request.actor, company_id=company_id) if company_id else []
    return About("deal", deal.card.id, people_to_choose(staff))


def _company_of(deal: DealShape) -> UUID | None:
    """The deal's company, where the reader sees it."""
    return deal.company_id if deal.card.company else None


def _companions(request: ActorRequest, deal: DealShape) -> dict[str, Any]:
    return companions_of(request.actor, deal.card.person_id, _company_of(deal))


def refuse_on_deal(request: ActorRequest, deal_id: UUID, typed: dict[str, Any]) -> HttpResponseBase:
    """The deal's page with what was typed, or its composer alone; `typed` is the refused form's context."""
    context = lines_context(request, deal_context(request, deal_id, whole=True))
    context = stakeholders_context(request, context)
    context["files"] = files_of("deal", deal_id, may_edit=context["card"].may_edit)
    context = {**work_context(request, context), **typed}
    if context["chosen"] or context["typed_more"]:
        context["companions"] = _companions(request, context["deal"])
    context = refused(request, _about(request, context["deal"]), context)
    return render(request, "deals/deal.html", context, fragment="people/composer.html", status=422)


def tell_on_deal(request: ActorRequest, deal_id: UUID, kind: str, _done: Activity) -> HttpResponse:
    """After an act of the composer: the deal's page, or a blank composer with the time-line beside it."""
    if not is_fragment(request):
        return HttpResponseRedirect(reverse("deal", kwargs={"id": deal_id}))
    context = work_context(request, deal_context(request, deal_id), kind=kind)
    return HttpResponse(f"{context.get('composer', '')}{moved_on_deal(request, context)}")


def moved_on_deal(request: ActorRequest, context: dict[str, Any]) -> str:
    """What of a deal's page an act moves, out of band."""
    return html(request, "deals/timeline.html", {**context, "oob": True})


@door("GET", right="deals.see")
def deal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A deal's own page; as a fragment its middle alone, for live."""
    deal_id = id_of(id)
    whole = not is_fragment(request)
    if whole:
        return show_deal(request, deal_id)
    return state_of(request, deal_context(request, deal_id))


def show_deal(
    request: ActorRequest, deal_id: UUID, *, at: str = "", part_at: str = "", outcome: Outcome = OPEN
) -> HttpResponseBase:
    """The whole page; `at` is the line, or `part_at` the stakeholder, that was sent and not kept, and `outcome` why."""
    context = lines_context(
        request, deal_context(request, deal_id, whole=True), at=at, outcome=outcome if at else OPEN
    )
    context = stakeholders_context(request, context, at=part_at, outcome=outcome if part_at else OPEN)
    card, archived = context["card"], bool(context["deal"].archived_at)
    context["files"] = files_of("deal", deal_id, may_edit=card.may_edit, is_archived=archived)
    return render(
        request, "deals/deal.html", work_context(request, context), status=outcome.status, topics=context["heard"]
    )


@door("GET", right="work.edit")
def deal_companions(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Who else may take part, for the composer's meeting."""
    found = deal_context(request, id_of(id))["deal"]
    return part(request, "people/companions.html", {"companions": _companions(request, found)})


@door("GET", right="deals.see")
def deal_timeline(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The time-line of a deal: its first page for live, or the entries before a key."""
    context = deal_context(request, id_of(id))
    before = request.GET.get("before", "")
    rows, more = timeline_page(request.actor, before=before, deal_id=context["card"].id)
    context |= {"timeline": rows, "next": more, "statuses": list_statuses()}
    if not before:
        return part(request, "deals/timeline.html", context)
    card = context["card"]
    back = url("deal", id=card.id)
    return further(request, "deals/entries.html", context, of=card.title, back=back, current="deals")
