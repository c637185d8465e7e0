"""By which index a list's records are found: on a large base another one takes ten times as long."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.cast import NOW

from requite.fields.models import Field, Option
from requite.insight.lists import few
from requite.insight.lists.conditions import Condition, Filter, Query
from requite.insight.lists.listed import shipped
from requite.insight.lists.listing import read_page
from requite.insight.lists.tests.asking import give_up
from requite.insight.lists.tests.plain import Plain

pytestmark = pytest.mark.django_db
PLACE = Filter(groups=((Condition("company_address", "contains", "Seoul"),),))
GATHERED = r"(\(InitPlan|\$\d)"  # what was gathered before: by its name, on PostgreSQL 15 by its number
MANY = """
INSERT INTO {table} SELECT m.* FROM (SELECT * FROM {table} WHERE {test} LIMIT 1) r, generate_series(1, 3000) n,
    jsonb_populate_record(NULL::{table}, to_jsonb(r) || jsonb_build_object('id', md5(n::text)::uuid{more})) m
"""


def many(table: str, test: str = "true", more: str = "") -> None:
    """Copies of a row, so many that an index pays."""
    with connection.cursor() as cursor:
        cursor.execute(MANY.format(table=table, test=test, more=more))
        cursor.execute(f"ANALYZE {table}")


def plan_of(actor: Any, query: Query, mark: str) -> str:
    """How the statement that holds the mark is answered, where a glance finds no page."""
    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as told:
        give_up(patch, ("glance",), 20_000)
        read_page(actor=actor, at=NOW, query=query)
    [sql] = [each["sql"] for each in told if mark in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_reps_own_deals_by_when_they_close(base: Plain) -> None:
    gleb = base.cast.actors["gleb"].id
    many("deals_deal", "state = 'open' AND archived_at IS NULL", f", 'owner_id', '{gleb}'")
    plan = plan_of(base.cast.actors["anna"], shipped("deal", "mine", Filter()), "coalesce(r.expected_on")
    assert "Index Scan using deal_of_owner_by_close" in plan


def test_companies_by_their_address_and_whose_they_are(base: Plain) -> None:
    gleb = base.cast.actors["gleb"].id
    many("people_company", more=f", 'owner_id', '{gleb}'")
    many("people_point", "company_id IS NOT NULL", ", 'kind', 'address', 'value', repeat('Seoul', n % 2)")
    plan = plan_of(base.cast.actors["anna"], Query("person", "all", PLACE), "SELECT t.company_id")
    assert "Bitmap Index Scan on point_company_words" in plan
    assert "company_of_owner_by_id" in plan


def by_last_contact(base: Plain, *given: Condition, mark: str = "(s.last_contact_at)::text") -> str:
    query = Query("person", "all", Filter(groups=tuple((one,) for one in given)), "last_contact")
    return plan_of(base.cast.actors["oleg"], query, mark)


def test_a_meeting_within_some_days_is_looked_for_from_the_first_of_them_on(base: Plain) -> None:
    """A meeting that was held is a contact: nobody whose last contact was before had one since."""
    plan = by_last_contact(base, Condition("last_meeting", "within", "30"))
    assert "last_contact_at >= '" in plan


def test_a_call_within_some_days_is_asked_for_before_the_person_is_read(base: Plain) -> None:
    plan = by_last_contact(base, Condition("last_call", "within", "3"))
    assert "person_id = s.person_id)" in plan
    assert "last_contact_at >=" not in plan  # a call that reached nobody is none


def test_the_last_contacts_of_companies_people_are_read_along_one_index(base: Plain) -> None:
    plan = by_last_contact(base, PLACE.groups[0][0], Condition("last_call", "within", "3"), mark="s.last_contact_at AS key")
    assert re.search(rf"person_id = ANY \({GATHERED}", plan)


def test_what_many_hold_is_gathered_along_one_index(base: Plain, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice that many hold, none of them new: the walk has met nobody, and all of them are sorted."""
    monkeypatch.setattr(few, "FEW", 0)
    monkeypatch.setattr(few, "SOME", 0)
    give_up(monkeypatch, ("walk",), 20_000)
    field = Field.objects.get(kind="activity", type="choice", ended_at=None)
    option = Option.objects.filter(field=field).order_by("position").first()
    assert option
    query = shipped("activity", "all", Filter(groups=((Condition(field.slug, "is", str(option.id)),),)))
    tried = plan_of(base.cast.actors["oleg"], query, "AS key FROM work_activity")
    assert re.search(rf"\bid = ANY \({GATHERED}", tried)
