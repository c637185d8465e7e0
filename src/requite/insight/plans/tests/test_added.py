"""What is logged anew is added to the tallies of its rep and day, whatever was done with that person on that day before."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requite.insight.plans.models import Tally
from requite.insight.plans.tests.stage import LONG_AGO, SEOUL, Cast, make_meeting, make_person
from requite.insight.plans.verify import verify
from requite.kernel.ids import new_id
from requite.people.models import Person
from requite.work.models import Activity

DAY = date(2026, 10, 14)
WHO, WHOM = st.integers(0, 2), st.integers(0, 2)
# a joint meeting: whose, with whom, who else of the customer's, who else of ours, whether it lacks something
MEETING = st.tuples(WHO, WHOM, st.sets(WHOM, max_size=2), st.sets(WHO, max_size=2), st.booleans())
# a call: whose, of which team then, with whom, at which hour, whether it lacks something, whether it reached them
CALL = st.tuples(WHO, st.booleans(), WHOM, st.integers(0, 23), st.booleans(), st.booleans())
READ = "SELECT coalesce(sum(idx_tup_fetch), 0) FROM pg_stat_xact_user_tables WHERE relname = 'work_activity'"
STATEMENTS = st.lists(st.lists(CALL, min_size=1, max_size=3), min_size=1, max_size=6)


def call_of(
    cast: Cast, person: Person, *, who="anna", at: datetime, day=DAY, lacks=False, reached=True, elsewhere=False
) -> Activity:  # fmt: skip
    owner = cast.user(who)
    return Activity(
        id=new_id(), kind="call", state="done", direction="out", owner=owner, team=cast.south if elsewhere else owner.team,
        person=person, day=day, at=at, made_at=LONG_AGO, missing=["topic"] if lacks else [],
        outcome_class="reached" if reached else "not_reached",
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(meetings=st.lists(MEETING, max_size=3), statements=STATEMENTS)
def test_what_is_added_is_what_counting_all_gives(cast: Cast, meetings, statements) -> None:
    Activity.objects.all().delete()
    names = ("anna", "boris", "gleb")
    people = [make_person(cast.user("anna"), f"P{n}") for n in range(3)]
    for who, whom, guests, colleagues, lacks in meetings:
        make_meeting(
            cast.user(names[who]), DAY, people[whom], missing=("topic",) if lacks else (),
            colleagues=tuple(cast.user(names[n]) for n in colleagues),
            guests=tuple(people[n] for n in guests if n != whom),
        )  # fmt: skip
    for calls in statements:
        Activity.objects.bulk_create(
            call_of(
                cast, people[whom], who=names[who], at=datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=SEOUL),
                lacks=lacks, reached=reached, elsewhere=elsewhere,
            )
            for who, elsewhere, whom, hour, lacks, reached in calls
        )  # fmt: skip
        assert verify() == []


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_first_of_a_day_is_found_in_every_zone(cast: Cast, zone: str) -> None:
    kim = make_person(cast.user("anna"))
    midnight = datetime(DAY.year, DAY.month, DAY.day, tzinfo=ZoneInfo(zone))
    for at, lacks in ((midnight, True), (midnight + timedelta(hours=23, minutes=59), False), (midnight, True)):
        call_of(cast, kim, at=at.astimezone(UTC), lacks=lacks).save(force_insert=True)
    assert verify() == []
    row = Tally.objects.get(figure="contacts", owner=cast.user("anna"), day=DAY)
    assert (row.counted, row.pending, row.team) == (1, 0, cast.seoul)


@pytest.mark.parametrize("days", [0, 3], ids=["that day", "since"])
def test_hundreds_of_calls_with_one_person_cost_the_next_no_more(cast: Cast, days: int) -> None:
    kim = make_person(cast.user("anna"))
    at = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=SEOUL)
    others, their_day = at + timedelta(days=days), DAY + timedelta(days=days)

    def rows_read() -> int:
        """How many rows of activities one more call reads by an index."""
        with connection.cursor() as cursor:
            cursor.execute(READ)
            before = cursor.fetchone()[0]
            call_of(cast, kim, at=at + timedelta(hours=1)).save(force_insert=True)
            cursor.execute(READ)
            return cursor.fetchone()[0] - before

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")  # as on a table that isn't tiny
    call_of(cast, kim, at=others, day=their_day).save(force_insert=True)
    few = rows_read()
    Activity.objects.filter(day=DAY, at__gt=at + timedelta(minutes=1)).delete()
    Activity.objects.bulk_create(
        call_of(cast, kim, at=others + timedelta(seconds=n), day=their_day) for n in range(1, 400)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE work_activity")
    assert rows_read() <= few + 4
    assert verify() == []
