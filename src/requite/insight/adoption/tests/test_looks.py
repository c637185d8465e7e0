"""What changes of many records cost the numbers of debts that they leave alone."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from testing.builders import person_of
from testing.cast import Cast

pytestmark = pytest.mark.django_db
MANY = """
INSERT INTO people_person SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).*
FROM people_person r, generate_series(1, 5999)
"""
PLAIN = "EXPLAIN (ANALYZE, FORMAT JSON) UPDATE people_person SET score = 7, version = version + 1"


def test_many_that_lack_what_they_lacked_are_looked_at_once(cast: Cast) -> None:
    person_of(cast)
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("DISCARD PLANS")
        cursor.execute(PLAIN)
        plan = cursor.fetchone()[0]
    triggers = (orjson.loads(plan) if isinstance(plan, str) else plan)[0]["Triggers"]
    took = {one["Trigger Name"]: one["Time"] for one in triggers}["adoption_owed_update"]
    assert took < 500  # each of 6,000 against each other takes some thousands of milliseconds
