"""Many activities at once: handed over, put off, called off, done, taken back; and each of these undone."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from requite.fields.many import held_plain, own_name
from requite.identity.models import User
from requite.journal.acts import Returning, Row, Tally, take_lines
from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.work.actions import keeping
from requite.work.changing import GROUND, PART_TEAM, Pair, Values, change_many, choose_rows, plain_of, settle
from requite.work.held import Held, lock_with_next, take_held, take_next
from requite.work.models import Activity, CallStatus, Participation
from requite.work.moved import list_undone, plan_anew

State, Kind = Activity.State, Activity.Kind
MOST_DAYS = 366
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
OFF = {Kind.MEETING: State.CALLED_OFF, Kind.TASK: State.DROPPED, Kind.CALL: State.DROPPED}


def find_owner(*, actor: Actor, owner_id: UUID | None) -> User:
    """An active colleague whose work the actor sees. Raises Refused."""
    owner = User.objects.filter(id=owner_id, is_active=True).first() if owner_id else None
    if owner is None or not actor.covers("work.see", owner.id):
        raise Refused(_("Choose an active colleague as the owner."), field="owner")
    return owner


def assign_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], owner_id: UUID | None, act_id: UUID | None = None
) -> Tally:
    """Hand open meetings, tasks and calls over, as `assign_activity` does with each. What is done stays whose it is."""
    owner = find_owner(actor=actor, owner_id=owner_id)
    new, team = str(owner.id), plain_of(owner.team_id)

    def after(one: Held) -> Values:
        if not one.is_open or one.retracted_at is not None:
            return None
        return {"owner_id": new, "team_id": plain_of(one.team_id) if one.owner_id == owner.id else team}

    tally = Tally()
    with transaction.atomic():
        pairs = choose_rows(actor=actor, ids=ids, after=after, tally=tally, own=True)
        joint = [one.id for one, _row in pairs if one.is_joint]
        parts = Participation.objects.filter(activity__in=joint, user=owner) if joint else Participation.objects.none()
        teams = dict(parts.values_list("activity_id", "team_id"))
        pairs = [(one, _beside(row, plain_of(teams[row.id])) if row.id in teams else row) for one, row in pairs]
        settle(actor=actor, at=at, pairs=pairs, act_id=act_id)
    tally.changed = len(pairs)
    return tally


def _beside(row: Row, team: str | None) -> Row:
    return row._replace(before={**row.before, PART_TEAM: team})


def read_days(text: str) -> int:
    """By how many days to move, forward or (below zero) back. Raises Refused, under "value"."""
    try:
        days = int(text.strip().replace("−", "-")) if len(text) < 9 else 0
    except ValueError:
        days = 0
    if not days or abs(days) > MOST_DAYS:
        raise Refused(_("Write a whole number of days, for example 7, or -1 for a day earlier."), field="value")
    return days


def read_day(text: str) -> date:
    """The day to move to, as a form sends it. Raises Refused, under "value"."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Refused(_("Give the date as year-month-day, for example 2026-11-24."), field="value") from None
    if not EARLIEST <= day < LATEST:
        raise Refused(_("The date lies outside the years 2000 to 2099."), field="value")
    return day


def postpone_many(
    *, actor: Actor, at: datetime, ids: Sequence[UUID], days: int = 0, day: date | None = None,
    act_id: UUID | None = None,
) -> Tally:  # fmt: skip
    """Move what is still to be done by that many days, or to the day `day`, each at the time of day that it has.

    Tasks and calls are put off; a meeting is kept as moved and planned anew, as `postpone_meeting` does.
    """

    def later(one: Held) -> datetime:
        zone = actor.company_zone if one.is_all_day else actor.zone
        here = one.at.astimezone(zone)
        to = day or here.date() + timedelta(days=days)
        if one.is_all_day:
            return keeping.end_of(to, actor=actor)
        return datetime.combine(to, here.time(), tzinfo=zone).astimezone(UTC)

    return _postpone(actor, at, ids, later, act_id)


def _postpone(
    actor: Actor, at: datetime, ids: Sequence[UUID], later: Callable[[Held], datetime], act_id: UUID | None
) -> Tally:
    moved: list[tuple[Held, datetime]] = []

    def after(one: Held) -> Values:
        if not one.is_open or one.retracted_at is not None:
            return None
        when = later(one)
        if one.kind == Kind.MEETING:
            if when == one.at:
                return {"state": str(one.state)}
            moved.append((one, when))
            return {"state": str(State.MOVED)}
        until = when + (one.until - one.at) if one.until else None
        return {"at": plain_of(when), "until": plain_of(until), "day": plain_of(actor.day_of(when))}

    tally = Tally()
    with transaction.atomic():
        pairs = choose_rows(actor=actor, ids=ids, after=after, tally=tally)
        fresh = plan_anew(actor=actor, at=at, moved=moved)
        settle(actor=actor, at=at, pairs=pairs, act_id=act_id, fresh=fresh)
    tally.changed = len(pairs)
    return tally


def call_off_many(*, actor: Actor, at: datetime, ids: Sequence[UUID], act_id: UUID | None = None) -> Tally:
    """Call planned meetings off, drop tasks and calls that are still to be done."""

    def after(one: Held) -> Values:
        off = OFF.get(Kind(one.kind))
        is_so = one.is_open or one.state == off
        return {"state": str(off)} if off and is_so and one.retracted_at is None else None

    return change_many(actor=actor, at=at, ids=ids, after=after, act_id=act_id)


def complete_many(*, actor: Actor, at: datetime, ids: Sequence[UUID], act_id: UUID | None = None) -> Tally:
    """Say that tasks are done; a call has an outcome and a meeting a result, so these are done one by one."""

    def after(one: Held) -> Values:
        return {"state": str(State.DONE)} if one.kind == Kind.TASK and one.retracted_at is None else None

    return change_many(actor=actor, at=at, ids=ids, after=after, act_id=act_id)


def _marks_number(one: Held) -> bool:
    """Whether the outcome of the call says something of the number, which is told and given back with the call alone."""
    return one.outcome_class == CallStatus.Class.WRONG_NUMBER and one.point_id is not None


def retract_many(*, actor: Actor, at: datetime, ids: Sequence[UUID], act_id: UUID | None = None) -> Tally:
    """Take activities back, and with calls the next ones that their outcomes planned. Calls of wrong numbers are left."""
    moment = plain_of(at)

    def after(one: Held) -> Values:
        return None if _marks_number(one) else {"retracted_at": plain_of(one.retracted_at) or moment}

    tally = Tally()
    with transaction.atomic():
        lock_with_next(ids=ids, owners=actor.owners("work.see"))
        pairs = choose_rows(actor=actor, ids=ids, after=after, tally=tally)
        chosen = {one.id: (one, row) for one, row in pairs}
        calls = [one.id for one, _row in pairs if one.kind == Kind.CALL]
        for one in take_next(calls, retracted=False):
            chosen.setdefault(one.id, (one, Row(one.id, {"retracted_at": None}, {"retracted_at": moment})))
        settle(actor=actor, at=at, pairs=_in_order(chosen), act_id=act_id)
    tally.changed = len(chosen)
    return tally


def restore_many(*, actor: Actor, at: datetime, ids: Sequence[UUID], act_id: UUID | None = None) -> Tally:
    """Bring back what was taken back, and the next calls that were taken back together with their calls."""

    def after(one: Held) -> Values:
        return {"retracted_at": None} if one.retracted_at is None or not _marks_number(one) else None

    tally = Tally()
    with transaction.atomic():
        lock_with_next(ids=ids, owners=actor.owners("work.see"))
        pairs = choose_rows(actor=actor, ids=ids, after=after, tally=tally)
        chosen = {one.id: (one, row) for one, row in pairs}
        gone = {one.id: one.retracted_at for one, _row in pairs if one.kind == Kind.CALL}
        for one in take_next(list(gone), retracted=True):
            if one.follows_id and one.retracted_at == gone[one.follows_id]:
                was = {"retracted_at": plain_of(one.retracted_at)}
                chosen.setdefault(one.id, (one, Row(one.id, was, {"retracted_at": None})))
        settle(actor=actor, at=at, pairs=_in_order(chosen), act_id=act_id)
    tally.changed = len(chosen)
    return tally


def _in_order(chosen: Mapping[UUID, Pair]) -> list[Pair]:
    """By id: an undo locks them again in the order in which the act kept them."""
    return [chosen[id_] for id_ in sorted(chosen)]


def return_many(
    *, actor: Actor, at: datetime, act: Act, after: int = 0, limit: int = 10_000
) -> Returning | None:
    """Restore the next activities of the act behind the line `after`; None when there are no more.

    Left alone are those that somebody else has changed since, those that hold no longer what the act gave them, those that
    were done or taken back since, and meetings whose new one has gone on.
    """
    with transaction.atomic():
        found = take_lines(GROUND, act, actor=actor, after=after, limit=limit, beside=held_plain)
        if found is None:
            return None
        now = {one.id: one for one in take_held(ids=[row.id for row in found.rows], owners=None)}
        fresh = list_undone(found.rows)
        rows = [row for row in found.rows if _may_return(row, now[row.id], row.id in fresh)]
        moment = plain_of(at)
        gone = [
            (fresh[row.id], Row(fresh[row.id].id, {"retracted_at": None}, {"retracted_at": moment}))
            for row in rows
            if row.id in fresh
        ]
        settle(actor=actor, at=at, pairs=[*((now[row.id], row) for row in rows), *gone])
        return Returning(rows, found.left + len(found.rows) - len(rows), found.last)


def _may_return(row: Row, one: Held, has_fresh: bool) -> bool:
    """Whether the activity may have again what it had."""
    if "retracted_at" in row.after:
        return True
    if one.retracted_at is not None or not (one.is_open or "state" in row.after or own_name(row)):
        return False
    return row.before.get("state") != State.MOVED or has_fresh
