"""Meetings moved among many: each is kept as moved, and a new one is planned in its place."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from requite.fields.values import copy_values
from requite.identity.models import User
from requite.journal.acts import MANY, Row, expect_many, plain
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.kernel.reading import fetch_all, run
from requite.people import access as people_access
from requite.quality.engine import FINDINGS
from requite.work import assessing
from requite.work.changing import Pair, plain_of
from requite.work.held import Held, take_again
from requite.work.models import Activity

State = Activity.State
USUAL = timedelta(hours=1)
TYPES = {"missing": "varchar[]", "owed_at": "timestamptz"}
# Whom it is with and what it is about, as the former one has it.
PLAN = """
INSERT INTO work_activity (id, kind, state, owner_id, team_id, person_id, company_id, deal_id, at, until, day, is_all_day,
    direction, outcome_class, topic, place, result, body, follows_id, was_planned, is_joint, source, made_at, made_by_id,
    version, asked, {columns})
SELECT n.id, 'meeting', 'planned', o.owner_id, n.team_id, o.person_id, o.company_id, o.deal_id, n.at, n.until, n.day, false,
    '', '', o.topic, o.place, '', '', o.id, false, n.is_joint, 'typed', %s, %s,
    1, '{{}}', {given}
FROM jsonb_to_recordset(%s::jsonb) n(id uuid, former uuid, team_id uuid, at timestamptz, until timestamptz, day date,
    is_joint boolean, {types})
JOIN work_activity o ON o.id = n.former
""".format(
    columns=", ".join(FINDINGS),
    given=", ".join(f"n.{name}" for name in FINDINGS),
    types=", ".join(f"{name} {TYPES.get(name, 'smallint')}" for name in FINDINGS),
)
COLLEAGUES = """
SELECT p.activity_id, p.user_id, u.team_id FROM work_participation p JOIN identity_user u ON u.id = p.user_id
WHERE p.activity_id = ANY(%s::uuid[]) AND u.is_active
"""
JOIN = """
INSERT INTO work_participation (activity_id, user_id, team_id) SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[])
"""
COMING = "SELECT activity_id, person_id FROM work_attendance WHERE activity_id = ANY(%s::uuid[])"
INVITE = "INSERT INTO work_attendance (activity_id, person_id) SELECT * FROM unnest(%s::uuid[], %s::uuid[])"


def plan_anew(*, actor: Actor, at: datetime, moved: Sequence[tuple[Held, datetime]]) -> list[Pair]:
    """Plan a new meeting for each of the meetings, with the same people and colleagues; each with what is told.

    Colleagues who have left no longer take part, as where a single meeting is moved.
    """
    if not moved:
        return []
    if len(moved) > MANY:
        expect_many()
    parts = fetch_all(COLLEAGUES, [[old.id for old, _when in moved]])
    joint = {old_id for old_id, _user_id, _team_id in parts}
    teams = dict(User.objects.filter(id__in={old.owner_id for old, _when in moved}).values_list("id", "team_id"))
    fresh = {
        old.id: _again(actor, at, old, when, team_id=teams.get(old.owner_id), is_joint=old.id in joint)
        for old, when in moved
    }
    copy_values(actor, "meeting", {old_id: one.id for old_id, one in fresh.items()})
    _keep(actor, at, fresh)
    if parts:
        ids, users, in_teams = zip(*parts, strict=True)
        run(JOIN, [[fresh[old_id].id for old_id in ids], list(users), list(in_teams)])
    _invite(actor, fresh)
    return [
        (fresh[old.id], Row(fresh[old.id].id, {"at": plain_of(old.at)}, {"at": plain_of(when)})) for old, when in moved
    ]


def _again(
    actor: Actor, at: datetime, old: Held, when: datetime, *, team_id: UUID | None, is_joint: bool
) -> Held:
    length = old.until - old.at if old.until else USUAL
    return Held(
        id=new_id(), kind="meeting", state="planned", owner_id=old.owner_id, team_id=team_id, person_id=old.person_id,
        company_id=old.company_id, deal_id=old.deal_id, at=when, until=when + length, day=actor.day_of(when),
        is_all_day=False, outcome_id=None, outcome_class="", seconds=None, point_id=None, topic=old.topic,
        place=old.place, result="", follows_id=old.id, is_joint=is_joint, retracted_at=None, asked={}, rulings={},
        made_at=at,
    )  # fmt: skip


def _keep(actor: Actor, at: datetime, fresh: Mapping[UUID, Held]) -> None:
    found = assessing.find_all(list(fresh.values()), at=at)
    rows = [
        {
            "id": one.id, "former": one.follows_id, "team_id": one.team_id, "at": one.at, "until": one.until,
            "day": one.day, "is_joint": one.is_joint, **found[one.id].told(),
        }
        for one in fresh.values()
    ]  # fmt: skip
    run(PLAN, [at, actor.id, plain(rows)])


def _invite(actor: Actor, fresh: Mapping[UUID, Held]) -> None:
    """The other persons whom the actor sees come again."""
    there = fetch_all(COMING, [list(fresh)])
    wanted = {person_id for _id, person_id in there}
    seen = set(
        people_access.visible_people(actor).filter(id__in=wanted).values_list("id", flat=True) if wanted else ()
    )
    come = [(fresh[old_id].id, person_id) for old_id, person_id in there if person_id in seen]
    if come:
        run(INVITE, [list(each) for each in zip(*come, strict=True)])


def list_undone(rows: Sequence[Row]) -> dict[UUID, Held]:
    """The new meetings, locked, by the one that each follows; of those rows alone that give a moved one back its state.

    One that has gone on since is left out, and so its former one stays moved.
    """
    former = [row.id for row in rows if row.before.get("state") == State.MOVED]
    return {one.follows_id: one for one in take_again(former) if one.follows_id}
