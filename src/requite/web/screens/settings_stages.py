"""Stages of a pipeline, and where the deals of one that ends go."""

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.deals.actions.lists.archive_stage import archive_stage
from requite.deals.actions.lists.listing import RIGHT
from requite.deals.actions.lists.stages import (
    StageDraft,
    correct_stage,
    move_stage,
    register_stage,
    restore_stage,
)
from requite.deals.queries.lists import PipelineLine, StageLine, list_pipeline_lines
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version
from requite.web.screens.settings_pipelines import address_of, show_pipeline, way


def _draft(request: ActorRequest) -> StageDraft:
    return StageDraft(
        name=sent(request, "name"), probability=sent(request, "probability"), colour=sent(request, "colour"),
        rot_days=sent(request, "rot_days"), is_offer=bool(sent(request, "is_offer")),
    )  # fmt: skip


def find_stage(stage_id: UUID) -> tuple[PipelineLine, StageLine]:
    """The stage and its pipeline. Raises NotVisible."""
    for pipeline in list_pipeline_lines():
        for stage in pipeline.stages:
            if stage.id == stage_id:
                return pipeline, stage
    raise NotVisible


@door("POST", right=RIGHT)
def stages(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One stage more, at the end of the pipeline."""
    pipeline_id = id_of(id)
    outcome = attempt(
        lambda: register_stage(
            actor=request.actor,
            at=request.now,
            pipeline_id=pipeline_id,
            draft=_draft(request),
            once=sent_id(request, "once"),
        )
    )
    if outcome.is_kept:
        return done(request, address_of(pipeline_id), _("Added at the end of the list."))
    return show_pipeline(request, pipeline_id, outcome, "new")


@door("POST", right=RIGHT)
def stage(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """What is set of one stage."""
    stage_id = id_of(id)
    pipeline, _line = find_stage(stage_id)
    outcome = attempt(
        lambda: correct_stage(
            actor=request.actor,
            at=request.now,
            stage_id=stage_id,
            draft=_draft(request),
            version=sent_version(request),
        ),
        subject=stage_id,
    )
    if outcome.is_kept:
        return done(request, address_of(pipeline.id), _("Kept."))
    return show_pipeline(request, pipeline.id, outcome, str(stage_id))


@door("POST", right=RIGHT)
def place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Moves a stage past its neighbour."""
    moved = move_stage(actor=request.actor, at=request.now, stage_id=id_of(id), to=way(request))
    return done(request, address_of(moved.pipeline_id), "")


@door("GET", "POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Ends a stage; a page asks where its open deals go."""
    stage_id = id_of(id)
    pipeline, _line = find_stage(stage_id)
    if request.method == "GET":
        return _ask(request, stage_id, OPEN)
    moved = 0

    def act() -> None:
        nonlocal moved
        to_id = sent_id(request, "to")
        moved = archive_stage(actor=request.actor, at=request.now, stage_id=stage_id, to_id=to_id)

    outcome = attempt(act)
    if not outcome.is_kept:
        return _ask(request, stage_id, outcome)
    if moved:
        text = ngettext(
            "The stage has ended: %(num)s deal was moved.",
            "The stage has ended: %(num)s deals were moved.",
            moved,
        )
        return done(request, address_of(pipeline.id), text % {"num": moved})
    undo = reverse("stage_restoration", kwargs={"id": stage_id})
    return done(request, address_of(pipeline.id), _("The stage has ended. Closed deals keep it."), undo=undo)


def _ask(request: ActorRequest, stage_id: UUID, outcome: Outcome) -> HttpResponseBase:
    pipeline, line = find_stage(stage_id)
    places = [(str(one.id), one.label) for one in pipeline.offered if one.id != stage_id]
    context = {
        "pipeline": pipeline,
        "stage": line,
        "places": places,
        "chosen": sent(request, "to"),
        "errors": outcome.errors,
    }
    return render(request, "settings/stage_ending.html", context, status=outcome.status)


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Lets deals come into an ended stage again."""
    stage_id = id_of(id)
    pipeline, _line = find_stage(stage_id)
    outcome = attempt(lambda: restore_stage(actor=request.actor, at=request.now, stage_id=stage_id))
    if outcome.is_kept:
        return done(request, address_of(pipeline.id), _("Offered again."))
    return show_pipeline(request, pipeline.id, outcome, str(stage_id))
