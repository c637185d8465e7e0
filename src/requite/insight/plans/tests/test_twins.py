"""What a team's number loses to joint meetings, counted in Python over all that was done, beside what the base says."""

from collections import Counter, defaultdict
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requite.insight.plans.tests.stage import LONG_AGO, SEOUL, Cast, make_meeting, make_person
from requite.kernel.ids import new_id
from requite.kernel.reading import fetch_all
from requite.work.models import Activity, Attendance, Participation

DAY, NEXT = date(2026, 10, 14), date(2026, 10, 15)
WHO, WHOM = st.integers(0, 2), st.integers(0, 1)
# a meeting: whose, with whom, who else of the customer's, who else of ours, whether it lacks something
MEETING = st.tuples(WHO, st.none() | WHOM, st.sets(WHOM, max_size=2), st.sets(WHO, max_size=2), st.booleans())
CALL = st.tuples(WHO, WHOM, st.integers(9, 15), st.booleans())


def parts_of(done):
    """Each rep's share in each thing done: (activity, rep, the rep's team, 0 for the owner and 1 for a colleague)."""
    colleagues = defaultdict(list)
    for one in Participation.objects.all():
        colleagues[one.activity_id].append((one.user_id, one.team_id, 1))
    for one in done:
        for user, team, turn in [(one.owner_id, one.team_id, 0), *colleagues[one.id]]:
            if turn == 0 or user != one.owner_id:
                yield one, user, team, turn


def twins_of(parts, teams):
    """Of the shares in joint meetings that teams have those behind the first of each, as (activity, rep)."""
    mine = defaultdict(list)
    for one, user, team, turn in parts:
        if one.is_joint and (teams is None or team in teams):
            mine[one.id].append((turn, user))
    return {(id_, user) for id_, those in mine.items() for _turn, user in sorted(those)[1:]}


def contacts_lost(events, teams):
    """What one rep's day with one person counts for that it doesn't without the twins among its events: whole, lacking."""
    others = [whole for *_rest, whole, is_twin in events if not is_twin]
    if len(others) == len(events) or (teams is not None and min(events)[2] not in teams):
        return 0, 0
    was, stays = any(event[3] for event in events), any(others)
    return was - stays, (not was) - (bool(others) and not stays)


def recount(teams):
    """By figure and day: what is told twice, whole and lacking, as `plans_twins` tells it."""
    parts = list(parts_of(Activity.objects.all()))
    attending, found, events = defaultdict(set), Counter(), defaultdict(list)
    for one in Attendance.objects.all():
        attending[one.activity_id].add(one.person_id)
    twins = twins_of(parts, teams)
    for one, user, team, turn in parts:
        is_twin = (one.id, user) in twins
        found["meetings_held", one.day, bool(one.missing or one.person_id is None)] += is_twin
        for person in {one.person_id} | attending[one.id] if one.is_contact else ():
            whole = not one.missing and (turn == 0 or one.person_id is not None)
            events[user, one.day, person].append((one.at, one.id, team, whole, is_twin))
    for (_user, day, _person), those in events.items():
        whole, lacking = contacts_lost(those, teams)
        found["contacts", day, False] += whole
        found["contacts", day, True] += lacking
    return {key: number for key, number in found.items() if number}


def told(teams):
    rows = fetch_all("SELECT figure, day, counted, pending FROM plans_twins(%s::uuid[], %s, %s)", [teams, DAY, NEXT])
    numbers = {(row[0], row[1], lacks): row[2 + lacks] for row in rows for lacks in (False, True)}
    return {key: number for key, number in numbers.items() if number}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(meetings=st.lists(MEETING, min_size=2, max_size=5), calls=st.lists(CALL, max_size=3))
def test_twins_are_what_counting_all_gives(cast: Cast, meetings, calls) -> None:
    Activity.objects.all().delete()
    users = [cast.user(name) for name in ("anna", "boris", "gleb")]
    people = [make_person(users[0], f"P{n}") for n in range(2)]
    for who, whom, guests, colleagues, lacks in meetings:
        make_meeting(
            users[who], DAY, None if whom is None else people[whom], missing=("topic",) if lacks else (),
            colleagues=tuple(users[n] for n in colleagues), guests=tuple(people[n] for n in guests if n != whom),
        )  # fmt: skip
    for who, whom, hour, lacks in calls:
        at = datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=SEOUL)
        Activity.objects.create(
            id=new_id(), kind="call", state="done", direction="out", owner=users[who], team=users[who].team,
            person=people[whom], day=DAY, at=at, made_at=LONG_AGO, missing=["topic"] if lacks else [],
            outcome_class="reached",
        )  # fmt: skip
    for teams in (None, [cast.seoul.id, cast.south.id], [cast.north.id]):
        assert told(teams) == recount(teams), teams
