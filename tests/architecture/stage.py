"""Records of Anna's, and lines of the settings, that addresses may name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pickle import dumps, loads
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import URLPattern, reverse
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of
from testing.files import file_of
from testing.standing import standing as behind_all

from requite.deals.actions.line_drafts import LineDraft
from requite.deals.actions.lines import register_line
from requite.deals.actions.lists.products import ProductDraft, register_product
from requite.deals.actions.stakeholders import register_stakeholder
from requite.deals.models import Part, Reason
from requite.fields.actions.fields import FieldDraft, archive_field, register_field
from requite.identity.models import Invitation
from requite.identity.tests.cast import NOW, Cast, make_cast
from requite.insight.adoption.actions.goals import GoalDraft, declare_goal
from requite.insight.checks.actions.declare_plan import declare_plan
from requite.insight.checks.actions.draw_checks import draw_now
from requite.insight.checks.models import Check
from requite.insight.lists.actions.change import launch_change
from requite.insight.lists.actions.views import ViewDraft, keep_view
from requite.insight.lists.conditions import Query
from requite.insight.plans.models import Leave, Plan
from requite.insight.scorecards.actions.disputes import open_dispute
from requite.insight.scorecards.actions.publish_card import publish_card
from requite.insight.scorecards.drafts import CardDraft
from requite.intake.actions.enqueue_import import enqueue_import
from requite.kernel.ids import new_id
from requite.kernel.period import period_of
from requite.people.actions.merging.merge import merge_persons
from requite.people.models import Candidate, Point
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.models import Requirement
from requite.work.models import CallStatus

# What each form would need to do its work, so that a refusal is one of right and not of a blank field.
SENT = {
    "raw": "02-551-9999", "kind": "phone", "family_name": "Taken", "given_name": "Over", "name": "Taken",
    "value": "taken", "topic": "taken", "result": "taken", "body": "taken", "day": "2026-12-01", "clock": "10:00",
    "state": "dropped", "sure": "1", "column-0": "family_name", "target": "5", "place": "up", "email": "taken@hanil.kr",
    "role": "rep", "verdict": "confirmed", "answer": "taken", "text": "taken", "say": "keep",
}  # fmt: skip
STARTS = (
    "person",
    "company",
    "point",
    "twins",
    "merge",
    "import",
    "plan",
    "leave",
    "invitation",
    "status",
    "pipeline",
    "stage",
    "reason",
    "product",
    "line",
    "stakeholder",
    "part",
    "activity",
    "deal",
    "act",
    "user",
    "rep",
    "team",
    "view",
    "file",
    "field",
    "option",
    "check",
    "draw",
    "goal",
    "scorecard",
    "dispute",
)
CARD_PARTS = ("attainment", "quality", "next_step")
DEBTS = {"deal": "note", "person": "title", "company": "industry", "call": "result", "meeting": "result"}


@dataclass
class Stage:
    """A company at work, and identifiers of what is Anna's in it, or of its settings."""

    cast: Cast
    ids: dict[str, list[Any]] = field(default_factory=dict)

    def addresses(self, route: URLPattern) -> list[str]:
        """The addresses of the route that lead to something on this stage."""
        return [
            reverse(str(route.name), kwargs=one) for one in self._kwargs(str(route.name), parts_of(route))
        ]

    def sent(self) -> dict[str, Any]:
        """What a form would send."""
        other = self.ids["other"][0]
        return {**SENT, "outcome": self.ids["status"][0], "owner": self.cast.gleb.id, "with": other}

    def _kwargs(self, name: str, parts: set[str]) -> list[dict[str, Any]]:
        if parts <= {"key"}:
            return [dict.fromkeys(parts, "20261124-100000-1")]
        if "figure" in parts:
            return [{"figure": "calls_made"}]
        if parts == {"kind", "id", "field"}:
            kinds = ("person", "company") if name == "list_cell" else tuple(DEBTS)
            return [{"kind": kind, "id": self.ids[kind][0], "field": DEBTS[kind]} for kind in kinds]
        if name.startswith(("minimum_set", "requirement", "trial", "idle_field")):
            id_ = self.ids["trial" if name.startswith("trial") else "requirement"][0]
            return [{name: {"kind": "person", "id": id_, "number": 1, "field": "phone"}[name] for name in parts}]
        if "kind" in parts:
            return self._kinds(name, lone=parts == {"kind"})
        start = next(start for start in STARTS if name.startswith(start))
        more = [{"part": part} for part in CARD_PARTS] if "part" in parts else [{}]
        return [{"id": id_, **one} for id_ in self.ids[start] for one in more]

    def _kinds(self, name: str, *, lone: bool) -> list[dict[str, Any]]:
        if name == "settings_history":
            return [{"kind": kind} for kind in ("status", "reason", "part", "pipeline", "rate", "product", "scorecard")]
        if name in ("together", "together_undo"):
            return [{"kind": kind, "field": field} for kind, field in DEBTS.items()]
        many = name in ("history", "record_files")
        kinds = ("person", "company", "activity", "deal") if many else ("person", "company")
        return [{"kind": kind} if lone else {"kind": kind, "id": self.ids[kind][0]} for kind in kinds]


def parts_of(route: URLPattern) -> set[str]:
    """The names that an address of the route has to be given."""
    return set(route.pattern.regex.groupindex)


def set_stage(cast: Cast) -> Stage:
    """Make the records."""
    person, company = person_of(cast), company_of(cast)
    call, meeting = call_of(cast, person), meeting_of(cast, person)
    other = person_of(cast, family="Park", points=[])
    first, second = sorted((person.id, other.id))
    twins = Candidate.objects.create(
        kind="person", first_id=first, second_id=second, probability=0.5, signs=["phone"], found_at=NOW, counts_at=NOW
    )
    merge = merge_persons(
        actor=cast.actors["anna"], at=NOW, survivor_id=person_of(cast, family="Yun", points=[]).id,
        merged_id=person_of(cast, family="Yoon", points=[]).id,
    )
    deal = deal_of(cast, person_id=person.id)
    product = register_product(actor=cast.actors["oleg"], at=NOW, draft=ProductDraft(name="Frames"))
    line = register_line(
        actor=cast.actors["anna"], at=NOW, deal_id=deal.id, draft=LineDraft(name="Lens", price="9")
    )
    stakeholder = register_stakeholder(
        actor=cast.actors["anna"], at=NOW, deal_id=deal.id, person_id=person.id, part_id=Part.objects.all()[0].id
    )
    file = ContentFile(b"Family name,Phone\nSeo,010-1234-5670\n")
    imported = enqueue_import(
        actor=cast.actors["anna"], at=NOW, stream=file.file, name="list.csv", size=file.size
    )
    plan = Plan.objects.create(
        metric="calls_made", user=cast.anna, span="month", starts_on=date(2026, 11, 1), target=9, made_at=NOW
    )
    first = date(2026, 12, 1)
    leave = Leave.objects.create(
        user=cast.anna, starts_on=first, ends_on=first + timedelta(days=2), made_at=NOW
    )
    invitation = Invitation.objects.create(
        email="new@hanil.kr", role="rep", digest=str(new_id()), giver=cast.oleg, made_at=NOW, ends_at=NOW
    )
    view = keep_view(
        actor=cast.actors["anna"], at=NOW, draft=ViewDraft(name="Quiet", query=Query("person"), share="private")
    )
    act = launch_change(
        actor=cast.actors["anna"], at=NOW, kind="person", way="tag", given="vip", ids=[person.id]
    )
    own = register_field(
        actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(kind="deal", type="choice", name="Branch", options="Sejong")
    )
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=own.id)
    tried = try_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field="title", weight=1, grace_hours=1
    )
    goal = declare_goal(
        actor=cast.actors["oleg"], at=NOW, draft=GoalDraft(share="80", days="4", due_on="2027-03-01")
    )
    declare_plan(actor=cast.actors["oleg"], at=NOW, per="rep", a_week={"call": "1"})
    draw_now(actor=cast.actors["vera"], at=NOW)
    check = Check.objects.get(record_id=call.id)
    weights = {"attainment": "40", "quality": "30", "next_step": "30"}
    card = publish_card(
        actor=cast.actors["oleg"], at=NOW, draft=CardDraft(weights, {"contacts": "100"}, "score * 5000")
    )
    dispute = open_dispute(
        actor=cast.actors["anna"], at=NOW, user_id=cast.anna.id, period=period_of("month", NOW.date()), part="quality",
        text="Sejong is known well",
    )
    ids = {
        "twins": [twins.id], "merge": [merge.id], "other": [other.id],
        "goal": [goal.id], "check": [check.id], "draw": [check.draw_id],
        "scorecard": [card.id], "dispute": [dispute.id],
        "trial": [tried.id], "field": [own.id], "option": list(own.options.values_list("id", flat=True)),
        "act": [act.id], "view": [view.id],
        "person": [person.id], "company": [company.id], "call": [call.id], "meeting": [meeting.id],
        "activity": [call.id, meeting.id], "import": [imported.id], "plan": [plan.id], "leave": [leave.id],
        "point": list(Point.objects.values_list("id", flat=True)), "invitation": [invitation.id],
        "status": list(CallStatus.objects.values_list("id", flat=True)[:1]), "user": [cast.anna.id],
        "requirement": list(Requirement.objects.filter(kind="person").values_list("id", flat=True)[:1]),
        "rep": [cast.anna.id], "team": [cast.north.id], "deal": [deal.id], "stage": [deal.stage_id],
        "file": [file_of(cast, person).id], "product": [product.id], "line": [line.id], "stakeholder": [stakeholder.id],
        "part": list(Part.objects.values_list("id", flat=True)[:1]), "pipeline": [deal.stage.pipeline_id],
        "reason": list(Reason.objects.values_list("id", flat=True)[:1]),
    }  # fmt: skip
    return Stage(cast, ids)


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[bytes]:
    """One stage for all tests of a file, to be copied: by `pickle`, which is the quickest."""
    folder = tmp_path_factory.mktemp("media")
    with behind_all(django_db_blocker), override_settings(MEDIA_ROOT=folder):
        yield dumps(set_stage(make_cast()))


@pytest.fixture
def stage(standing: bytes, db: None) -> Stage:
    """A copy of the file's stage, so that what a test does to its objects is its own."""
    found: Stage = loads(standing)
    return found


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """Who stands on it, instead of a cast of the test's own."""
    return stage.cast
