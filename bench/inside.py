"""What needs Django: run as a process of its own (`python -m bench.inside TASK`), answers in JSON on its output."""

from __future__ import annotations

import json
import random
import secrets
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import connection  # noqa: E402

from requite.identity.models import User  # noqa: E402
from requite.identity.sessions import SessionStore  # noqa: E402

BACKEND = "django.contrib.auth.backends.ModelBackend"
PEOPLE, QUERIES = 60, 40
# People that the rep's work of the last weeks leads to: the often met come up often, as they do in a working day.
FOUND = """
SELECT p.id, p.family_name, p.given_name, (SELECT value FROM people_point WHERE person_id = p.id AND kind = 'phone' LIMIT 1)
FROM (SELECT person_id FROM work_activity WHERE owner_id = %s AND day > current_date - 21 AND kind IN ('call', 'meeting')
      AND state IN ('done', 'held') AND retracted_at IS NULL AND person_id IS NOT NULL LIMIT 5000) a
JOIN people_person p ON p.id = a.person_id ORDER BY md5(p.id::text || %s) LIMIT %s
"""
DEALS = """
SELECT d.id, d.title, c.name FROM deals_deal d LEFT JOIN people_company c ON c.id = d.company_id
WHERE d.owner_id = %s AND d.state = 'open' AND d.archived_at IS NULL ORDER BY md5(d.id::text || %s) LIMIT %s
"""
STATUSES = "SELECT id FROM work_call_status WHERE ended_at IS NULL AND class IN ('reached', 'not_reached')"


def log_in(user: User) -> str:
    """A session of the user's."""
    store = SessionStore()
    data = store.encode(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: BACKEND,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    key = f"bench{secrets.token_hex(12)}"
    Session.objects.create(
        session_key=key, session_data=data, expire_date=datetime.now(UTC) + timedelta(days=1)
    )
    return key


def readers() -> dict[str, Any]:
    """Each rep with a session, people to open, and words to look for; each leader with a session."""
    Session.objects.filter(session_key__startswith="bench").delete()
    reps, leaders = [], []
    with connection.cursor() as cursor:
        cursor.execute(STATUSES)
        outcomes = [str(row[0]) for row in cursor.fetchall()]
    for user in User.objects.filter(is_active=True, role__in=("rep", "leader")).order_by("id"):
        reader: dict[str, Any] = {"id": str(user.id), "team": str(user.team_id), "session": log_in(user)}
        if user.role == "leader":
            leaders.append(reader)
            continue
        with connection.cursor() as cursor:
            cursor.execute(FOUND, [user.id, "bench", PEOPLE])
            rows = cursor.fetchall()
        reader["people"] = [str(row[0]) for row in rows]
        reader["queries"] = [_query(n, *row[1:]) for n, row in enumerate(rows[:QUERIES])]
        with connection.cursor() as cursor:
            cursor.execute(DEALS, [user.id, "bench", PEOPLE])
            deals = cursor.fetchall()
        reader["deals"] = [str(row[0]) for row in deals]
        reader["words"] = [_word(n, reader["queries"], *row[1:]) for n, row in enumerate(deals[:QUERIES])]
        reps.append(reader)
    return {"reps": reps, "leaders": leaders, "outcomes": outcomes}


def overseers() -> list[str]:
    """A session of each who sees the whole company."""
    Session.objects.filter(session_key__startswith="bench").delete()
    users = User.objects.filter(is_active=True, role__in=("executive", "administrator")).order_by("id")
    return [log_in(user) for user in users]


def _query(number: int, family: str, given: str, phone: str | None) -> str:
    """What somebody types who looks for them: three letters, a given name, four digits, the whole name."""
    kind = number % 4
    if kind == 0 and phone:
        return phone[-4:]
    if kind == 1:
        return given[:3]
    if kind == 2:
        return f"{family}{given}" if "가" <= family[0] <= "힣" else f"{family} {given}"
    return given if "가" <= given[0] <= "힣" else family[:4]


def _word(number: int, queries: list[str], title: str, company: str | None) -> str:
    """What somebody types who looks for anything: a deal's first word, a company, a person, the whole title."""
    kind = number % 4
    if kind == 0:
        return title.split(maxsplit=1)[0][:6]
    if kind == 1 and company:
        return company[:5]
    if kind == 2 and queries:
        return queries[number % len(queries)]
    return title


def begin_import(path: str) -> dict[str, Any]:
    """Hand the file in as the administrator and let it come in; the worker does it."""
    from pathlib import Path  # noqa: PLC0415

    from requite.identity.access import find_actor  # noqa: PLC0415
    from requite.intake.actions.enqueue_import import enqueue_import  # noqa: PLC0415
    from requite.intake.actions.launch_import import launch_import  # noqa: PLC0415

    user = User.objects.get(role="administrator")
    actor = find_actor(user_id=user.id)
    if actor is None:
        raise LookupError(user.email)
    file = Path(path)
    with file.open("rb") as stream:
        at = datetime.now(UTC)
        made = enqueue_import(actor=actor, at=at, stream=stream, name=file.name, size=file.stat().st_size)
    launch_import(actor=actor, at=datetime.now(UTC), import_id=made.id)
    return {"id": str(made.id), "columns": made.columns}


def weigh(kind: str, field: str) -> dict[str, int]:
    """Let the line of the minimum set weigh one more, as the administrator; from now on all are judged anew."""
    from requite.identity.access import find_actor  # noqa: PLC0415
    from requite.quality.actions.correct_requirement import Correction, correct_requirement  # noqa: PLC0415
    from requite.quality.models import Requirement  # noqa: PLC0415

    actor = find_actor(user_id=User.objects.get(role="administrator").id)
    if actor is None:
        raise LookupError(kind)
    line = Requirement.objects.get(kind=kind, field=field, ends_at=None)
    to = Correction(weight=line.weight + 1, grace_hours=line.grace_hours)
    correct_requirement(actor=actor, at=datetime.now(UTC), requirement_id=line.id, to=to)
    return {"weight": line.weight + 1}


def main() -> None:
    """Do the task named first, with what follows it."""
    random.seed(1)
    tasks: dict[str, Any] = {"readers": readers, "overseers": overseers, "import": begin_import, "weigh": weigh}
    json.dump(tasks[sys.argv[1]](*sys.argv[2:]), sys.stdout)


if __name__ == "__main__":
    main()
