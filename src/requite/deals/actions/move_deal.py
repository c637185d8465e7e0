"""Bring a deal into another stage."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.deals import access, assessing
from requite.deals.actions import keeping
from requite.deals.events import DealMoved
from requite.deals.models import Deal, Stage
from requite.journal.queries import last_writer
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.quality import engine
from requite.quality.rules import list_rules

SLIP = timedelta(minutes=10)
CHANGED = ("stage", "entered_at", "left_stage_id", "left_entered_at", "version", *engine.LASTING)


def move_deal(
    *, actor: Actor, at: datetime, deal_id: UUID, stage_id: UUID, from_id: UUID | None = None
) -> Deal:
    """Put an open deal into the stage. `from_id` is the stage in which the reader saw it: Stale when it stands elsewhere.

    The same stage is no move. Raises Refused for a closed deal and for a stage that is no longer there.
    """
    with recording(actor=actor, at=at) as record:
        deal = access.take_deal(actor=actor, deal_id=deal_id)
        keeping.refuse_archived(deal)
        if deal.state != Deal.State.OPEN:
            raise Refused(_("A closed deal stands in no stage. Reopen it first."))
        stage, before = keeping.find_stage(stage_id), deal.stage
        if from_id is not None and before.id not in (from_id, stage.id):
            raise Stale(by=last_writer(deal.id), changes={"stage": (before.label, stage.label)})
        if stage.id != before.id:
            bring(record, [deal], stage, gated=True)
    return deal


def bring(record: Recorder, deals: Sequence[Deal], stage: Stage, *, gated: bool = False) -> None:
    """Put open deals that were taken into another stage; their time there begins. Many are judged and saved together.

    A deal that goes straight back within ten minutes had only slipped: its time in the stage goes on. `gated`: raise
    Gated for one that lacks what it must have there; where a stage ends its deals can't stay, and owe it.
    """
    told = []
    for deal in deals:
        before = deal.stage
        came, had_come = deal.entered_at, deal.left_entered_at
        slipped = deal.left_stage_id == stage.id and had_come is not None and record.at - came < SLIP
        deal.stage, deal.entered_at = stage, had_come if slipped and had_come else record.at
        deal.left_stage_id, deal.left_entered_at = before.id, came
        deal.version += 1
        topics = keeping.topics_of_deal(deal) | {f"pipeline:{before.pipeline_id}"}
        told.append(
            DealMoved(subject_id=deal.id, changes={"stage": (before.label, stage.label)}, topics=topics)
        )
    findings = assessing.judge_all(deals, at=record.at, rules=list_rules("deal", at=record.at))
    for deal, found in zip(deals, findings, strict=True) if gated else ():
        keeping.demand_passed(deal, found, actor=record.actor)
    Deal.objects.bulk_update(deals, CHANGED, batch_size=500)
    for one in told:
        record(one)
