"""Rows of many sorts are written by one statement, and what a row doesn't name stays."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import meeting_of, person_of
from testing.cast import NOW

from requite.journal.acts import MANY, Row, write_many
from requite.kernel.reading import fetch_all, run
from requite.work.changing import GROUND, plain_of
from requite.work.models import Activity


def test_gives_each_what_it_names_and_leaves_the_rest(cast):
    seo = person_of(cast)
    moved, gone, handed = (meeting_of(cast, seo) for _n in range(3))
    until, boris = moved.until, str(cast.boris.id)
    rows = [
        Row(moved.id, {}, {"state": "moved", "missing": ["topic", 'pla"c,e'], "owed_at": None}),
        Row(gone.id, {}, {"retracted_at": plain_of(NOW), "until": None, "score": 7}),
        Row(handed.id, {}, {"owner_id": boris, "day": "2026-12-24"}),
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        write_many(GROUND, rows)
    assert len(queries) == 1
    one, two, three = (Activity.objects.get(id=row.id) for row in rows)
    assert (one.state, one.missing, one.owed_at, one.until) == ("moved", ["topic", 'pla"c,e'], None, until)
    assert (two.state, two.retracted_at, two.until, two.score) == ("planned", NOW, None, 7)
    assert (three.owner_id, str(three.day), three.at, three.until) == (cast.boris.id, "2026-12-24", handed.at, until)
    assert [each.version for each in (one, two, three)] == [moved.version + 1] * 3
    assert (two.missing, three.score) == (gone.missing, handed.score)


@pytest.mark.parametrize(("many", "limit"), [(MANY, "15s"), (MANY + 1, "1min")])
def test_many_have_a_minute_for_a_statement(cast, many, limit):
    run("SET LOCAL statement_timeout = '15s'")
    one = meeting_of(cast, person_of(cast))
    write_many(GROUND, [Row(one.id, {}, {"score": 7})] * many)
    assert fetch_all("SHOW statement_timeout", prepare=False) == [(limit,)]
