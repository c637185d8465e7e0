"""Pipelines: added, named, ordered, ended, offered again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from requite.deals.actions.lists import listing
from requite.deals.actions.lists.events import (
    PipelineArchived,
    PipelineCorrected,
    PipelineRegistered,
    PipelineRestored,
)
from requite.deals.actions.lists.listing import topics_of_pipeline
from requite.deals.actions.lists.watching import watching_moments
from requite.deals.models import Deal, Pipeline, Stage
from requite.deals.models.deal import OPEN
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused

COPIED = ("key", "name", "position", "probability", "colour", "rot_days", "is_offer")


def take_pipelines(*, actor: Actor) -> dict[UUID, Pipeline]:
    """All pipelines, locked. Raises NotAllowed."""
    demand_right(actor=actor, right=listing.RIGHT)
    return listing.lock(Pipeline.objects.all())


def register_pipeline(
    *, actor: Actor, at: datetime, name: str, like_id: UUID | None, once: UUID | None = None
) -> Pipeline:
    """Add a pipeline with the stages that another one has now. Raises NotAllowed, Refused by field."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        pipelines = take_pipelines(actor=actor)
        made = Pipeline(name=name, position=listing.next_position(pipelines))
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return pipelines[known]
        listing.check_name(checks, made, pipelines.values())
        like = pipelines.get(like_id) if like_id else None
        if like is None or like.ended_at is not None:
            checks.fault("like", _("Choose one of the list."))
        checks.settle()
        made.save(force_insert=True)
        stages = Stage.objects.filter(pipeline=like, ended_at__isnull=True).order_by("position", "id")
        Stage.objects.bulk_create(Stage(pipeline=made, **one) for one in stages.values(*COPIED))
        record(PipelineRegistered(subject_id=made.id, changes={"name": ("", made.name)}))
    return made


def correct_pipeline(
    *, actor: Actor, at: datetime, pipeline_id: UUID, name: str, version: int | None = None
) -> Pipeline:
    """Name the pipeline; "" gives a shipped one its own word back. Raises NotAllowed, NotVisible, Refused, Stale."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        pipelines = take_pipelines(actor=actor)
        pipeline = listing.pick(pipelines, pipeline_id)
        draft = Pipeline(id=pipeline.id, key=pipeline.key, name=name)
        listing.check_name(checks, draft, pipelines.values())
        checks.settle()
        given = {"name": draft.name}
        demand_version(pipeline, version=version, given=given)
        changes = changes_of(pipeline, given)
        if changes:
            write(pipeline, given)
            pipeline.save(update_fields=[*given, "version"])
            topics = topics_of_pipeline(pipeline.id)
            record(PipelineCorrected(subject_id=pipeline.id, changes=changes, topics=topics))
    return pipeline


def move_pipeline(*, actor: Actor, at: datetime, pipeline_id: UUID, to: listing.Way) -> Pipeline:
    """Change places with the neighbour on offer; the first is the one that a board opens with."""
    with recording(actor=actor, at=at) as record:
        pipelines = take_pipelines(actor=actor)
        pipeline = listing.pick(pipelines, pipeline_id)
        moved = listing.shift(pipelines, pipeline, to)
        if moved:
            record(PipelineCorrected(subject_id=pipeline.id, changes={"place": moved}))
    return pipeline


def archive_pipeline(*, actor: Actor, at: datetime, pipeline_id: UUID) -> Pipeline:
    """End the pipeline and its stages; closed deals keep them. Twice is once.

    Raises NotAllowed, NotVisible, Refused for the last one and while open deals stand in it.
    """
    with recording(actor=actor, at=at) as record:
        pipelines = take_pipelines(actor=actor)
        pipeline = listing.pick(pipelines, pipeline_id)
        if pipeline.ended_at is not None:
            return pipeline
        if len(listing.in_force(pipelines)) == 1:
            raise Refused(_("This is the last pipeline: add another one first."))
        stages = listing.lock(Stage.objects.filter(pipeline=pipeline))
        _refuse_while_open(pipeline)
        with watching_moments(record, pipeline.id, offers=False):
            for stage in listing.in_force(stages):
                listing.end(stage, at)
        listing.end(pipeline, at)
        topics = topics_of_pipeline(pipeline.id)
        record(
            PipelineArchived(subject_id=pipeline.id, changes={"name": (pipeline.label, "")}, topics=topics)
        )
    return pipeline


def _refuse_while_open(pipeline: Pipeline) -> None:
    count = Deal.objects.filter(OPEN, stage__pipeline=pipeline).count()
    if count:
        raise Refused(
            ngettext_lazy(
                "%(num)s open deal stands in this pipeline. Close it, or archive it, first.",
                "%(num)s open deals stand in this pipeline. Close them, or archive them, first.",
                count,
            )
            % {"num": count}
        )


def restore_pipeline(*, actor: Actor, at: datetime, pipeline_id: UUID) -> Pipeline:
    """Offer an ended pipeline again, with the stages that ended with it. Raises NotAllowed, NotVisible, Refused."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        pipelines = take_pipelines(actor=actor)
        pipeline = listing.pick(pipelines, pipeline_id)
        if pipeline.ended_at is not None:
            listing.check_name(checks, pipeline, pipelines.values())
            checks.settle()
            stages = listing.lock(Stage.objects.filter(pipeline=pipeline, ended_at=pipeline.ended_at))
            with watching_moments(record, pipeline.id, offers=False):
                for stage in stages.values():
                    listing.end(stage, None)
            listing.end(pipeline, None)
            topics = topics_of_pipeline(pipeline.id)
            record(
                PipelineRestored(
                    subject_id=pipeline.id, changes={"name": ("", pipeline.label)}, topics=topics
                )
            )
    return pipeline
