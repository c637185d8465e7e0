"""Set a goal of the roll-out, take it back, and let it hold again."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.adoption.access import SET, demand
from requite.insight.adoption.events import GoalDeclared, GoalRestored, GoalRetracted
from requite.insight.adoption.models import Goal
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused, Text
from requite.kernel.ids import new_id

MOST = 10
LAST_YEAR = 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDraft:
    """A goal as typed: "80", "4", "2027-03-01"."""

    share: str
    days: str
    due_on: str


def declare_goal(*, actor: Actor, at: datetime, draft: GoalDraft, once: UUID | None = None) -> Goal:
    """Set a goal for the company's reps and return it. Raises NotAllowed, Refused by field."""
    demand(actor=actor, right=SET)
    share, days, due_on = _read(draft, today=actor.day_of(at))
    goal = Goal(id=new_id(), share=share, days=days, due_on=due_on, made_at=at, made_by_id=actor.id)
    with recording(actor=actor, at=at) as record:
        earlier = claim_once(key=once, actor=actor, subject_id=goal.id, at=at)
        if earlier:
            return Goal.objects.get(id=earlier)
        if Goal.objects.filter(retracted_at=None).count() >= MOST:
            raise Refused(_("Ten goals hold already. Take one back first."))
        goal.save(force_insert=True)
        changes = {"share": (None, share), "days": (None, days), "due_on": (None, due_on)}
        record(GoalDeclared(subject_id=goal.id, changes=changes, topics=frozenset({"company"})))
    return goal


def retract_goal(*, actor: Actor, at: datetime, goal_id: UUID) -> Goal:
    """Take a goal back; twice is once. Raises NotAllowed, NotVisible."""
    return _turn(actor, at, goal_id, is_gone=True)


def restore_goal(*, actor: Actor, at: datetime, goal_id: UUID) -> Goal:
    """Let a goal hold again; twice is once. Raises NotAllowed, NotVisible."""
    return _turn(actor, at, goal_id, is_gone=False)


def _turn(actor: Actor, at: datetime, goal_id: UUID, *, is_gone: bool) -> Goal:
    demand(actor=actor, right=SET)
    with recording(actor=actor, at=at) as record:
        goal = Goal.objects.select_for_update().filter(id=goal_id).first()
        if goal is None:
            raise NotVisible
        if (goal.retracted_at is not None) != is_gone:
            goal.retracted_at = at if is_gone else None
            goal.save(update_fields=["retracted_at"])
            kind = GoalRetracted if is_gone else GoalRestored
            record(kind(subject_id=goal.id, topics=frozenset({"company"})))
    return goal


def _read(draft: GoalDraft, *, today: date) -> tuple[int, int, date]:
    errors: dict[str, Text] = {}
    share = _number(draft.share.strip().removesuffix("%").strip(), 1, 100)
    if share is None:
        errors["share"] = _("Write a number from 1 to 100.")
    days = _number(draft.days.strip(), 1, 7)
    if days is None:
        errors["days"] = _("Write a number from 1 to 7.")
    due_on = _day(draft.due_on)
    if due_on is None:
        errors["due_on"] = _("Write a day as 2026-11-30.")
    elif due_on <= today:
        errors["due_on"] = _("Choose a day that is still to come.")
    if share is None or days is None or due_on is None or errors:
        raise Refused(errors=errors)
    return share, days, due_on


def _number(text: str, least: int, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if least <= number <= most else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year <= LAST_YEAR else None
