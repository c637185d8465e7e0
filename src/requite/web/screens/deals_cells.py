"""A deal's cell edited in place: its name, amount, expected close; and its stage by a choice."""

from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from requite.deals.access import see_deal
from requite.deals.actions.correct_deal import correct_deal, fields_of
from requite.deals.actions.move_deal import move_deal
from requite.deals.models import Deal
from requite.deals.queries.choices import list_pipelines
from requite.insight.lists.changing import edited_for
from requite.insight.lists.fields import CATALOGUE, Field
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.web.cell_parts import Part
from requite.web.doors import ActorRequest
from requite.web.screens.cell_forms import cell_clash, cell_form, cell_shown, opens_page, sent_parts

NAMES = {"name": "title", "amount": "amount", "close": "expected_on"}  # of the deal's form


def deal_cell(request: ActorRequest, deal_id: UUID, slug: str) -> HttpResponseBase:
    """A cell of a deal as a small form; what it holds is kept, and the cell comes back."""
    deal, known = _see(request, deal_id, slug), CATALOGUE["deal"][slug]
    if opens_page(request):
        return HttpResponseRedirect(reverse("deal" if slug == "stage" else "deal_edit", kwargs={"id": deal_id}))
    one = _part(deal, known)
    if request.method == "GET":
        return cell_form(request, "deal", deal_id, known, [one], [one.now], [one.now])
    values, seen = sent_parts(request, "value", [one.now]), sent_parts(request, "base", [one.now])
    try:
        _keep(request, deal_id, slug, values[0], seen[0])
    except Refused as refusal:
        error = " ".join(str(text) for text in refusal.errors.values())
        return cell_form(request, "deal", deal_id, known, [one], values, seen, error)
    except Stale as stale:
        now = _part(_see(request, deal_id, slug), known)
        return cell_clash(request, "deal", deal_id, known, [now], values, stale)
    return cell_shown(request, "deal", deal_id, known, ("", ""))


def _see(request: ActorRequest, deal_id: UUID, slug: str) -> Deal:
    if slug not in (*NAMES, "stage"):
        raise NotVisible
    deal = see_deal(actor=request.actor, deal_id=deal_id)
    if slug not in edited_for(request.actor, "deal") or not request.actor.covers("deals.edit", deal.owner_id):
        raise NotAllowed
    return deal


def _part(deal: Deal, known: Field) -> Part:
    label = str(known.label)
    if known.slug != "stage":
        name = NAMES[known.slug]
        return Part(name, label, fields_of(deal)[name])
    pipelines = list_pipelines()
    stages = next((one.stages for one in pipelines if one.id == deal.stage.pipeline_id), ())
    options = [(str(stage.id), stage.label) for stage in stages]
    if str(deal.stage_id) not in dict(options):
        options.insert(0, (str(deal.stage_id), deal.stage.label))
    return Part("stage", label, str(deal.stage_id), options=options)


def _keep(request: ActorRequest, deal_id: UUID, slug: str, value: str, seen: str) -> None:
    """Write it by the action of its form. Raises Refused, Stale, NotAllowed."""
    actor, at = request.actor, request.now
    if slug != "stage":
        name = NAMES[slug]
        correct_deal(actor=actor, at=at, deal_id=deal_id, given={name: value}, base={name: seen})
    elif value != seen:
        stage_id = parse_id(value)
        if stage_id is None:
            raise NotVisible
        move_deal(actor=actor, at=at, deal_id=deal_id, stage_id=stage_id, from_id=parse_id(seen))
