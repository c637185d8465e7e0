"""The requests of a working day, made for many reps and people, and how much of the mix each is."""

import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.db import connection
from requite.identity.models import User
from requite.identity.sessions import SessionStore
from requite.kernel.ids import new_id

SHARES = {"Today": 20, "People list": 20, "person page": 30, "search": 15, "log a call": 15}
SECRET = "b" * 32  # noqa: S105 - the browser's half of the CSRF proof, which any visitor may choose


@dataclass(slots=True)
class Cast:
    """Who asks, and about whom."""

    cookies: dict[Any, str]
    people: list[tuple[Any, Any]] = field(default_factory=list)
    words: list[tuple[Any, str]] = field(default_factory=list)
    outcome: Any = None


def gather(*, count: int = 400) -> Cast:
    """Sessions for the reps, people of theirs drawn evenly, and what they search for."""
    reps = list(User.objects.filter(role="rep", is_active=True))
    cast = Cast({rep.id: _session(rep) for rep in reps})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, owner_id, family_name, given_name FROM people_person"
            " WHERE archived_at IS NULL ORDER BY md5(id::text) LIMIT %s",
            [count],
        )
        found = cursor.fetchall()
        cursor.execute("SELECT id FROM work_call_status WHERE class = 'reached' AND ended_at IS NULL ORDER BY position LIMIT 1")
        cast.outcome = cursor.fetchone()[0]
        cursor.execute(
            "SELECT right(value, 4) FROM people_point WHERE kind = 'phone' AND person_id = ANY(%s)",
            [[r[0] for r in found]],
        )
        digits = [row[0] for row in cursor.fetchall()]
    cast.people = [(row[0], row[1]) for row in found if row[1] in cast.cookies]
    draw = random.Random(1)
    names = [row[2 + draw.randrange(2)] or row[2] for row in found]
    texts = [name[: draw.randint(2, 4)] for name in names] + digits[: len(names) // 3]
    owners = list(cast.cookies)
    cast.words = [(draw.choice(owners), text) for text in texts if len(text) >= 2]
    return cast


def requests(cast: Cast, name: str, *, count: int = 2000) -> list[bytes]:
    """So many requests of that kind, ready to be sent."""
    draw = random.Random(name)
    return [_MADE[name](cast, draw) for _ in range(count)]


def get(path: str, cookie: str, *, htmx: bool = False) -> bytes:
    """A GET as a browser sends it."""
    extra = "HX-Request: true\r\n" if htmx else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: ko,en;q=0.8\r\n"
        f"Cookie: {cookie}\r\n{extra}\r\n"
    ).encode()


def post(path: str, cookie: str, body: str, *, htmx: bool = True) -> bytes:
    """A form sent by htmx."""
    extra = "HX-Request: true\r\n" if htmx else ""
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Language: ko,en;q=0.8\r\n"
        f"Cookie: {cookie}\r\n{extra}Origin: http://localhost\r\nX-CSRFToken: {SECRET}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def call(cast: Cast, person: Any, rep: Any) -> bytes:
    """A call with the person is logged by one click on an outcome."""
    return post(
        f"/people/{person}/calls/", cast.cookies[rep], f"outcome={cast.outcome}&once={new_id()}&direction=out"
    )


def _session(user: User) -> str:
    store = SessionStore()
    store["_auth_user_id"] = str(user.id)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    return f"sessionid={store.session_key}; csrftoken={SECRET}"


def _person(cast: Cast, draw: random.Random) -> bytes:
    person, rep = draw.choice(cast.people)
    return get(f"/people/{person}/", cast.cookies[rep])


def _found(cast: Cast, draw: random.Random) -> bytes:
    rep, word = draw.choice(cast.words)
    return get(f"/search/?q={quote(word)}", cast.cookies[rep], htmx=True)


_MADE = {
    "Today": lambda cast, draw: get("/today/", draw.choice(list(cast.cookies.values()))),
    "People list": lambda cast, draw: get("/people/", draw.choice(list(cast.cookies.values()))),
    "person page": _person,
    "search": _found,
    "log a call": lambda cast, draw: call(cast, *draw.choice(cast.people)),
}
