"""How the demo's people came to Requite: when each rep joined, what was read, which debts were closed, and a goal."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.db import connection
from django.db.models import Min

from requite.demo.calendar import Now
from requite.demo.cast import CAST, REPS, Member
from requite.demo.start import actor_of
from requite.identity.models import User
from requite.insight.adoption.actions.goals import GoalDraft, declare_goal
from requite.insight.adoption.models import PageTally
from requite.work.models import Activity

DAYS = 58  # working days of twelve weeks, but for the two last
AHEAD = timedelta(days=90)
BEFORE = (0, 1, 2, 3, 5, 8)  # days between joining and the first that was kept
READ = {"person": 14, "company": 4, "deal": 6, "activity": 5}
# Of what lacks nothing by now, one in four lacked something for a day.
CLOSED = """
WITH was AS (
    SELECT id, owner_id, 'person' AS kind, 'title' AS field, made_at FROM people_person
    WHERE missing = '{}' AND archived_at IS NULL
    UNION ALL
    SELECT id, owner_id, kind, 'result', made_at FROM work_activity
    WHERE missing = '{}' AND retracted_at IS NULL AND kind IN ('call', 'meeting')
), moved AS (
    INSERT INTO adoption_debt (user_id, team_id, day, what, kind, record_id, fields, at)
    SELECT w.owner_id, u.team_id, (x.at AT TIME ZONE o.time_zone)::date, x.what, w.kind, w.id, ARRAY[w.field], x.at
    FROM was w JOIN identity_user u ON u.id = w.owner_id CROSS JOIN identity_organisation o
    CROSS JOIN LATERAL (VALUES ('opened', w.made_at), ('closed', w.made_at + interval '1 day')) x(what, at)
    WHERE hashtext(w.id::text) %% 4 = 0 AND w.made_at < %s::date - 1 ORDER BY x.at
    RETURNING user_id, team_id, day, what, fields
)
INSERT INTO adoption_written (user_id, team_id, day, what, n)
SELECT user_id, team_id, day, what, sum(cardinality(fields)) FROM moved GROUP BY 1, 2, 3, 4
"""


def fill(*, users: dict[str, User], now: Now, random: Random) -> None:
    """Let each rep have joined a few days before their first record; then what they read, closed, and are to reach."""
    _join(users, random)
    days = now.back(DAYS)
    PageTally.objects.bulk_create(page for member in CAST for page in _pages(member, users[member.key], days, random))
    with connection.cursor() as cursor:
        cursor.execute(CLOSED, [now.today])
    draft = GoalDraft(share="80", days="4", due_on=(now.today + AHEAD).isoformat())
    declare_goal(actor=actor_of(users["oleg"]), at=now.at, draft=draft)


def _join(users: dict[str, User], random: Random) -> None:
    first = dict(Activity.objects.values_list("owner_id").annotate(Min("made_at")))
    for member in REPS:
        user = users[member.key]
        if user.id in first:
            before = timedelta(days=random.choice(BEFORE), hours=1)
            User.objects.filter(id=user.id).update(made_at=first[user.id] - before)


def _pages(member: Member, user: User, days: list[date], random: Random) -> Iterator[PageTally]:
    """How many pages of each kind they opened on each of their days."""
    leads = member.role in ("leader", "executive")
    most = dict.fromkeys(("team", "adoption"), 3) if leads else READ if member.role == "rep" else {}
    for day in days[: member.days]:
        for kind, number in most.items():
            n = random.randint(0, number)
            if n:
                yield PageTally(user_id=user.id, team_id=user.team_id, day=day, kind=kind, n=n)
