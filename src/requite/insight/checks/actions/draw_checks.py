"""Draw records for checking: of each rep (or team) and stratum as many as the plan of checking says."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from requite.identity.access import demand_right
from requite.identity.models import User
from requite.identity.roles import ROLES
from requite.identity.topics import topics_of
from requite.insight.before_targets import list_before_targets
from requite.insight.checks import drawing
from requite.insight.checks.access import DRAW
from requite.insight.checks.events import ChecksDrawn
from requite.insight.checks.frames import OF_A_DAY, Frame, frame_of
from requite.insight.checks.models import Check, CheckPlan, Draw, Stratum
from requite.insight.checks.queries.plans import plan_on
from requite.insight.figures import Holder
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.locks import Lock, hold

WEEK = timedelta(days=7)
LATE = timedelta(days=28)  # how long after its day an event is still drawn from, where it was entered late
ROLES_OF_REPS = tuple(role.slug for role in ROLES.values() if role.rights.get("work.edit") in ("own", "team"))


@dataclass(frozen=True, slots=True)
class Lot:
    """What is drawn from: a rep's or a team's records of the days from `start` up to `end`."""

    holder: Holder
    user_ids: tuple[UUID, ...]
    start: date
    end: date


def draw_week(*, actor: Actor, at: datetime) -> list[Draw]:
    """What is due: of each rep or team the days up to this week's Monday. The same week a second time draws nothing."""
    today = actor.day_of(at)
    plan = plan_on(today)
    return _draw_all(actor, at, plan, today - timedelta(days=today.weekday()), None) if plan and plan.total else []


def draw_now(*, actor: Actor, at: datetime) -> list[Draw]:
    """The same at once for the reps whom the right reaches, with the days up to today. Raises NotAllowed, Refused."""
    demand_right(actor=actor, right=DRAW)
    today = actor.day_of(at)
    plan = plan_on(today)
    if plan is None or not plan.total:
        raise Refused(_("Nothing is checked yet: an administrator sets under Settings, Spot checks, how many a week."))
    found = _draw_all(actor, at, plan, today, actor.owners(DRAW))
    if not found:
        raise Refused(_("All days up to yesterday were drawn from already. What happens today can be drawn from tomorrow."))
    return found


def _draw_all(
    actor: Actor, at: datetime, plan: CheckPlan, until: date, reach: tuple[UUID, ...] | None
) -> list[Draw]:
    made: list[Draw] = []
    for holder, user_ids in _holders(plan, reach):
        with recording(actor=actor, at=at) as record:
            hold(Lock.DRAWS)
            start = _start(holder, until)
            if start < until:
                made += _draw(record, plan, Lot(holder, user_ids, start, until))
    return made


def _holders(plan: CheckPlan, reach: tuple[UUID, ...] | None) -> Iterable[tuple[Holder, tuple[UUID, ...]]]:
    """Whose records are drawn apart, with the reps whose they are. A team is drawn whole or not at all."""
    reps = User.objects.filter(is_active=True, role__in=ROLES_OF_REPS).order_by("id").values_list("id", "team_id")
    if plan.per == CheckPlan.Per.REP:
        return [(Holder("user", id_), (id_,)) for id_, _team in reps if reach is None or id_ in reach]
    teams: dict[UUID, list[UUID]] = {}
    for id_, team_id in reps:
        if team_id:
            teams.setdefault(team_id, []).append(id_)
    return [
        (Holder("team", team_id), tuple(ids))
        for team_id, ids in teams.items()
        if reach is None or set(ids) <= set(reach)
    ]


def _start(holder: Holder, until: date) -> date:
    """Where the last draw ended, at most a week back."""
    last = Draw.objects.filter(**_who(holder)).aggregate(last=Max("ends_on"))["last"]
    return max(last, until - WEEK) if last else until - WEEK


def _who(holder: Holder) -> dict[str, UUID | None]:
    return {"user_id": holder.id} if holder.who == "user" else {"team_id": holder.id}


def _draw(record: Recorder, plan: CheckPlan, lot: Lot) -> list[Draw]:
    before = list_before_targets(lot.user_ids, lot.start, lot.end)
    made = []
    for stratum in Stratum.values:
        if count := plan.a_week.get(stratum, 0):
            since, known = _drawn_from(lot, stratum)
            frame = frame_of(
                stratum=stratum, user_ids=lot.user_ids, start=lot.start, end=lot.end, before=before, since=since,
                known=known,
            )  # fmt: skip
            made.append(_draw_one(record, plan, lot, stratum, count, frame))
    return made


def _drawn_from(lot: Lot, stratum: str) -> tuple[date, set[UUID]]:
    """From which day on these reps' events of that kind were drawn from, four weeks back at most, and which these were."""
    if stratum not in OF_A_DAY:
        return lot.start, set()
    teams = User.objects.filter(id__in=lot.user_ids).values("team_id")
    whose = Q(user__in=lot.user_ids) | Q(team__in=teams)
    rows = Draw.objects.filter(whose, stratum=stratum, ends_on__gt=lot.start - LATE).values_list("starts_on", "frame")
    earliest, known = lot.start, set[UUID]()
    for starts_on, frame in rows:
        earliest = min(earliest, starts_on)
        known |= set(drawing.unpack(bytes(frame)))
    return max(earliest, lot.start - LATE), known


def _draw_one(record: Recorder, plan: CheckPlan, lot: Lot, stratum: str, count: int, frame: Frame) -> Draw:
    seed = secrets.token_hex(16)
    found = drawing.draw(ids=frame.owners, favoured=frame.favoured, count=count, seed=seed)
    draw = Draw.objects.create(
        plan=plan, stratum=stratum, starts_on=lot.start, ends_on=lot.end, seed=seed,
        frame=drawing.pack(frame.owners), favoured=drawing.pack(frame.favoured), frame_hash=drawing.hash_of(frame.owners),
        size=len(frame.owners), asked=count, drawn=len(found), drawn_at=record.at, drawn_by_id=record.actor.id,
        **_who(lot.holder),
    )  # fmt: skip
    Check.objects.bulk_create(
        Check(
            draw=draw, stratum=stratum, record_id=one.record_id, user_id=frame.owners[one.record_id],
            is_favoured=one.record_id in frame.favoured, probability=float(one.probability), drawn_at=record.at,
        )
        for one in found
    )  # fmt: skip
    if found:
        noted = {"drawn": len(found), "of": draw.size, "seed": seed, "frame": draw.frame_hash}
        changes = {name: (None, value) for name, value in noted.items()}
        owners: Sequence[UUID] = [frame.owners[one.record_id] for one in found]
        record(ChecksDrawn(subject_id=draw.id, changes=changes, topics=topics_of(owners)))
    return draw
