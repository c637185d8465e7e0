"""The cast of this room's tests, and short ways to make what they did."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from requite.identity.access import find_actor
from requite.identity.models import Organisation, Team, User
from requite.kernel.actor import Actor
from requite.kernel.ids import new_id
from requite.people.models import Person
from requite.work.models import Activity, Attendance, Participation

SEOUL = ZoneInfo("Asia/Seoul")
AT = datetime(2026, 10, 15, 9, tzinfo=SEOUL)  # the morning after the 14th of the worked example
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Rep Anna and Boris in the team of Vera, stranger Gleb in another, administrator Oleg, executive Elena."""

    south: Team
    seoul: Team
    north: Team
    users: dict[str, User]

    def user(self, name: str) -> User:
        return self.users[name]

    def actor(self, name: str) -> Actor:
        found = find_actor(user_id=self.users[name].id)
        assert found is not None
        return found


def make_cast() -> Cast:
    """A company in Seoul: team South over Seoul, and North beside it."""
    Organisation.objects.create(
        name="Requite", country="KR", language="en", currency="KRW", time_zone="Asia/Seoul", made_at=LONG_AGO
    )
    south = Team.objects.create(name="South")
    seoul, north = Team.objects.create(name="Seoul", parent=south), Team.objects.create(name="North")
    roles = {
        "anna": ("rep", seoul), "boris": ("rep", seoul), "vera": ("leader", south), "gleb": ("rep", north),
        "dina": ("operator", None), "oleg": ("administrator", None), "elena": ("executive", None),
    }  # fmt: skip
    users = {
        name: User.objects.create(
            email=f"{name}@requite.test", given_name=name.title(), role=role, team=team, made_at=LONG_AGO
        )
        for name, (role, team) in roles.items()
    }
    return Cast(south, seoul, north, users)


def make_person(owner: User | None, name: str = "Kim", **values: Any) -> Person:
    """A person of the owner's base."""
    values.setdefault("made_at", LONG_AGO)
    return Person.objects.create(family_name=name, name_fold=name.lower(), owner=owner, **values)


def make_meeting(
    owner: User,
    day: date,
    person: Person | None,
    *,
    missing: tuple[str, ...] = (),
    state: str = "held",
    colleagues: tuple[User, ...] = (),
    guests: tuple[Person, ...] = (),
    is_joint: bool = False,
) -> Activity:
    """A meeting at noon of the company's day, in the way the work room keeps one."""
    meeting = Activity.objects.create(
        id=new_id(), kind="meeting", state=state, owner=owner, team=owner.team, person=person, day=day,
        at=datetime(day.year, day.month, day.day, 12, tzinfo=SEOUL), missing=list(missing), made_at=LONG_AGO,
        is_joint=is_joint or bool(colleagues),
    )  # fmt: skip
    Participation.objects.bulk_create(
        Participation(activity=meeting, user=user, team=user.team) for user in colleagues
    )
    Attendance.objects.bulk_create(Attendance(activity=meeting, person=guest) for guest in guests)
    return meeting


def make_call(
    owner: User,
    day: date,
    person: Person | None,
    *,
    outcome: str = "reached",
    missing: tuple[str, ...] = (),
    direction: str = "out",
    seconds: int | None = None,
) -> Activity:
    """A call at ten of the company's day."""
    return Activity.objects.create(
        id=new_id(), kind="call", state="done", owner=owner, team=owner.team, person=person, day=day,
        at=datetime(day.year, day.month, day.day, 10, tzinfo=SEOUL), missing=list(missing), made_at=LONG_AGO,
        outcome_class=outcome, direction=direction, seconds=seconds,
    )  # fmt: skip


def ids(*users: User) -> list[UUID]:
    """Their ids."""
    return [user.id for user in users]
