"""When each field is due: a record that owes something longer says nothing of what is asked for from today."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from testing.asserts import text
from testing.builders import stages
from testing.cast import DAY

from requite.deals.actions.keeping import Draft
from requite.deals.actions.move_deal import move_deal
from requite.deals.actions.register_deal import register_deal
from requite.people.actions.register_company import register_company
from requite.people.drafts import CompanyDraft
from requite.quality.actions.declare_requirement import declare_requirement
from requite.work.reassessing import THESE

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)  # the pages' own
LONG_AGO = NOW - 60 * DAY


@pytest.fixture
def company(cast):
    """It owes its address for two months, and from now on its industry, which weighs more."""
    draft = CompanyDraft(name="Sejong", points=[("phone", "02-551-5620")])
    company = register_company(actor=cast.actors["anna"], at=LONG_AGO, draft=draft)
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="company", stage="", field="industry", weight=9, grace_hours=72
    )
    THESE["company"](kind="company", ids=[company.id], at=NOW)
    return company


def owes(client, kind, record):
    """What the page of the record's debts says of each field."""
    page = text(client.get(reverse("owes", kwargs={"kind": kind, "id": record.id})))
    return dict(re.findall(r"<small>([\w ]+) is missing · ([^·<]+?)(?: ·[^<]*)?</small>", page))


def test_each_field_is_due_by_its_own_line(clients, company):
    said = owes(clients("anna"), "company", company)
    assert said["Address"].startswith("overdue since")
    assert not said["Industry"].startswith("overdue")


def test_the_list_names_the_field_that_is_due_first(clients, company):
    page = text(clients("anna").get("/debts/"))
    assert "Address is missing · overdue since" in page
    assert "Industry is missing" not in page


def test_a_sheet_says_when_its_field_is_due(clients, company):
    page = text(clients("anna").get(reverse("together", kwargs={"kind": "company", "field": "industry"})))
    assert "Sejong" in page
    assert "overdue" not in page


def test_a_deal_that_comes_to_a_stage_today_has_its_time(cast, clients):
    draft = Draft(title="Frames", stage_id=stages()["interest"].id)
    deal = register_deal(actor=cast.actors["anna"], at=LONG_AGO, draft=draft)
    move_deal(actor=cast.actors["anna"], at=NOW, deal_id=deal.id, stage_id=stages()["offer"].id)
    said = owes(clients("anna"), "deal", deal)
    assert said["Person or company"].startswith("overdue since")
    assert not said["Amount"].startswith("overdue")
