"""Forms of a deal: a new one, and corrections that two people may make at once."""

from typing import Any

from django.db import transaction
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from requite.deals.access import see_deal
from requite.deals.actions.correct_deal import FIELDS, correct_deal, fields_of
from requite.deals.actions.keeping import Draft, refuse_archived
from requite.deals.actions.register_deal import register_deal
from requite.deals.queries.shapes import PipelineShape
from requite.deals.worth import list_rated
from requite.fields.values import texts_of
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.kernel.ids import parse_id
from requite.kernel.legible import legible
from requite.web import chosen
from requite.web.asked_inputs import asks_of, asks_of_new, note_asked
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.own_fields import inputs_for, say_clash, sent_own
from requite.web.pages import render
from requite.web.screens.deals import pick_pipeline
from requite.web.screens.people_forms import dump, lines, load

TEXTS = ("title", "amount", "currency", "expected_on", "note", "person", "company", "stage")
CHOSEN = ("person", "company")


def _choices(request: ActorRequest, typed: dict[str, str]) -> dict[str, Any]:
    """Currencies that have a worth to choose from, and the names of the records that are chosen."""
    home = request.actor.currency
    currencies = list(dict.fromkeys([typed.get("currency", "")[:3] or home, home, *list_rated()]))
    return {
        "currencies": [(code, code) for code in currencies],
        **chosen.texts_of(request, typed, *CHOSEN),
    }


def _stages(pipelines: list[PipelineShape], first: PipelineShape) -> list[tuple[str, str]]:
    """The stages of all pipelines, those of one first; where there are several each says whose it is."""
    many = len(pipelines) > 1
    return [
        (str(stage.id), f"{one.label}: {stage.label}" if many else stage.label)
        for one in sorted(pipelines, key=lambda one: one.id != first.id)
        for stage in one.stages
    ]


@door("GET", "POST", right="deals.edit")
def new_deal(request: ActorRequest) -> HttpResponseBase:
    """Write a deal down; the address may name person, company, stage, and the pipeline whose stages come first."""
    source = request.POST if request.method == "POST" else request.GET
    typed = {name: legible(source.get(name, "")[:20_001]) for name in TEXTS}
    pipelines, pipeline = pick_pipeline(request.GET.get("pipeline", ""))
    context: dict[str, Any] = {
        "typed": typed, "errors": {}, "once": sent(request, "once") or fresh_key(), "stages": _stages(pipelines, pipeline),
        **_choices(request, typed), "own": inputs_for(request.actor, "deal", sent_own(request)),
        "asks": asks_of_new(request, "deal"),
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "deals/new.html", context)
    draft = Draft(
        title=typed["title"], stage_id=parse_id(typed["stage"]), person_id=parse_id(typed["person"]),
        company_id=parse_id(typed["company"]), amount=typed["amount"], currency=typed["currency"],
        expected_on=typed["expected_on"], note=typed["note"], own=sent_own(request),
    )  # fmt: skip
    try:
        chosen.refuse_unchosen(request, *CHOSEN)
        with transaction.atomic():
            made = register_deal(actor=request.actor, at=request.now, draft=draft, once=sent_id(request, "once"))
            note_asked(request, "deal", made.id, context["asks"], {**typed, **sent_own(request)})
    except Refused as refusal:
        return render(request, "deals/new.html", {**context, "errors": refusal.errors}, status=422)
    return HttpResponseRedirect(reverse("deal", kwargs={"id": made.id}))


@door("GET", "POST", right="deals.edit")
def edit_deal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Correct a deal. Another's change of the same field is shown beside one's own text; nothing is overwritten."""
    deal = see_deal(actor=request.actor, deal_id=id_of(id))
    if not request.actor.covers("deals.edit", deal.owner_id):
        raise NotAllowed
    now = {**fields_of(deal), **texts_of(request.actor, "deal", deal.id)}
    context: dict[str, Any] = {"deal": deal, "typed": now, "base": dump(now), "errors": {}, "clash": []}
    given = {name: sent(request, name) for name in FIELDS if name in request.POST} | sent_own(request)
    context["own"] = inputs_for(request.actor, "deal", {**now, **given})
    context["asks"] = asks_of(request, "deal", deal.missing)
    if request.method == "GET":
        refuse_archived(deal)
        return render(request, "deals/edit.html", {**context, **_choices(request, now)})
    context |= {
        "typed": {**now, **given},
        "base": sent(request, "base"),
        **_choices(request, {**now, **given}),
    }
    try:
        chosen.refuse_unchosen(request, *CHOSEN)
        with transaction.atomic():
            correct_deal(
                actor=request.actor, at=request.now, deal_id=deal.id, given=given,
                base=load(sent(request, "base"), now),
            )  # fmt: skip
            note_asked(request, "deal", deal.id, context["asks"], given)
    except Refused as refusal:
        return render(request, "deals/edit.html", {**context, "errors": refusal.errors}, status=422)
    except Stale as stale:
        fresh = fields_of(see_deal(actor=request.actor, deal_id=deal.id))
        fresh |= texts_of(request.actor, "deal", deal.id)
        seen = load(sent(request, "base"), now)
        mine = {name: value for name, value in given.items() if lines(value) != lines(seen.get(name, ""))}
        clash = say_clash(request.actor, stale)
        context |= {"base": dump(fresh), "typed": {**fresh, **mine}, "clash": clash, "clash_by": stale.by}
        context["own"] = inputs_for(request.actor, "deal", {**fresh, **mine})
        return render(request, "deals/edit.html", context, status=409)
    return HttpResponseRedirect(reverse("deal", kwargs={"id": deal.id}))
