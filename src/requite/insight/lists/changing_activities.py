"""What can be changed of many calls, meetings, tasks and notes of a list at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.lists.change_ways import Way
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.work.actions.change_many import (
    assign_many,
    call_off_many,
    complete_many,
    find_owner,
    postpone_many,
    read_day,
    read_days,
    restore_many,
    retract_many,
)
from requite.work.models import Activity

WAYS: tuple[Way, ...] = (
    Way("hand_over", _("Hand over to a colleague"), "owner", "work.edit"),
    Way("postpone", _("Move by days"), "days", "work.edit"),
    Way("day", _("Move to a day"), "day", "work.edit"),
    Way("complete", _("Mark tasks as done"), "", "work.edit"),
    Way("call_off", _("Call off"), "", "work.edit"),
    Way("retract", _("Take back"), "", "work.edit"),
    Way("bring_back", _("Restore"), "", "work.edit"),
)

# Columns whose cells are edited, by kind, as the form of each kind has them; those in OPEN_ONLY while it is to be done.
CELLS: Mapping[str, frozenset[str]] = {
    "call": frozenset({"name", "when", "result", "outcome", "owner"}),
    "meeting": frozenset({"name", "when", "place", "result", "length", "owner"}),
    "task": frozenset({"name", "when", "owner"}),
    "note": frozenset({"note"}),
}
OPEN_ONLY = frozenset({"owner"})


def cells_of(kind: str, state: str) -> frozenset[str]:
    """The columns whose cells may be edited in an activity of that kind, in that state."""
    if state in (Activity.State.TO_DO, Activity.State.PLANNED):
        return CELLS[kind]
    ended = {"call": {"name"}, "meeting": {"length"} if state == Activity.State.MOVED else set()}
    return CELLS[kind] - OPEN_ONLY - ended.get(kind, set())


def check_given(actor: Actor, way: Way, given: str, *, at: datetime) -> str:  # noqa: ARG001 - as of every kind
    """The value in words for the journal. Raises Refused, under "value"."""
    if way.asks == "owner":
        try:
            return find_owner(actor=actor, owner_id=parse_id(given)).name
        except Refused as refusal:
            raise Refused(next(iter(refusal.errors.values())), field="value") from refusal
    if way.asks == "day":
        return read_day(given).isoformat()
    return f"{read_days(given):+d}" if way.asks == "days" else ""


def apply_way(*, actor: Actor, at: datetime, slug: str, given: str, ids: Sequence[UUID], act_id: UUID) -> Tally:
    """Change the activities, in the transaction that is open. Raises Refused, NotAllowed."""
    values: dict[str, Any] = {"actor": actor, "at": at, "ids": ids, "act_id": act_id}
    if slug == "hand_over":
        return assign_many(**values, owner_id=parse_id(given))
    if slug == "postpone":
        return postpone_many(**values, days=read_days(given))
    if slug == "day":
        return postpone_many(**values, day=read_day(given))
    plain = {"complete": complete_many, "call_off": call_off_many, "retract": retract_many, "bring_back": restore_many}
    return plain[slug](**values)
