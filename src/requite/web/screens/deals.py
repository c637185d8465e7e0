"""Deals: the board of a pipeline, the panel beside it, a deal's own page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.queries import board as boards
from requite.deals.queries.choices import list_pipelines, list_reasons
from requite.deals.queries.pages import get_deal
from requite.deals.queries.shapes import DealShape, PipelineShape, StageShape
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, id_of
from requite.web.keys import read_key, write_key
from requite.web.pages import further, html, part, render

CLOSED = ("won", "lost")


def pick_pipeline(wanted: str) -> tuple[list[PipelineShape], PipelineShape]:
    """All pipelines and the one asked for, else the first. Raises NotVisible when there is none."""
    pipelines = list_pipelines()
    if not pipelines:
        raise NotVisible
    chosen = parse_id(wanted)
    return pipelines, next((one for one in pipelines if one.id == chosen), pipelines[0])


def owner_of(actor: Actor, wanted: str) -> UUID | None:
    """Whose deals: one's own ("mine"), a colleague's, or (None) everybody's that one may see."""
    if wanted == "mine" or (not wanted and actor.has("work.edit") and not actor.has("team.see")):
        return actor.me
    return parse_id(wanted)


def views_for(actor: Actor) -> list[tuple[str, str]]:
    """Whose deals the actor may look at, as (slug, label)."""
    labels = [
        ("mine", _("Mine")),
        ("all", _("Everybody") if actor.scope("deals.see") == "all" else _("Team")),
    ]
    return labels if actor.has("work.edit") else labels[1:]


def _closed(request: ActorRequest, state: str) -> HttpResponseBase:
    """The deals that were won, or lost, as a list."""
    actor, whose, after = request.actor, request.GET.get("of", ""), read_key(request.GET.get("after", ""))
    owner_id = owner_of(actor, whose)
    found = boards.list_closed(actor=actor, at=request.now, state=state, owner_id=owner_id, after=after)
    shown = found[: boards.PAGE]
    context = {
        "rows": shown,
        "next": write_key(shown[-1][1], shown[-1][0].id) if len(found) > boards.PAGE else "",
        "state": state,
        "views": views_for(actor),
        "view": "mine" if owner_id == actor.id else "all" if owner_id is None else "",
    }
    return render(request, "deals/closed.html", context, fragment="deals/closed_rows.html" if after else None)


def faces(
    actor: Actor, whose: str, pipelines: list[PipelineShape], pipeline: PipelineShape
) -> dict[str, Any]:
    """What board, list and forecast share: whose deals of which pipeline, as chips and addresses need it."""
    owner_id = owner_of(actor, whose)
    return {
        "pipelines": pipelines,
        "pipeline": pipeline,
        "views": views_for(actor),
        "view": "mine" if owner_id == actor.id else "all" if owner_id is None else "",
        "of": str(owner_id) if owner_id not in (None, actor.id) else "mine" if owner_id else "all",
        "new_deal": url("deal_new", query={"pipeline": pipeline.id} if len(pipelines) > 1 else {}),
    }


def columns(request: ActorRequest, pipeline: PipelineShape, owner_id: UUID | None) -> list[dict[str, Any]]:
    """Each stage with its cards and the key of the next ones."""
    actor = request.actor
    stages = boards.sum_stages(actor=actor, stages=pipeline.stages, owner_id=owner_id)
    cards = boards.list_cards(
        actor=actor, at=request.now, stage_ids=[one.id for one in stages], owner_id=owner_id
    )
    return [_column(stage, cards[stage.id]) for stage in stages]


def heads(request: ActorRequest, pipeline_id: UUID, whose: str) -> tuple[StageShape, ...]:
    """The stages of a pipeline with their sums alone."""
    _all, pipeline = pick_pipeline(str(pipeline_id))
    owner_id = owner_of(request.actor, whose)
    return boards.sum_stages(actor=request.actor, stages=pipeline.stages, owner_id=owner_id)


def _column(stage: StageShape, cards: list[Any]) -> dict[str, Any]:
    shown = cards[: boards.PAGE]
    more = write_key(shown[-1].entered_at, shown[-1].id) if len(cards) > boards.PAGE else ""
    return {"stage": stage, "cards": shown, "next": more}


@door("GET", right="deals.see")
def deals(request: ActorRequest) -> HttpResponseBase:
    """The board. `of` says whose, `pipeline` which; a fragment for live is the board alone."""
    actor = request.actor
    if request.GET.get("state") in CLOSED:
        return _closed(request, request.GET["state"])
    pipelines, pipeline = pick_pipeline(request.GET.get("pipeline", ""))
    whose = request.GET.get("of", "")
    owner_id = owner_of(actor, whose)
    context = {
        **faces(actor, whose, pipelines, pipeline),
        "columns": columns(request, pipeline, owner_id),
    }
    topics = [f"pipeline:{pipeline.id}"]
    return render(request, "deals/board.html", context, fragment="deals/columns.html", topics=topics)


@door("GET", right="deals.see")
def deal_cards(request: ActorRequest) -> HttpResponseBase:
    """More cards of one stage; of the first one unless another is named."""
    known = {stage.id: (one, stage) for one in list_pipelines() for stage in one.stages}
    wanted = request.GET.get("stage", "")
    stage_id, after = id_of(wanted) if wanted else next(iter(known)), read_key(request.GET.get("after", ""))
    whose = request.GET.get("of", "")
    if stage_id not in known:
        raise NotVisible
    pipeline, stage = known[stage_id]
    cards = boards.list_cards(
        actor=request.actor, at=request.now, stage_ids=[stage_id],
        owner_id=owner_of(request.actor, whose), after=after,
    )[stage_id]  # fmt: skip
    shown = cards[: boards.PAGE]
    more = write_key(shown[-1].entered_at, shown[-1].id) if len(cards) > boards.PAGE else ""
    context = {"cards": shown, "next": more, "stage_id": stage_id, "of": whose}
    back = url("deals", query={"pipeline": pipeline.id, "of": whose})
    return further(
        request, "deals/cards.html", context, of=stage.label, back=back, current="deals", list_class="board__more"
    )


def deal_context(request: ActorRequest, deal_id: UUID, *, whole: bool = False) -> dict[str, Any]:
    """What a deal's page and panel show; `whole` with the colleagues to whom it may be given."""
    actor = request.actor
    deal = get_deal(actor=actor, deal_id=deal_id, at=request.now)
    return {
        "deal": deal,
        "card": deal.card,
        "heard": topics_of(deal),
        "stages": _stages(deal),
        "reasons": list_reasons(),
        "owners": owners_for(actor) if whole and deal.may_assign else [],
        "errors": {},
    }


def topics_of(deal: DealShape) -> list[str]:
    """What moves a deal's page: of its person and company only those that the reader sees."""
    card, topics = deal.card, [f"deal:{deal.card.id}", f"pipeline:{deal.pipeline_id}"]
    topics += [f"person:{card.person_id}"] if card.person_id else []
    return [*topics, *([f"company:{deal.company_id}"] if card.company else [])]


def _stages(deal: DealShape) -> tuple[StageShape, ...]:
    found = next((one for one in list_pipelines() if one.id == deal.pipeline_id), None)
    return found.stages if found else ()


def state_of(request: ActorRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A deal's middle, and its closures beside it, for htmx. `context` is that of `deal_context`."""
    closures = html(request, "deals/closures.html", {**context, "oob": True})
    return HttpResponse(html(request, "deals/state.html", context) + closures, status=status)


@door("GET", right="deals.see")
def deal_peek(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """The panel beside a list or the board."""
    return part(request, "deals/peek.html", deal_context(request, id_of(id), whole=True))


@door("GET", right="deals.see")
def deal_facts(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What is known of a deal, for live."""
    return part(request, "deals/facts.html", deal_context(request, id_of(id), whole=True))
