"""Stages of a pipeline: added, corrected, ordered, offered again. Ending one is in archive_stage."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals.actions.lists import listing
from requite.deals.actions.lists.events import StageCorrected, StageRegistered, StageRestored
from requite.deals.actions.lists.listing import topics_of_pipeline
from requite.deals.actions.lists.watching import watching_moments
from requite.deals.models import Pipeline, Stage
from requite.deals.models.pipeline import COLOURS
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.versions import changes_of, demand_version, write
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused

MOST_DAYS = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDraft:
    """What a form says of a stage, as text. `rot_days` "" is never."""

    name: str
    probability: str
    colour: str
    rot_days: str = ""
    is_offer: bool = False

    def read(self, checks: Checks) -> dict[str, object]:
        """The values as the model keeps them, the name aside."""
        checks.choice("colour", self.colour, COLOURS)
        percent = _whole(self.probability)
        if percent is None or percent > 100:
            checks.fault("probability", _("A whole number from 0 to 100."))
        days = _whole(self.rot_days)
        if self.rot_days.strip() and not 1 <= (days or 0) <= MOST_DAYS:
            checks.fault("rot_days", _("Days, a whole number from 1 to 3650, or nothing."))
        return {"probability": percent, "colour": self.colour, "rot_days": days, "is_offer": self.is_offer}


def _whole(text: str) -> int | None:
    plain = text.strip().removesuffix("%").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else None


def take_stages(*, actor: Actor, stage_id: UUID) -> tuple[dict[UUID, Stage], Stage]:
    """The stage and all of its pipeline, locked. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right=listing.RIGHT)
    pipeline_id = Stage.objects.filter(id=stage_id).values_list("pipeline_id", flat=True).first()
    stages = listing.lock(Stage.objects.filter(pipeline_id=pipeline_id)) if pipeline_id else {}
    return stages, listing.pick(stages, stage_id)


def refuse_ended(pipeline: Pipeline) -> None:
    """Raise Refused for a pipeline that is off the list."""
    if pipeline.ended_at is not None:
        raise Refused(_("This pipeline has ended. Offer it again first."))


def register_stage(
    *, actor: Actor, at: datetime, pipeline_id: UUID, draft: StageDraft, once: UUID | None = None
) -> Stage:
    """Add a stage at the end of the pipeline. Raises NotAllowed, NotVisible, Refused by field."""
    demand_right(actor=actor, right=listing.RIGHT)
    checks = Checks()
    values = draft.read(checks)
    with recording(actor=actor, at=at) as record:
        pipeline = Pipeline.objects.select_for_update().filter(id=pipeline_id).first()
        if pipeline is None:
            raise NotVisible
        stages = listing.lock(Stage.objects.filter(pipeline=pipeline))
        made = Stage(pipeline=pipeline, name=draft.name, position=listing.next_position(stages))
        known = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if known:
            return Stage.objects.get(id=known)
        refuse_ended(pipeline)
        listing.check_name(checks, made, stages.values())
        checks.settle()
        for name, value in values.items():
            setattr(made, name, value)
        made.save(force_insert=True)
        changes: dict[str, tuple[object, object]] = {
            name: ("", value) for name, value in {"name": made.name, **values}.items()
        }
        record(StageRegistered(subject_id=made.id, changes=changes, topics=topics_of_pipeline(pipeline.id)))
    return made


def correct_stage(
    *, actor: Actor, at: datetime, stage_id: UUID, draft: StageDraft, version: int | None = None
) -> Stage:
    """Write what the form says; a name of "" gives a shipped stage its own word back.

    Raises NotAllowed, NotVisible, Refused by field, Stale.
    """
    checks = Checks()
    values = draft.read(checks)
    with recording(actor=actor, at=at) as record:
        stages, stage = take_stages(actor=actor, stage_id=stage_id)
        named = Stage(id=stage.id, key=stage.key, name=draft.name)
        listing.check_name(checks, named, stages.values())
        checks.settle()
        given = {"name": named.name, **values}
        demand_version(stage, version=version, given=given)
        changes = changes_of(stage, given)
        if changes:
            with watching_moments(record, stage.pipeline_id):
                write(stage, given)
                stage.save(update_fields=[*given, "version"])
            topics = topics_of_pipeline(stage.pipeline_id)
            record(StageCorrected(subject_id=stage.id, changes=changes, topics=topics))
    return stage


def move_stage(*, actor: Actor, at: datetime, stage_id: UUID, to: listing.Way) -> Stage:
    """Change places with the neighbour in force. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        stages, stage = take_stages(actor=actor, stage_id=stage_id)
        with watching_moments(record, stage.pipeline_id):
            moved = listing.shift(stages, stage, to)
        if moved:
            topics = topics_of_pipeline(stage.pipeline_id)
            record(StageCorrected(subject_id=stage.id, changes={"place": moved}, topics=topics))
    return stage


def restore_stage(*, actor: Actor, at: datetime, stage_id: UUID) -> Stage:
    """Let deals come into an ended stage again. Raises NotAllowed, NotVisible, Refused when its name is taken."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        stages, stage = take_stages(actor=actor, stage_id=stage_id)
        if stage.ended_at is not None:
            refuse_ended(stage.pipeline)
            listing.check_name(checks, stage, stages.values())
            checks.settle()
            with watching_moments(record, stage.pipeline_id):
                listing.end(stage, None)
            topics = topics_of_pipeline(stage.pipeline_id)
            record(StageRestored(subject_id=stage.id, changes={"name": ("", stage.label)}, topics=topics))
    return stage
