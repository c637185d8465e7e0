"""The forecast: what is expected to close, month by month; each number leads to the list of its deals."""

from django.http import HttpResponseBase

from requite.deals.queries.forecast import forecast_deals, sum_months
from requite.web.doors import ActorRequest, door
from requite.web.pages import render
from requite.web.screens.deals import faces, owner_of, pick_pipeline
from requite.web.windows import say_window


@door("GET", right="deals.see")
def deal_forecast(request: ActorRequest) -> HttpResponseBase:
    """Open deals of a pipeline by the month of their expected close and by stage; a fragment for live is the table."""
    actor = request.actor
    pipelines, pipeline = pick_pipeline(request.GET.get("pipeline", ""))
    shared = faces(actor, request.GET.get("of", ""), pipelines, pipeline)
    months = forecast_deals(
        actor=actor,
        today=actor.day_of(request.now),
        stages=pipeline.stages,
        owner_id=owner_of(actor, shared["of"]),
    )
    context = {
        **shared,
        "months": [(month.window.slug, say_window(month.window), month.stages) for month in months],
        "whole": sum_months(months),
        "base": {"of": shared["of"], "pipeline": pipeline.id},
    }
    topics = [f"pipeline:{pipeline.id}"]
    return render(
        request, "deals/forecast.html", context, fragment="deals/forecast_table.html", topics=topics
    )
