"""The cast of every test: a company in Seoul, two teams under sales, and one person of each role."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache, cached_property
from itertools import groupby

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.db.models.sql.compiler import SQLInsertCompiler

from requite.identity.access import READER, _reader
from requite.identity.models import Organisation, Team, User
from requite.journal.models import Entry
from requite.kernel.actor import Actor
from requite.kernel.reading import fetch_all

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
READERS = (
    "SELECT asked.id, reader.* FROM unnest(%(users)s::uuid[]) WITH ORDINALITY asked(id, place),"
    f" LATERAL ({READER.replace('%(user)s', 'asked.id')}) reader ORDER BY asked.place"
)


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


@dataclass
class Cast:
    """Users by name. Anna and Boris are reps of Vera's team, Gleb is of another one."""

    anna: User
    boris: User
    vera: User
    gleb: User
    dina: User
    emma: User
    oleg: User
    sales: Team
    north: Team
    south: Team
    company: Organisation

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Each active user as an actor, all of them by one statement."""
        users = {field.name: getattr(self, field.name) for field in fields(self)}
        names = {user.id: name for name, user in users.items() if isinstance(user, User)}
        found = ((row[0], _reader(row[0], row[1:], "page")) for row in fetch_all(READERS, {"users": list(names)}))
        return {names[user_id]: reader.actor for user_id, reader in found if reader}


def make_cast(**company: str) -> Cast:
    """Put the cast into the database."""
    values = {"country": "KR", "language": "en", "currency": "KRW", "time_zone": "Asia/Seoul", **company}
    organisation = Organisation(name="Hanil", made_at=NOW, **values)
    sales = Team(name="Sales")
    north, south = (Team(name=name, parent=sales) for name in ("North", "South"))

    def user(name: str, family: str, role: str, team: Team | None) -> User:
        made = User(
            email=f"{name}@hanil.kr", given_name=name.title(), family_name=family, role=role, team=team
        )
        made.made_at = NOW
        made.password = _hashed()
        return made

    users = {
        "anna": user("anna", "Kim", "rep", north),
        "boris": user("boris", "Lee", "rep", north),
        "vera": user("vera", "Park", "leader", north),
        "gleb": user("gleb", "Choi", "rep", south),
        "dina": user("dina", "Jung", "operator", None),
        "emma": user("emma", "Han", "executive", None),
        "oleg": user("oleg", "Oh", "administrator", None),
    }
    _keep([organisation, sales, north, south, *users.values()], repr(sorted(values.items())))
    return Cast(**users, sales=sales, north=north, south=south, company=organisation)


_WRITTEN: dict[str, tuple[str, list[str]]] = {}


def _keep(rows: Sequence[Model], kind: str) -> None:
    """Insert them. A cast differs from the last of its kind in nothing but ids: these are put into its statements."""
    ids = [row.pk.hex for row in rows]
    if kind not in _WRITTEN:
        _WRITTEN[kind] = (_statements(rows), ids)
    sql, places = _WRITTEN[kind]
    for place, new in zip(places, ids, strict=True):
        sql = sql.replace(place, new)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    for row in rows:
        row._state.adding, row._state.db = False, "default"


def _statements(rows: Sequence[Model]) -> str:
    """The statements by which Django inserts them, values and all."""
    with connection.cursor() as cursor:
        return ";".join(
            cursor.mogrify(sql, values)
            for model, found in groupby(rows, key=type)
            for sql, values in _insertion(model, list(found)).as_sql()
        )


def _insertion(model: type[Model], rows: list[Model]) -> SQLInsertCompiler:
    query = InsertQuery(model)
    query.insert_values(model._meta.concrete_fields, rows)
    return query.get_compiler("default")


def entries(*types: str) -> list[Entry]:
    """The journal's entries in order, of those types when any are named."""
    found = Entry.objects.order_by("id")
    return list(found.filter(type__in=types) if types else found)
