"""What the fields of a deal say to a reader, in plain Python, and deals with every field filled for some."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from testing.builders import DAY, call_of, deal_of, meeting_of
from testing.cast import NOW, Cast

from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Deal, Line, Product, Reason
from requite.kernel.money import digits_of
from requite.people.models import Person
from requite.work.actions.tasks import plan_task
from requite.work.models import Activity

if TYPE_CHECKING:
    from requite.insight.lists.tests.plain import Plain

CLOSES = (None, -40, -3, 0, 1, 6, 30, 45, 400)


def make_deals(cast: Cast) -> None:
    """A dozen deals in every state, some archived, with people and companies of others."""
    people = list(Person.objects.order_by("id"))
    Product.objects.create(name="Seo lens", name_fold="seo lens", currency="KRW", price=5)
    reasons = {one.state: one for one in Reason.objects.all()}
    for n in range(12):
        who, day = ("anna", "boris", "gleb")[n % 3], CLOSES[n % 9]
        person = people[n] if n % 4 else None
        deal = deal_of(
            cast, who, title=("Seo", "50% x", "Орёл", "a_b")[n % 4] + str(n), at=NOW - n * 5 * DAY,
            stage=("interest", "offer", "decision")[n % 3], amount="" if n % 5 == 0 else str(n * 700),
            expected_on=(NOW.date() + timedelta(days=day)).isoformat() if day is not None else "", note="seo" * (n % 2),
        )  # fmt: skip
        Deal.objects.filter(id=deal.id).update(person=person, company_id=person.company_id if person else None)
        if n % 3 == 1:
            Line.objects.create(
                deal=deal, position=0, name=("Seo lens", "Steel 50%")[n % 2], quantity=1, price=5, currency="KRW",
                tax_rate=0, net=5, tax=0, removed_at=NOW if n % 4 == 3 else None,
            )  # fmt: skip
        if n % 4 == 1:
            state = ("won", "lost")[n % 8 == 1]
            reason = reasons[state].id if n % 3 else None
            close_deal(actor=cast.actors["oleg"], at=NOW - n * DAY, deal_id=deal.id, state=state, reason_id=reason)
        if n % 6 == 5:
            Deal.objects.filter(id=deal.id).update(archived_at=NOW)
        if n % 3 == 0 and n % 4 != 1:
            plan_task(actor=cast.actors[who], at=NOW, topic="offer", event_at=NOW + n * DAY, deal_id=deal.id)
        if n % 2 and person:
            made = [call_of(cast, person, who, at=NOW - n * DAY), meeting_of(cast, person, who, at=NOW - 2 * n * DAY)]
            Activity.objects.filter(id__in=[one.id for one in made]).update(deal=deal)
            Activity.objects.filter(id=made[1].id).update(state="held")
    Deal.objects.filter(title__startswith="50% x1").update(currency="USD", amount=123_456)


def values_of(base: Plain, reader: str, deal: Any, slug: str) -> list[Any]:
    """The values of a field: none, one, or several of which each may pass."""
    if slug == "products":
        return [line.name for line in base.lines if line.deal_id == deal.id]
    if slug == "company_address":
        told = _told(base, reader, deal.company)
        return [one.value for one in base.points if told and one.kind == "address" and one.company_id == told.id]
    value = _value(base, reader, deal, slug)
    return [] if value is None else [value]


def _value(base: Plain, reader: str, deal: Any, slug: str) -> Any:
    person, company = _told(base, reader, deal.person), _told(base, reader, deal.company)
    for prefix, record in (("person", person), ("company", company)):
        if slug == prefix:
            return record and record.name_fold
        if slug.startswith(f"{prefix}_"):
            return record and getattr(record, slug.removeprefix(f"{prefix}_"))
    if slug == "next_step":
        is_open = deal.state == "open" and deal.archived_at is None
        return min((one.at for one in base.activities if is_open and _is_step(one, deal)), default=None)
    if slug == "last_contact":
        standing = base.standing.get(person.id) if person else None
        return getattr(standing, "last_contact_at", None)
    if slug in ("last_call", "last_meeting"):
        return base.last(reader, "deal", deal, slug.removeprefix("last_"))
    return _own(base, deal, slug)


def _is_step(activity: Any, deal: Any) -> bool:
    """Whether it is still to be done about the deal itself: what is planned with its person alone is not."""
    is_ahead = activity.state in ("to_do", "planned") and activity.retracted_at is None
    return is_ahead and activity.deal_id == deal.id


def _told(base: Plain, reader: str, record: Any) -> Any:
    return record if record and base.sees(reader, "people.see", record.owner_id) else None


def _own(base: Plain, deal: Any, slug: str) -> Any:
    chance = {"won": 100, "lost": 0}.get(deal.state, deal.stage.probability)
    worth = None if deal.value is None else Decimal(deal.value) / 100
    long = timedelta(days=deal.stage.rot_days)
    found = {
        "name": lambda: deal.title_fold, "stage": lambda: str(deal.stage_id),
        "pipeline": lambda: str(deal.stage.pipeline_id),
        "reason": lambda: _reason(base, deal), "amount": lambda: worth, "chance": lambda: chance,
        "own_amount": lambda: deal.amount if deal.amount is None else Decimal(deal.amount).scaleb(-digits_of(deal.currency)),
        "weighted": lambda: worth if worth is None else worth * chance / 100,
        "close": lambda: deal.expected_on, "entered": lambda: deal.entered_at, "age": lambda: (NOW - deal.entered_at).days,
        "rots": lambda: deal.state == "open" and NOW - deal.entered_at > long, "owner": lambda: deal.owner_id,
        "team": lambda: deal.owner and {deal.owner.team_id, base.cast.sales.id}, "made": lambda: deal.made_at,
        "closed": lambda: deal.closed_at, "owed": lambda: deal.owed_at is not None,
        "archived": lambda: deal.archived_at is not None,
    }.get(slug, lambda: getattr(deal, slug))  # fmt: skip
    return found()


def _reason(base: Plain, deal: Any) -> str | None:
    found = base.closures.get(deal.id)
    return str(found.reason_id) if found and found.reason_id else None
