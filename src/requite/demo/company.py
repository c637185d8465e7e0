"""Loads the demo company as it stands at a moment: its start, its base, its past, today, and its plans."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from requite.demo import adoption, anna, checks, deals, people, scorecards, start, targets
from requite.demo.calendar import Now
from requite.demo.cast import REPS
from requite.demo.history import History
from requite.demo.past import Rep
from requite.identity.actions.register_organisation import has_organisation
from requite.identity.models import User
from requite.kernel.locks import Lock, hold
from requite.kernel.reading import run

SEED = 7
BEFORE = timedelta(days=220)
NEGLECTED = 4
MONTHS = "SELECT journal_open_month(m::date) FROM generate_series(%s::date, %s::date, interval '1 month') m"


def load_company(*, at: datetime) -> bool:
    """Load it in one transaction; False, and nothing is touched, where there is a company already."""
    now, random = Now(at), Random(SEED)
    with transaction.atomic():
        hold(Lock.DEMO)
        if has_organisation():
            return False
        run(MONTHS, [(at - BEFORE).date().replace(day=1), at.date()])
        users = start.start(at=at - BEFORE)
        base = people.fill(users=users, now=now, random=random)
        _work(users, base, now, random)
        deals.fill(users=users, owned=base.owned, now=now, random=Random(SEED))
        targets.fill(users=users, now=now)
        checks.fill(users=users, now=now)
        adoption.fill(users=users, now=now, random=Random(SEED))
        scorecards.fill(users=users, now=now)
        for number, user in enumerate(users.values()):
            User.objects.filter(id=user.id).update(last_seen_at=at - timedelta(minutes=7 * number))
    return True


def _work(users: dict[str, User], base: people.Base, now: Now, random: Random) -> None:
    history = History(now.at, users)
    month = now.month()
    for member in REPS:
        rep = Rep(history, member, base.owned.get(member.key, []), now, random)
        days = now.back(member.days)
        if member.key == "anna":
            rep.work(days[len(month) :])
            anna.fill_month(rep, base, now)
            anna.fill_day(rep, base, now)
        else:
            rep.work(days)
            rep.plan([now.today], random.sample(rep.people, 3))
        done = {row.person_id for row in history.rows if row.owner_id == users[member.key].id}
        open_ = {row.person_id for row in history.rows if row.is_open}
        waiting = [person for person in rep.people if person.id in done and person.id not in open_]
        rep.plan(now.ahead(15), waiting[NEGLECTED * 3 if member.key == "boris" else NEGLECTED :])
    history.write()
