"""Deals by time: the board of a pipeline with a column for each span in which the next step is due."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.models.pipeline import label_of
from requite.deals.queries.board import PAGE
from requite.deals.queries.shapes import DealSum
from requite.kernel.dates import language
from requite.kernel.errors import NotAllowed, NotVisible
from requite.web.addresses import url
from requite.web.calendar.days import first_weekday
from requite.web.doors import ActorRequest, door
from requite.web.formats import day
from requite.web.keys import read_key, write_key
from requite.web.pages import further, render
from requite.web.screens.deals import faces, owner_of, pick_pipeline
from requite.work.queries.deals_by_time import TimedCard, list_timed, sum_spans
from requite.work.queries.spans import Span, find_span, list_spans

COLOURS = {
    "overdue": "red", "today": "amber", "this-week": "green", "next-week": "teal", "later": "blue", "none": "grey",
}  # fmt: skip


def spans_of(request: ActorRequest) -> list[Span]:
    """The spans of this moment, by the reader's days and their weeks."""
    actor = request.actor
    return list_spans(
        now=request.now, zone=actor.zone, first_weekday=first_weekday(language(), actor.country)
    )


def say_span(span: Span) -> str:
    """A span in words."""
    return {
        "overdue": _("Overdue"),
        "today": _("Today"),
        "this-week": _("This week"),
        "next-week": _("Next week"),
        "later": _("Later"),
        "none": _("Without a next step"),
    }[span.slug]


def _say_days(span: Span) -> str:
    """The days of a span, where somebody may plan into it: "24 Nov", "25 – 29 Nov", "from 7 Dec"."""
    if span.first is None or span.end is None or span.first == span.end:
        return ""
    if span.ends_at is None:
        return _("from %(day)s") % {"day": day(span.first)}
    last = span.end - timedelta(days=1)
    return day(span.first, "weekday") if last == span.first else f"{day(span.first)} – {day(last)}"


def head_of(span: Span, summed: DealSum) -> dict[str, Any]:
    """What stands over a column."""
    return {
        "span": span, "label": say_span(span), "days": _say_days(span), "colour": COLOURS[span.slug], "sum": summed,
        "opens": span.first is not None and span.first != span.end,
    }  # fmt: skip


def heads(request: ActorRequest, pipeline_id: UUID, whose: str) -> list[dict[str, Any]]:
    """The heads of all columns, with their sums."""
    spans = spans_of(request)
    owner_id = owner_of(request.actor, whose)
    sums = sum_spans(actor=request.actor, spans=spans, pipeline_id=pipeline_id, owner_id=owner_id)
    return [head_of(span, summed) for span, summed in zip(spans, sums, strict=True)]


def cut(cards: list[TimedCard]) -> tuple[list[dict[str, Any]], str]:
    """A page of cards as their template needs them, and the key of the next page."""
    shown = cards[:PAGE]
    more = write_key(*shown[-1].key) if len(cards) > PAGE else ""
    return [card_of(one) for one in shown], more


def card_of(one: TimedCard) -> dict[str, Any]:
    """A card as its template needs it."""
    return {"card": one.card, "step": one.step, "stage": label_of(*one.stage)}


def _columns(request: ActorRequest, pipeline_id: UUID, whose: str) -> list[dict[str, Any]]:
    columns = heads(request, pipeline_id, whose)
    found = list_timed(
        actor=request.actor,
        at=request.now,
        spans=[column["span"] for column in columns],
        pipeline_id=pipeline_id,
        owner_id=owner_of(request.actor, whose),
    )
    for column, cards in zip(columns, found, strict=True):
        column["cards"], column["next"] = cut(cards)
    return columns


@door("GET", right="work.see")
def deals_by_time(request: ActorRequest) -> HttpResponseBase:
    """The board. `of` says whose, `pipeline` which; a fragment for live is its columns alone."""
    actor = request.actor
    if not actor.has("deals.see"):
        raise NotAllowed
    pipelines, pipeline = pick_pipeline(request.GET.get("pipeline", ""))
    whose = request.GET.get("of", "")
    context = {
        **faces(actor, whose, pipelines, pipeline),
        "columns": _columns(request, pipeline.id, whose),
    }
    topics = [f"pipeline:{pipeline.id}", f"steps:{pipeline.id}"]
    return render(request, "deals/by_time.html", context, fragment="deals/time_columns.html", topics=topics)


@door("GET", right="work.see")
def deals_by_time_cards(request: ActorRequest) -> HttpResponseBase:
    """More cards of one column; of the first one unless another is named."""
    actor, whose = request.actor, request.GET.get("of", "")
    if not actor.has("deals.see"):
        raise NotAllowed
    _pipelines, pipeline = pick_pipeline(request.GET.get("pipeline", ""))
    spans = spans_of(request)
    span = find_span(spans, request.GET.get("span", spans[0].slug))
    if span is None:
        raise NotVisible
    found = list_timed(
        actor=actor, at=request.now, spans=[span], pipeline_id=pipeline.id, owner_id=owner_of(actor, whose),
        after=read_key(request.GET.get("after", "")),
    )[0]  # fmt: skip
    cards, more = cut(found)
    view = "mine" if owner_of(actor, whose) == actor.id else ""
    context = {"cards": cards, "next": more, "span": span, "of": whose, "pipeline": pipeline, "view": view}
    back = url("deals_by_time", query={"pipeline": pipeline.id, "of": whose})
    return further(
        request, "deals/time_cards.html", context,
        of=say_span(span), back=back, current="deals", list_class="board__more",
    )  # fmt: skip
