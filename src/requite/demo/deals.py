"""The demo company's deals: each rep has some on the board, some won and lost this month and before."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from requite.deals.actions.close_deal import close_deal
from requite.deals.actions.keeping import Draft
from requite.deals.actions.register_deal import register_deal
from requite.deals.models import Deal, Reason, Stage
from requite.demo.calendar import Now
from requite.demo.cast import REPS
from requite.demo.start import actor_of
from requite.identity.models import User
from requite.kernel.actor import Actor
from requite.people.models import Person
from requite.work.actions.log_call import plan_call
from requite.work.actions.meetings import plan_meeting
from requite.work.actions.tasks import plan_task

THINGS = (
    "연간 공급 계약",
    "설비 교체",
    "부품 2차 발주",
    "정기 점검",
    "신규 라인",
    "시험 도입",
    "재계약",
    "소모품 공급",
)
TOPICS = {"task": "견적서 보내기", "call": "견적 확인 전화", "meeting": "조건 협의"}
OPEN, WON, LOST = 7, 4, 2
# What is next in each open deal: a kind, in how many working days, at which time; None is a deal that waits for somebody.
STEPS = (
    None,
    ("task", -1, ""),
    ("call", 1, "10:30"),
    ("meeting", 3, "14:00"),
    ("task", 6, ""),
    ("meeting", 12, "15:00"),
    None,
)
MILLION = 1_000_000


def fill(*, users: dict[str, User], owned: dict[str, list[Person]], now: Now, random: Random) -> None:
    """Make them by the actions that a rep uses, at times that lie behind."""
    stages = list(Stage.objects.order_by("position"))
    reasons = {
        state: list(Reason.objects.filter(state=state).order_by("position")) for state in ("won", "lost")
    }
    for member in REPS:
        people = owned.get(member.key, [])
        if not people:
            continue
        actor = actor_of(users[member.key])
        for number in range(OPEN):
            stage = stages[(number * 2 + len(member.key)) % len(stages)]
            age = timedelta(days=random.randint(1, 24), minutes=random.randint(0, 500))
            deal = _register(
                actor, random.choice(people), stage, now.at - age, now, random, is_new=number == 0
            )
            if step := STEPS[number]:
                _plan(actor, deal, step, now, now.at - timedelta(hours=20))
        for number in range(WON + LOST):
            state = "won" if number < WON else "lost"
            at = now.at - timedelta(days=(2, 9, 31, 45, 12, 38)[number], minutes=random.randint(30, 400))
            deal = _register(actor, random.choice(people), stages[-1], at - timedelta(days=9), now, random)
            reason = random.choice(reasons[state])
            close_deal(actor=actor, at=at, deal_id=deal, state=state, reason_id=reason.id)


def _plan(actor: Actor, deal: UUID, step: tuple[str, int, str], now: Now, at: datetime) -> None:
    kind, days, clock = step
    day = now.back(-days)[-1] if days < 0 else now.ahead(days)[-1]
    common: dict[str, Any] = {"actor": actor, "at": at, "deal_id": deal}
    if kind == "task":
        plan_task(topic=TOPICS[kind], on=day, **common)
    elif kind == "meeting":
        plan_meeting(topic=TOPICS[kind], event_at=now.moment(day, clock), **common)
    else:
        person_id = Deal.objects.values_list("person_id", flat=True).get(id=deal)
        plan_call(topic=TOPICS[kind], event_at=now.moment(day, clock), person_id=person_id, **common)


def _register(
    actor: Actor,
    person: Person,
    stage: Stage,
    at: datetime,
    now: Now,
    random: Random,
    *,
    is_new: bool = False,
) -> UUID:
    draft = Draft(
        title=random.choice(THINGS), stage_id=stage.id, person_id=person.id,
        amount="" if is_new else str(random.randint(4, 90) * MILLION // 10),
        expected_on="" if is_new else (now.today + timedelta(days=random.randint(3, 60))).isoformat(),
    )  # fmt: skip
    return register_deal(actor=actor, at=at, draft=draft).id
