"""What can be changed of many deals of a list at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.deals.actions.change_many import (
    archive_many,
    assign_many,
    expect_many,
    find_owner,
    move_many,
    read_expected,
    restore_many,
)
from requite.deals.actions.close_many import close_many, find_reason_of_many
from requite.deals.actions.keeping import find_stage
from requite.insight.lists.change_ways import Way
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id

WAYS: tuple[Way, ...] = (
    Way("stage", _("Move to a stage"), "stage", "deals.edit"),
    Way("assign", _("Give to a colleague"), "owner", "deals.assign"),
    Way("expect", _("Change the expected close"), "day", "deals.edit"),
    Way("won", _("Close as won"), "reason", "deals.edit"),
    Way("lost", _("Close as lost"), "reason", "deals.edit"),
    Way("archive", _("Archive"), "", "deals.edit"),
    Way("restore", _("Restore"), "", "deals.edit"),
)


def check_given(actor: Actor, way: Way, given: str, *, at: datetime) -> str:
    """The value in words for the journal. Raises Refused, under "value"."""
    try:
        return _say(actor, way, given, at)
    except Refused as refusal:
        raise Refused(next(iter(refusal.errors.values())), field="value") from refusal


def _say(actor: Actor, way: Way, given: str, at: datetime) -> str:
    if way.asks == "owner":
        return find_owner(actor=actor, owner_id=parse_id(given)).name
    if way.asks == "stage":
        stage_id = parse_id(given)
        if stage_id is None:
            raise Refused(_("Choose a stage."), field="value")
        with transaction.atomic():
            return find_stage(stage_id).label
    if way.asks == "reason":
        reason = find_reason_of_many(at=at, state=way.slug, reason_id=parse_id(given))
        return reason.label if reason else ""
    day = read_expected(given) if way.asks == "day" else None
    return day.isoformat() if day else ""


def apply_way(*, actor: Actor, at: datetime, slug: str, given: str, ids: Sequence[UUID], act_id: UUID) -> Tally:
    """Change the deals, in the transaction that is open. Raises Refused, NotAllowed."""
    values: dict[str, Any] = {"actor": actor, "at": at, "ids": ids, "act_id": act_id}
    if slug == "stage":
        return move_many(**values, stage_id=parse_id(given))
    if slug == "assign":
        return assign_many(**values, owner_id=parse_id(given))
    if slug in ("won", "lost"):
        return close_many(**values, state=slug, reason_id=parse_id(given))
    if slug == "expect":
        return expect_many(**values, day=given)
    return (archive_many if slug == "archive" else restore_many)(**values)
