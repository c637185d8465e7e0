"""The demo company's deals: each rep has some on the board, some won and lost this month and before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from requite.deals.actions.close_deal import close_deal
from requite.deals.actions.keeping import Draft
from requite.deals.actions.register_deal import register_deal
from requite.deals.models import Deal, Product, Reason, Stage
from requite.demo import offers, papers
from requite.demo.calendar import Now
from requite.demo.cast import CAST, REPS
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
LINED = (1, 2, 4)
# What is next in each open deal: a kind, in how many working days, at which time; None is a deal that waits for somebody.
STEPS = (None, ("task", -1, ""), ("call", 1, "10:30"), ("meeting", 3, "14:00"), ("task", 6, ""), ("meeting", 12, "15:00"), None)
MILLION = 1_000_000


def fill(*, users: dict[str, User], owned: dict[str, list[Person]], now: Now, random: Random) -> None:
    """Make them by the actions that a rep uses, at times that lie behind."""
    boss = next(member.key for member in CAST if member.role == "administrator")
    products = offers.fill_products(actor=actor_of(users[boss]), at=now.at - timedelta(days=200))
    for member in REPS:
        people = owned.get(member.key, [])
        if people:
            rep = Rep(actor_of(users[member.key]), people, products, now, random)
            opened = rep.open(len(member.key))
            rep.close()
            papers.fill(
                actor=rep.actor, at=now.at - timedelta(hours=19), deals=[opened[number] for number in LINED],
                people=[one.id for one in people[:4]],
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rep:
    """A rep and what their deals are made of."""

    actor: Actor
    people: list[Person]
    products: list[Product]
    now: Now
    random: Random

    def open(self, offset: int) -> list[UUID]:
        """Deals that are on the board, the newest as it is begun: with a title alone."""
        stages, found = list(Stage.objects.order_by("position")), []
        for number in range(OPEN):
            stage = stages[(number * 2 + offset) % len(stages)]
            age = timedelta(days=self.random.randint(1, 24), minutes=self.random.randint(0, 500))
            at = self.now.at - age
            deal = self._register(stage, at, is_new=number == 0)
            if number in LINED:
                offers.fill_lines(actor=self.actor, at=at, deal_id=deal, products=self.products, random=self.random)
            if number:
                offers.fill_parts(actor=self.actor, at=at, deal_id=deal, people=self.people, random=self.random)
            if step := STEPS[number]:
                _plan(self.actor, deal, step, self.now, self.now.at - timedelta(hours=20))
            found.append(deal)
        return found

    def close(self) -> None:
        """Deals that were won and lost."""
        stage = list(Stage.objects.order_by("position"))[-1]
        reasons = {
            state: list(Reason.objects.filter(state=state).order_by("position")) for state in ("won", "lost")
        }
        for number in range(WON + LOST):
            state = "won" if number < WON else "lost"
            at = self.now.at - timedelta(days=(2, 9, 31, 45, 12, 38)[number], minutes=self.random.randint(30, 400))
            begun = at - timedelta(days=9)
            deal = self._register(stage, begun)
            if number % 2:
                offers.fill_lines(actor=self.actor, at=begun, deal_id=deal, products=self.products, random=self.random)
            reason = self.random.choice(reasons[state])
            close_deal(actor=self.actor, at=at, deal_id=deal, state=state, reason_id=reason.id)

    def _register(self, stage: Stage, at: datetime, *, is_new: bool = False) -> UUID:
        expected = self.now.today + timedelta(days=self.random.randint(3, 60))
        draft = Draft(
            title=self.random.choice(THINGS), stage_id=stage.id, person_id=self.random.choice(self.people).id,
            amount="" if is_new else str(self.random.randint(4, 90) * MILLION // 10),
            expected_on="" if is_new else expected.isoformat(),
        )  # fmt: skip
        return register_deal(actor=self.actor, at=at, draft=draft).id


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

