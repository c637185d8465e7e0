"""Draw records for checking: of each rep (or team) and stratum as many as the plan of checking says."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q, Sum
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
from requite.kernel.period import start_of_day

DAY, WEEK = timedelta(days=1), timedelta(days=7)
LATE = timedelta(days=28)  # how long after its day an event is still drawn from, where it was entered late
ROLES_OF_REPS = tuple(role.slug for role in ROLES.values() if role.rights.get("work.edit") in ("own", "team"))


@dataclass(frozen=True, slots=True)
class Lot:
    """What is drawn from: a stratum of a rep's or a team's records of the days from `start` up to `end`, and how many."""

    holder: Holder
    user_ids: tuple[UUID, ...]
    stratum: str
    count: int
    start: date
    end: date


def draw_week(*, actor: Actor, at: datetime) -> list[Draw]:
    """What is due: of each rep or team the days up to this week's Monday. The same week a second time draws nothing.

    By the plan that held then: one of this week says nothing of the days before it, but for the very first.
    """
    monday = _monday(actor, at)
    plan = plan_on(monday - DAY) or plan_on(actor.day_of(at))
    return _draw_all(actor, at, plan, monday, None) if plan and plan.total else []


def draw_now(*, actor: Actor, at: datetime) -> list[Draw]:
    """At once, with the days up to today, of the reps whom the right reaches; what is left of the week's number, for it is
    drawn at once no more than once a week. Raises NotAllowed, Refused."""
    demand_right(actor=actor, right=DRAW)
    today = actor.day_of(at)
    plan = plan_on(today)
    if plan is None or not plan.total:
        raise Refused(_("Nothing is checked yet: an administrator sets under Settings, Spot checks, how many a week."))
    since = start_of_day(_monday(actor, at), zone=actor.company_zone)
    found = _draw_all(actor, at, plan, today, actor.owners(DRAW), since=since)
    if found:
        return found
    if any(_left(plan, holder, since) for holder, _user_ids in _holders(plan, actor.owners(DRAW))):
        raise Refused(_("All days up to yesterday were drawn from already. What happens today can be drawn from tomorrow."))
    raise Refused(_("This week’s number was drawn at once already. The next lot is drawn by itself on Monday."))


def _monday(actor: Actor, at: datetime) -> date:
    today = actor.day_of(at)
    return today - timedelta(days=today.weekday())


def _draw_all(
    actor: Actor, at: datetime, plan: CheckPlan, until: date, reach: tuple[UUID, ...] | None, since: datetime | None = None
) -> list[Draw]:
    """`since`: no more than is left of what may be drawn at once from then on."""
    made: list[Draw] = []
    for holder, user_ids in _holders(plan, reach):
        with recording(actor=actor, at=at) as record:
            hold(Lock.DRAWS)
            counts, starts = _left(plan, holder, since), _starts(holder, until)
            lots = [
                Lot(holder, user_ids, stratum, counts[stratum], starts.get(stratum, until - WEEK), until)
                for stratum in Stratum.values if counts.get(stratum)
            ]  # fmt: skip
            made += _draw(record, plan, [lot for lot in lots if lot.start < until])
    return made


def _left(plan: CheckPlan, holder: Holder, since: datetime | None) -> dict[str, int]:
    """How many of each stratum may be drawn: the week's number, less what somebody drew at once since then."""
    counts = {stratum: count for stratum, count in plan.a_week.items() if count}
    if since is None:
        return counts
    done = Draw.objects.filter(drawn_by__isnull=False, drawn_at__gte=since, **_who(holder)).values("stratum")
    for stratum, drawn in done.annotate(n=Sum("drawn")).values_list("stratum", "n"):
        counts[stratum] = max(0, counts.get(stratum, 0) - drawn)
    return {stratum: count for stratum, count in counts.items() if count}


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


def _starts(holder: Holder, until: date) -> dict[str, date]:
    """Where the last draw of each stratum ended, at most a week back."""
    last = Draw.objects.filter(**_who(holder)).values("stratum").annotate(last=Max("ends_on"))
    return {stratum: max(day, until - WEEK) for stratum, day in last.values_list("stratum", "last")}


def _who(holder: Holder) -> dict[str, UUID | None]:
    return {"user_id": holder.id} if holder.who == "user" else {"team_id": holder.id}


def _draw(record: Recorder, plan: CheckPlan, lots: Sequence[Lot]) -> list[Draw]:
    before: dict[date, frozenset[UUID]] = {}
    made = []
    for lot in lots:
        if lot.start not in before:
            before[lot.start] = list_before_targets(lot.user_ids, lot.start, lot.end)
        since, known = _drawn_from(lot)
        frame = frame_of(
            stratum=lot.stratum, user_ids=lot.user_ids, start=lot.start, end=lot.end, before=before[lot.start],
            since=since, known=known,
        )  # fmt: skip
        made.append(_draw_one(record, plan, lot, frame))
    return made


def _drawn_from(lot: Lot) -> tuple[date, set[UUID]]:
    """From which day on these reps' events of that kind were drawn from, four weeks back at most, and which these were."""
    if lot.stratum not in OF_A_DAY:
        return lot.start, set()
    teams = User.objects.filter(id__in=lot.user_ids).values("team_id")
    whose = Q(user__in=lot.user_ids) | Q(team__in=teams)
    rows = Draw.objects.filter(whose, stratum=lot.stratum, ends_on__gt=lot.start - LATE).values_list("starts_on", "frame")
    earliest, known = lot.start, set[UUID]()
    for starts_on, frame in rows:
        earliest = min(earliest, starts_on)
        known |= set(drawing.unpack(bytes(frame)))
    return max(earliest, lot.start - LATE), known


def _draw_one(record: Recorder, plan: CheckPlan, lot: Lot, frame: Frame) -> Draw:
    seed = secrets.token_hex(16)
    found = drawing.draw(ids=frame.owners, favoured=frame.favoured, count=lot.count, seed=seed)
    draw = Draw.objects.create(
        plan=plan, stratum=lot.stratum, starts_on=lot.start, ends_on=lot.end, seed=seed,
        frame=drawing.pack(frame.owners), favoured=drawing.pack(frame.favoured), frame_hash=drawing.hash_of(frame.owners),
        size=len(frame.owners), asked=lot.count, drawn=len(found), drawn_at=record.at, drawn_by_id=record.actor.id,
        **_who(lot.holder),
    )  # fmt: skip
    Check.objects.bulk_create(
        Check(
            draw=draw, stratum=lot.stratum, record_id=one.record_id, user_id=frame.owners[one.record_id],
            is_favoured=one.record_id in frame.favoured, probability=float(one.probability), drawn_at=record.at,
        )
        for one in found
    )  # fmt: skip
    noted = {"drawn": len(found), "of": draw.size, "seed": seed, "frame": draw.frame_hash}
    changes = {name: (None, value) for name, value in noted.items()}
    owners: Sequence[UUID] = [frame.owners[one.record_id] for one in found]
    topics = topics_of(owners) if owners else frozenset[str]()
    record(ChecksDrawn(subject_id=draw.id, changes=changes, topics=topics))
    return draw
