"""What every action of this room shares: what a form gave, judged, kept, told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from babel.numbers import is_currency
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from requite.deals import assessing
from requite.deals.actions.reading import MOST_UNITS
from requite.deals.models import Closure, Deal, Stage
from requite.deals.worth import MOST_WORTH, worth
from requite.identity.checks import Checks
from requite.identity.models import User
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.recording import Recorder
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.fold import fold
from requite.kernel.money import digits_of, parse_money
from requite.kernel.reading import fetch_all
from requite.people import access as people_access
from requite.quality import gates
from requite.quality.engine import Assessment

LONGEST_TITLE, LONGEST_NOTE = 200, 20_000
# Who ends a stage locks it whole and waits for these; who moves a deal into it doesn't.
HELD_STAGES = "SELECT id, ended_at IS NOT NULL FROM deals_stage ORDER BY position, id FOR KEY SHARE"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a form says of a deal, as text. `amount` is in whole units of `currency`, as it was typed.

    `own` are texts for the company's own fields by slug.
    """

    title: str = ""
    stage_id: UUID | None = None
    person_id: UUID | None = None
    company_id: UUID | None = None
    amount: str = ""
    currency: str = ""
    expected_on: str = ""
    note: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    owner_id: UUID | None = None


def find_stage(stage_id: UUID | None) -> Stage:
    """The stage of that id, else the first of the first pipeline; it can't end before the deal stands in it.

    Raises Refused for one that is no longer there.
    """
    stages = Stage.objects.select_related("pipeline").filter(
        ended_at__isnull=True, pipeline__ended_at__isnull=True
    )
    stages = stages.select_for_update(of=("self",), no_key=True)
    if stage_id is None:
        stage = stages.order_by("pipeline__position", "pipeline_id", "position", "id").first()
    else:
        stage = stages.filter(id=stage_id).first()
    if stage is None:
        raise Refused(_("This stage is no longer there. Choose another."), field="stage")
    return stage


def ended_stages() -> frozenset[UUID]:
    """The stages that have ended; none ends, or comes back, before the transaction that is open does.

    Deals are taken before stages, as every move of a deal takes them.
    """
    return frozenset(id_ for id_, is_ended in fetch_all(HELD_STAGES) if is_ended)


def stand_again(deal: Deal, *, at: datetime) -> dict[str, tuple[object, object]]:
    """Where the stage of a deal that comes back has ended, put it into the one that is nearest below it; what changed."""
    if deal.state != Deal.State.OPEN or deal.stage_id not in ended_stages():
        return {}
    before = deal.stage
    kin = Stage.objects.filter(pipeline_id=before.pipeline_id, ended_at__isnull=True)
    below = (
        kin.filter(probability__lte=before.probability).order_by("-probability", "-position", "id").first()
    )
    near = below or kin.order_by("position", "id").first()
    deal.left_stage_id, deal.left_entered_at = before.id, deal.entered_at
    deal.stage, deal.entered_at = find_stage(near.id if near else None), at
    return {"stage": (before.label, deal.stage.label)}


def read(draft: Draft, *, actor: Actor, locale: str) -> dict[str, Any]:
    """The values of a draft, each as the model keeps it. Raises Refused with everything that is wrong."""
    checks = Checks()
    title = checks.text("title", draft.title, limit=LONGEST_TITLE)
    if len(draft.note) > LONGEST_NOTE:
        checks.fault(
            "note",
            _("This is longer than the field holds: at most %(limit)s letters.") % {"limit": LONGEST_NOTE},
        )
    currency = (draft.currency or actor.currency).upper()
    if not is_currency(currency):
        checks.fault("currency", _("Choose one of the list."))
        checks.settle()
    amount = _amount(checks, draft.amount, currency, locale)
    expected = read_day(checks, draft.expected_on)
    checks.settle()
    return {
        "title": title, "title_fold": fold(title), "amount": amount, "currency": currency,
        "expected_on": expected, "note": draft.note.strip(),
    }  # fmt: skip


def _amount(checks: Checks, text: str, currency: str, locale: str) -> int | None:
    if not text.strip():
        return None
    try:
        minor = parse_money(text, currency=currency, locale=locale).minor
    except Refused as refusal:
        checks.fault("amount", next(iter(refusal.errors.values())))
        return None
    if minor > MOST_UNITS * 10 ** digits_of(currency):
        checks.fault("amount", _("This amount is too large."))
    if minor < 0:
        checks.fault("amount", _("An amount is not below nothing."))
    return minor


def read_day(checks: Checks, text: str) -> date | None:
    """A day of an expected close as a form has it; a fault beside "expected_on" else."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        checks.fault("expected_on", _("Give the date as year-month-day, for example 2026-11-24."))
        return None
    if not EARLIEST <= day < LATEST:
        checks.fault("expected_on", _("The date lies outside the years 2000 to 2099."))
        return None
    return day


def link(deal: Deal, draft: Draft, *, actor: Actor, changed: Collection[str] = ("person", "company")) -> None:
    """Put the person and the company on the deal where they changed, those that the actor may see.

    A deal without a company takes that of its person.
    """
    if "person" in changed:
        id_ = draft.person_id
        deal.person = people_access.join_person(actor=actor, person_id=id_) if id_ else None
    if "company" in changed:
        id_ = draft.company_id
        deal.company = people_access.join_company(actor=actor, company_id=id_) if id_ else None
    if "person" in changed and deal.company_id is None and deal.person is not None:
        deal.company_id = deal.person.company_id


def own(deal: Deal, owner_id: UUID | None, *, actor: Actor) -> None:
    """Give a new deal its owner: the actor, or one whose deals the actor may change."""
    chosen = owner_id or actor.id
    hand(deal, chosen if chosen and actor.covers("deals.edit", chosen) else None, actor=actor)


def hand(deal: Deal, owner_id: UUID | None, *, actor: Actor) -> None:
    """Give the deal to an active colleague whose deals the actor sees; it is of that colleague's present team."""
    owner = User.objects.filter(id=owner_id, is_active=True).first() if owner_id else None
    if owner is None or not actor.covers("deals.see", owner.id):
        raise Refused(_("Choose an active colleague as the owner."), field="owner")
    deal.owner, deal.team_id = owner, owner.team_id


def settle_worth(deal: Deal, *, actor: Actor, day: date) -> None:
    """Say what the deal is worth in the company's currency. Raises Refused for more than sums can hold."""
    deal.value = worth(deal.amount, deal.currency, home=actor.currency, day=day)
    if deal.value is not None and deal.value > MOST_WORTH:
        raise Refused(_("This amount is too large."), field="amount")


def refuse_archived(deal: Deal) -> None:
    """Raise Refused for a deal that is off the board."""
    if deal.archived_at is not None:
        raise Refused(_("This deal is archived. Restore it first."))


def topics_of_deal(deal: Deal, *, actor: Actor | None = None) -> frozenset[str]:
    """The live topics that a change to the deal moves, by the actor."""
    topics = topics_of([deal.owner_id], actor=actor) | {f"deal:{deal.id}", f"pipeline:{deal.stage.pipeline_id}"}
    if deal.person_id:
        topics |= {f"person:{deal.person_id}"}
    return topics | ({f"company:{deal.company_id}"} if deal.company_id else frozenset())


def keep(
    record: Recorder,
    deal: Deal,
    event: type[Event],
    changes: Mapping[str, tuple[object, object]],
    *,
    also: frozenset[str] = frozenset(),
    own: Mapping[str, object] | None = None,
) -> None:
    """Judge and save the deal and note the event; what its closure waits for follows.

    `also` are topics beside the deal's own: of whom it leaves. Raises Gated (see `demand_passed`).
    """
    demand_passed(deal, assessing.judge(deal, at=record.at, own=own), actor=record.actor)
    if deal._state.adding:
        deal.save(force_insert=True)
    else:
        deal.version += 1
        deal.save()
    _follow(deal)
    record(event(subject_id=deal.id, changes=dict(changes), topics=topics_of_deal(deal, actor=record.actor) | also))


def demand_passed(deal: Deal, found: Assessment, *, actor: Actor) -> None:
    """Raise Gated where the deal, not saved yet, lacks what it must have to come where it comes; Refused for a new one."""
    if not found.gates:
        return
    courses = assessing.list_courses()
    reached = assessing.moments_of(deal.state, deal.stage_id, courses=courses)
    if not deal._state.adding:
        state, stage_id = Deal.objects.values_list("state", "stage_id").get(id=deal.id)
        reached -= assessing.moments_of(state, stage_id, courses=courses)
    gates.demand_passed(
        found, by=actor.id, kind="deal", record_id=deal.id, reached=reached, is_new=deal._state.adding
    )


def _follow(deal: Deal) -> None:
    """While a deal is closed, its closure follows it: whether it is complete, and its worth. What was taken back stays."""
    if deal.state == Deal.State.OPEN:
        return
    is_complete, value = not deal.missing, deal.value or 0
    closures = in_force(deal).exclude(is_complete=is_complete, value=value)
    closures.update(is_complete=is_complete, value=value)


def in_force(deal: Deal) -> QuerySet[Closure]:
    """The closure that the deal's state stands for; none for an open deal."""
    return Closure.objects.filter(deal=deal, state=deal.state, reversal__isnull=True)


def say_amount(deal: Deal) -> str:
    """The amount in whole units with its currency, for the journal."""
    if deal.amount is None:
        return ""
    digits = digits_of(deal.currency)
    whole = f"{deal.amount // 10**digits}"
    return f"{whole}{f'.{deal.amount % 10**digits:0{digits}}' if digits else ''} {deal.currency}"


def names_of(deal: Deal) -> dict[str, str]:
    """Person and company as the journal keeps them: by the name that they have now."""
    person, company = deal.person, deal.company
    return {
        "person": f"{person.family_name} {person.given_name}".strip() if person else "",
        "company": company.name if company else "",
    }
