"""Meetings moved among many: each is kept as moved, and a new one is planned in its place."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from requite.fields.values import copy_values
from requite.identity.models import User
from requite.journal.acts import MANY, Row
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.kernel.reading import run
from requite.people import access as people_access
from requite.work.changing import Pair, judge_many, plain_of
from requite.work.models import Activity, Attendance, Participation

State = Activity.State
USUAL = timedelta(hours=1)


def plan_anew(*, actor: Actor, at: datetime, moved: Sequence[tuple[Activity, datetime]]) -> list[Pair]:
    """Plan a new meeting for each of the meetings, with the same people and colleagues; each with what is told.

    Colleagues who have left no longer take part, as where a single meeting is moved.
    """
    if not moved:
        return []
    if len(moved) > MANY:
        run("DISCARD PLANS")  # as journal/acts.py does: triggers keep plans made for one row
    parts = Participation.objects.filter(activity__in=[old for old, _when in moved], user__is_active=True)
    colleagues: dict[UUID, list[User]] = {}
    for part in parts.select_related("user"):
        colleagues.setdefault(part.activity_id, []).append(part.user)
    teams = dict(User.objects.filter(id__in={old.owner_id for old, _when in moved}).values_list("id", "team_id"))
    fresh = {old.id: _again(actor, at, old, when, teams.get(old.owner_id)) for old, when in moved}
    for old, _when in moved:
        fresh[old.id].is_joint = old.id in colleagues
    copy_values(actor, "meeting", {old_id: one.id for old_id, one in fresh.items()})
    judge_many(list(fresh.values()), at=at)
    Activity.objects.bulk_create(fresh.values(), batch_size=1_000)
    Participation.objects.bulk_create(
        Participation(activity=fresh[old_id], user=user, team_id=user.team_id)
        for old_id, users in colleagues.items()
        for user in users
    )
    _invite(actor, fresh)
    return [
        (fresh[old.id], Row(fresh[old.id].id, {"at": plain_of(old.at)}, {"at": plain_of(when)})) for old, when in moved
    ]


def _again(actor: Actor, at: datetime, old: Activity, when: datetime, team_id: UUID | None) -> Activity:
    length = old.until - old.at if old.until else USUAL
    return Activity(
        id=new_id(), kind="meeting", state=State.PLANNED, owner_id=old.owner_id, team_id=team_id,
        person_id=old.person_id, company_id=old.company_id, deal_id=old.deal_id, topic=old.topic, place=old.place,
        follows_id=old.id, at=when, until=when + length, day=actor.day_of(when), made_at=at, made_by_id=actor.id,
    )  # fmt: skip


def _invite(actor: Actor, fresh: dict[UUID, Activity]) -> None:
    """The other persons whom the actor sees come again."""
    there = list(Attendance.objects.filter(activity__in=fresh).values_list("activity_id", "person_id"))
    wanted = {person_id for _id, person_id in there}
    seen = set(
        people_access.visible_people(actor).filter(id__in=wanted).values_list("id", flat=True) if wanted else ()
    )
    Attendance.objects.bulk_create(
        Attendance(activity=fresh[old_id], person_id=person_id) for old_id, person_id in there if person_id in seen
    )


def list_undone(rows: Sequence[Row]) -> dict[UUID, Activity]:
    """The new meetings, locked, by the one that each follows; of those rows alone that give a moved one back its state.

    One that has gone on since is left out, and so its former one stays moved.
    """
    former = [row.id for row in rows if row.before.get("state") == State.MOVED]
    if not former:
        return {}
    fresh = Activity.objects.select_for_update().filter(
        follows__in=former, version=1, state=State.PLANNED, retracted_at__isnull=True
    )
    return {one.follows_id: one for one in fresh.order_by("id") if one.follows_id}
