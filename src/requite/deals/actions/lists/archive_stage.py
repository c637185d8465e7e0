"""End a stage, and bring its deals into another one."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from requite.deals import access
from requite.deals.actions.lists import listing
from requite.deals.actions.lists.events import StageArchived
from requite.deals.actions.lists.listing import topics_of_pipeline
from requite.deals.actions.lists.stages import take_stages
from requite.deals.actions.lists.watching import watching_moments
from requite.deals.actions.move_deal import bring
from requite.deals.models import Deal, Stage
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused


def archive_stage(*, actor: Actor, at: datetime, stage_id: UUID, to_id: UUID | None = None) -> int:
    """End the stage and move the open deals in it to `to_id`, a stage of the same pipeline; how many were moved.

    What is closed or archived keeps the stage, and comes back into another one. Twice is once.
    Raises NotAllowed, NotVisible, Refused for the last stage and, in the field "to", while deals have nowhere to go.
    """
    with recording(actor=actor, at=at) as record:
        # Deals first and stages second, as a move of one deal locks them.
        deals = access.take_deals_in(actor=actor, stage_id=stage_id)
        stages, stage = take_stages(actor=actor, stage_id=stage_id)
        if stage.ended_at is not None:
            return 0
        target = _target(stages, stage, to_id, deals)
        with watching_moments(record, stage.pipeline_id):
            listing.end(stage, at)
            _pass_on(stages, stage)
        if target is not None:
            bring(record, deals, target)
        topics = topics_of_pipeline(stage.pipeline_id)
        record(StageArchived(subject_id=stage.id, changes={"name": (stage.label, "")}, topics=topics))
    return len(deals)


def _target(stages: dict[UUID, Stage], stage: Stage, to_id: UUID | None, deals: list[Deal]) -> Stage | None:
    others = {one.id: one for one in listing.in_force(stages) if one.id != stage.id}
    if not others:
        raise Refused(_("This is the last stage of the pipeline: add another one first."))
    if access.has_others_in(stage_id=stage.id, known=[deal.id for deal in deals]):
        raise Refused(_("A deal came into this stage just now. Try again."))
    if deals and to_id not in others:
        count = len(deals)
        raise Refused(
            ngettext_lazy(
                "%(num)s open deal stands here: choose the stage that it goes to.",
                "%(num)s open deals stand here: choose the stage that they go to.",
                count,
            )
            % {"num": count},
            field="to",
        )
    return others.get(to_id) if to_id else None


def _pass_on(stages: dict[UUID, Stage], stage: Stage) -> None:
    """Where the offer went out in this stage, it goes out in the next one."""
    later = [one for one in listing.in_force(stages) if one.position > stage.position]
    if stage.is_offer and later and not later[0].is_offer:
        later[0].is_offer = True
        later[0].version += 1
        later[0].save(update_fields=["is_offer", "version"])
