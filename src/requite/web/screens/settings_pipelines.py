"""Pipelines: their names, their order, and those that have ended."""

from typing import cast
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.actions.lists.listing import RIGHT, Way
from requite.deals.actions.lists.pipelines import (
    archive_pipeline,
    correct_pipeline,
    move_pipeline,
    register_pipeline,
    restore_pipeline,
)
from requite.deals.models.pipeline import COLOURS
from requite.deals.queries.lists import list_pipeline_lines
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version

FRESH = {"name": "", "probability": "50", "colour": "grey", "rot_days": "14", "is_offer": ""}


@door("GET", "POST", right=RIGHT)
def pipelines(request: ActorRequest) -> HttpResponseBase:
    """The pipelines with their stages, and a form for one more."""
    if request.method == "GET":
        return _show_all(request, OPEN)
    outcome = attempt(
        lambda: register_pipeline(
            actor=request.actor,
            at=request.now,
            name=sent(request, "name"),
            like_id=sent_id(request, "like"),
            once=sent_id(request, "once"),
        )
    )
    if outcome.is_kept:
        return done(request, reverse("pipelines"), _("Added at the end of the list."))
    return _show_all(request, outcome, "new")


def _show_all(request: ActorRequest, outcome: Outcome, at: str = "") -> HttpResponseBase:
    lines = list_pipeline_lines()
    offered = [one for one in lines if one.ended_at is None]
    context = {
        "offered": offered,
        "ended": [one for one in lines if one.ended_at is not None],
        "choices": [(str(one.id), one.label) for one in offered],
        "at": at,
        "typed": {name: sent(request, name) for name in ("name", "like")},
        "errors": outcome.errors,
        "once": (sent(request, "once") if at == "new" else "") or fresh_key(),
    }
    return render(request, "settings/pipelines.html", context, status=outcome.status)


@door("GET", "POST", right=RIGHT)
def pipeline(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One pipeline: its name and its stages, each a form."""
    pipeline_id = id_of(id)
    if request.method == "GET":
        return show_pipeline(request, pipeline_id, OPEN)
    outcome = attempt(
        lambda: correct_pipeline(
            actor=request.actor,
            at=request.now,
            pipeline_id=pipeline_id,
            name=sent(request, "name"),
            version=sent_version(request),
        ),
        subject=pipeline_id,
    )
    if outcome.is_kept:
        return done(request, address_of(pipeline_id), _("Kept."))
    return show_pipeline(request, pipeline_id, outcome, "name")


def address_of(pipeline_id: UUID) -> str:
    """Where a pipeline is set up."""
    return reverse("pipeline", kwargs={"id": pipeline_id})


def colours() -> list[tuple[str, str]]:
    """The colours of stages by their names."""
    names = {
        "grey": _("Grey"), "blue": _("Blue"), "teal": _("Teal"), "green": _("Green"), "amber": _("Amber"),
        "red": _("Red"), "violet": _("Violet"),
    }  # fmt: skip
    return [(slug, names[slug]) for slug in COLOURS]


def show_pipeline(
    request: ActorRequest, pipeline_id: UUID, outcome: Outcome, at: str = ""
) -> HttpResponseBase:
    """A pipeline's page. `at` is the form that was sent: "name", "new", or a stage's id."""
    lines = list_pipeline_lines()
    found = next((one for one in lines if one.id == pipeline_id), None)
    if found is None:
        raise NotVisible
    labels = {
        "name": _("Name shown"), "probability": _("Probability"), "colour": _("Colour"), "rot_days": _("Days to rot"),
        "is_offer": _("The offer is out from here on"),
    }  # fmt: skip
    choices, typed = colours(), {name: sent(request, name) for name in FRESH}
    context = {
        "pipeline": found,
        "is_last": sum(one.ended_at is None for one in lines) == 1,
        "colours": choices,
        "at": at,
        "typed": typed,
        "fresh": typed if at == "new" else FRESH,
        "errors": outcome.errors,
        "clash": outcome.named(labels, lambda name, value: _say(name, value, dict(choices))),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "once": (sent(request, "once") if at == "new" else "") or fresh_key(),
    }
    return render(request, "settings/pipeline.html", context, status=outcome.status)


def _say(name: str, value: object, words: dict[str, str]) -> object:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return words.get(str(value), value) if name == "colour" else value


def way(request: ActorRequest) -> Way:
    """Up or down, as a button sent it. Raises NotVisible for another way."""
    to = sent(request, "to")
    if to not in ("up", "down"):
        raise NotVisible
    return cast(Way, to)


@door("POST", right=RIGHT)
def place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Moves a pipeline past its neighbour."""
    move_pipeline(actor=request.actor, at=request.now, pipeline_id=id_of(id), to=way(request))
    return done(request, reverse("pipelines"), "")


@door("POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Takes a pipeline without open deals off the list."""
    pipeline_id = id_of(id)
    outcome = attempt(lambda: archive_pipeline(actor=request.actor, at=request.now, pipeline_id=pipeline_id))
    if not outcome.is_kept:
        return show_pipeline(request, pipeline_id, outcome, "ending")
    undo = reverse("pipeline_restoration", kwargs={"id": pipeline_id})
    text = _("The pipeline is no longer offered. Closed deals keep it.")
    return done(request, reverse("pipelines"), text, undo=undo)


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Offers an ended pipeline again."""
    pipeline_id = id_of(id)
    outcome = attempt(lambda: restore_pipeline(actor=request.actor, at=request.now, pipeline_id=pipeline_id))
    if outcome.is_kept:
        return done(request, reverse("pipelines"), _("Offered again."))
    return _show_all(request, outcome, str(pipeline_id))
