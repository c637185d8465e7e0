"""The cast of every test: a company in Seoul, two teams under sales, and one person of each role."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache, cached_property

from django.contrib.auth.hashers import make_password

from requite.identity.access import find_actor
from requite.identity.models import Organisation, Team, User
from requite.journal.models import Entry
from requite.kernel.actor import Actor

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


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
        """Each user as an actor."""
        users = {field.name: getattr(self, field.name) for field in fields(self)}
        found = {name: find_actor(user_id=user.id) for name, user in users.items() if isinstance(user, User)}
        return {name: actor for name, actor in found.items() if actor}


def make_cast(**company: str) -> Cast:
    """Put the cast into the database."""
    values = {"country": "KR", "language": "en", "currency": "KRW", "time_zone": "Asia/Seoul", **company}
    organisation = Organisation.objects.create(name="Hanil", made_at=NOW, **values)
    sales = Team(name="Sales")
    north, south = (Team(name=name, parent=sales) for name in ("North", "South"))
    Team.objects.bulk_create([sales, north, south])

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
    User.objects.bulk_create(users.values())
    return Cast(**users, sales=sales, north=north, south=south, company=organisation)


def entries(*types: str) -> list[Entry]:
    """The journal's entries in order, of those types when any are named."""
    found = Entry.objects.order_by("id")
    return list(found.filter(type__in=types) if types else found)
