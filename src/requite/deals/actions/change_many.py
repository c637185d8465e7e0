"""Many deals at once: to another owner, into another stage, off the board and back; and each of these undone.

They are closed at once in close_many.py, and that is undone here too."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.deals.actions import keeping
from requite.deals.actions.move_deal import SLIP
from requite.deals.changing import GROUND, change_many, settle
from requite.deals.held import Held, take_held
from requite.deals.models import Deal
from requite.fields.many import held_plain
from requite.identity.checks import Checks
from requite.identity.models import User
from requite.journal.acts import Returning, Row, Tally, take_lines
from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused

Values = Mapping[str, Any] | None


def find_owner(*, actor: Actor, owner_id: UUID | None) -> User:
    """An active colleague whose deals the actor sees. Raises Refused."""
    owner = User.objects.filter(id=owner_id, is_active=True).first() if owner_id else None
    if owner is None or not actor.covers("deals.see", owner.id):
        raise Refused(_("Choose an active colleague as the owner."), field="owner")
    return owner


def assign_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], owner_id: UUID | None, act_id: UUID | None = None
) -> Tally:
    """Give the deals to an active colleague whose deals the actor sees; they are of that colleague's team."""
    owner = find_owner(actor=actor, owner_id=owner_id)
    new = str(owner.id)
    team = str(owner.team_id) if owner.team_id else None

    def after(deal: Held) -> Values:
        if deal.owner_id == owner.id:  # a deal keeps the team that it was given to
            return {"owner_id": new, "team_id": str(deal.team_id) if deal.team_id else None}
        return {"owner_id": new, "team_id": team}

    return change_many(actor=actor, at=at, ids=ids, right="deals.assign", after=after, act_id=act_id)


def move_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], stage_id: UUID | None, act_id: UUID | None = None
) -> Tally:
    """Put the open deals into the stage, as `move_deal` does with each. Closed and archived ones stay where they are.

    Raises Refused for a stage that is no longer there.
    """
    moment = at.isoformat()

    @cache
    def target() -> UUID:
        """The stage, taken behind the deals."""
        return keeping.find_stage(stage_id).id

    def after(deal: Held) -> Values:
        to = target()
        if deal.state != Deal.State.OPEN or deal.archived_at is not None:
            return None
        came, had_come = deal.entered_at.isoformat(), deal.left_entered_at
        if deal.stage_id == to:
            left = str(deal.left_stage_id) if deal.left_stage_id else None
            return _stands(str(to), came, left, had_come.isoformat() if had_come else None)
        slipped = deal.left_stage_id == to and had_come is not None and at - deal.entered_at < SLIP
        begun = had_come.isoformat() if slipped and had_come else moment
        return _stands(str(to), begun, str(deal.stage_id), came)

    return change_many(actor=actor, at=at, ids=ids, right="deals.edit", after=after, act_id=act_id)


def read_expected(text: str) -> date | None:
    """A day of an expected close. Raises Refused, under "expected_on"."""
    checks = Checks()
    day = keeping.read_day(checks, text)
    checks.settle()
    return day


def _stands(stage: str, came: str, left: str | None, had_come: str | None) -> Values:
    return {"stage_id": stage, "entered_at": came, "left_stage_id": left, "left_entered_at": had_come}


def expect_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], day: str, act_id: UUID | None = None
) -> Tally:
    """Expect all of them to close on the day, written as 2026-11-29; "" is no day. Raises Refused.

    Archived ones stay as they are.
    """
    given = read_expected(day)
    new = given.isoformat() if given else None

    def after(deal: Held) -> Values:
        return {"expected_on": new} if deal.archived_at is None else None

    return change_many(actor=actor, at=at, ids=ids, right="deals.edit", after=after, act_id=act_id)


def archive_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], act_id: UUID | None = None
) -> Tally:
    """Take the deals out of board and lists."""
    moment = at.isoformat()

    def after(deal: Held) -> Values:
        return {"archived_at": deal.archived_at.isoformat() if deal.archived_at else moment}

    return change_many(actor=actor, at=at, ids=ids, right="deals.edit", after=after, act_id=act_id)


def restore_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], act_id: UUID | None = None
) -> Tally:
    """Bring deals back; one whose stage has ended is put into one that there is first, alone."""
    ended = cache(keeping.ended_stages)  # asked behind the deals

    def after(deal: Held) -> Values:
        stands = deal.state != Deal.State.OPEN or deal.stage_id not in ended()
        return {"archived_at": None} if stands or deal.archived_at is None else None

    return change_many(actor=actor, at=at, ids=ids, right="deals.edit", after=after, act_id=act_id)


def return_many(
    *, actor: Actor, at: datetime, act: Act, after: int = 0, limit: int = 10_000
) -> Returning | None:
    """Restore the next deals of the act behind the line `after`; None when there are no more.

    Left alone are those that somebody else has changed since, those that hold no longer what the act gave them, those
    that were closed or whose former stage has ended since, and closed ones that were archived. A deal that was closed is
    open again with what it was worth; its closure is taken back by a reopening, as with a single one.
    """
    with transaction.atomic():
        found = take_lines(GROUND, act, actor=actor, after=after, limit=limit, beside=held_plain)
        if found is None:
            return None
        deals = {deal.id: deal for deal in take_held(ids=[row.id for row in found.rows], owners=None)}
        ended = {str(id_) for id_ in keeping.ended_stages()}
        rows = [row for row in found.rows if _may_return(row, deals[row.id], ended)]
        settle(actor=actor, at=at, held=deals.values(), rows=rows)
        return Returning(rows, found.left + len(found.rows) - len(rows), found.last)


def _may_return(row: Row, deal: Held, ended: set[str]) -> bool:
    """Whether the deal may stand again where it stood."""
    if "stage_id" in row.after and deal.state != Deal.State.OPEN:
        return False
    if "state" in row.after:
        return deal.archived_at is None and str(deal.stage_id) not in ended
    is_back = "archived_at" in row.after and row.after["archived_at"] is None
    stage = row.after.get("stage_id", str(deal.stage_id))
    return not ((is_back or "stage_id" in row.after) and deal.state == Deal.State.OPEN and stage in ended)
