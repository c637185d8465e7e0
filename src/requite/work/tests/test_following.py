"""What follows an activity, and the calls of a number, are found by their indexes, in a base of any size."""

import pytest
from testing.builders import meeting_of, person_of

from requite.kernel.ids import new_id
from requite.kernel.reading import fetch_all, run
from requite.work.held import AGAIN, LOCK_WITH_NEXT, NEXT
from requite.work.models import Activity

OTHERS = """
SELECT indexname FROM pg_indexes
WHERE tablename = 'work_activity' AND indexname NOT IN ('work_activity_pkey', 'activity_following', 'activity_by_point')
"""


@pytest.fixture
def meeting(cast):
    """One of a base in which no other index can serve, and a walk over all is shunned."""
    found = meeting_of(cast, person_of(cast))
    for (name,) in fetch_all(OTHERS):
        run(f"DROP INDEX {name}")
    run("SET LOCAL enable_seqscan = off")
    return found


def plan_of(sql, values):
    return "\n".join(line for (line,) in fetch_all(f"EXPLAIN {sql}", values, prepare=False))


def test_of_many(meeting):
    ids = [meeting.id]
    assert "activity_following" in plan_of(NEXT, [ids, True])
    assert "activity_following" in plan_of(AGAIN, [ids])
    assert "activity_following" in plan_of(LOCK_WITH_NEXT, {"ids": ids, "owners": None})


def test_of_one(meeting):
    following = Activity.objects.filter(follows=meeting, retracted_at__isnull=True, kind="call", state="to_do")
    assert "activity_following" in following.explain()


def test_of_a_number(meeting):
    made = Activity.objects.filter(point=new_id())
    assert "activity_by_point" in made.explain()
    # As the key asks it where a number is erased.
    asked = "SELECT 1 FROM ONLY work_activity x WHERE %s::uuid OPERATOR(pg_catalog.=) point_id FOR KEY SHARE OF x"
    assert "activity_by_point" in plan_of(asked, [new_id()])
