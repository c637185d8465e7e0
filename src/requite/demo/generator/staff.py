"""The company itself, its teams, its users and their plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from psycopg import Connection

from requite.demo.generator.size import COUNTRY, ZONE, Size
from requite.demo.generator.wording import Picker, copy, full_name
from requite.demo.words import LANGUAGES
from requite.kernel.names import display_name

TEAM_SIZE = 10
PASSWORD = "requite-demo"  # noqa: S105 - shown to everybody who starts a made-up company
TARGETS = {"contacts": 0.55, "meetings_held": 0.09, "calls_made": 0.62, "new_people": 0.013}


@dataclass(frozen=True, slots=True)
class Staff:
    """A user to be."""

    id: UUID
    email: str
    family: str
    given: str
    role: str
    team_id: UUID | None
    language: str

    @property
    def name(self) -> str:
        """As the journal shows it."""
        return display_name(self.family, self.given, locale="ko")


def seeded_id(random: Random, at: datetime) -> UUID:
    """A UUIDv7 of that moment whose noise comes from the seed."""
    noise = random.getrandbits(74)
    value = (
        int(at.timestamp() * 1000) << 80
        | 0x7 << 76
        | (noise >> 62) << 64
        | 0b10 << 62
        | noise & (1 << 62) - 1
    )
    return UUID(int=value)


def fill(connection: Connection[Any], size: Size) -> None:
    """Write the company, its teams, users and plans; the reps also into the generator's own table."""
    random = Random(size.seed)
    made_at = datetime.combine(size.start, time(), ZONE).astimezone(UTC)
    teams = [seeded_id(random, made_at) for _ in range(-(-size.reps // TEAM_SIZE))]
    staff = list(_staff(random, size, teams, made_at))
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO identity_organisation (id, "only", name, country, language, currency, time_zone, address, made_at,'
            " version) VALUES (%s, true, 'Requite', %s, 'ko', 'KRW', %s, '', %s, 1)",
            [seeded_id(random, made_at), COUNTRY, ZONE.key, made_at],
        )
        cursor.executemany(
            "INSERT INTO identity_team (id, name, version) VALUES (%s, %s, 1)",
            [(team, f"Team {number + 1}") for number, team in enumerate(teams)],
        )
        password = make_password(PASSWORD, salt=f"requite-{size.seed:04d}")
        cursor.executemany(
            "INSERT INTO identity_user (password, id, email, family_name, given_name, role, team_id, language,"
            " time_zone, theme, single_keys, is_active, made_at, last_seen_at, version)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', 'auto', true, true, %s, %s, 1)",
            [
                (password, u.id, u.email, u.family, u.given, u.role, u.team_id, u.language, made_at, size.at)
                for u in staff
            ],
        )
    reps = [user for user in staff if user.role == "rep"]
    copy(connection, "gen.rep", _reps(reps))
    _plans(connection, random, size, reps, teams)


def _staff(random: Random, size: Size, teams: list[UUID], made_at: datetime) -> Iterator[Staff]:
    wanted = [("rep", n, teams[n // TEAM_SIZE]) for n in range(size.reps)]
    wanted += [("leader", n, team) for n, team in enumerate(teams)]
    others = (("operator", max(1, size.reps // 50)), ("executive", 1), ("administrator", 1))
    for role, count in others:
        wanted += [(role, n, None) for n in range(count)]  # type: ignore[misc]
    for role, n, team in wanted:
        language = random.choices(LANGUAGES, (6, 2.5, 1.5))[0]
        woman = random.random() < 0.5
        family = Picker(random, language.families).take(1)[0]
        given = Picker(random, language.women if woman else language.men).take(1)[0]
        parts = full_name(family, given, None, woman=woman)
        email = f"{role}{n + 1}@requite.example"
        yield Staff(seeded_id(random, made_at), email, parts[0], parts[1], role, team, language.code)


def _reps(reps: list[Staff]) -> Iterator[tuple[Any, ...]]:
    for number, rep in enumerate(reps):
        team = [other for other in reps if other.team_id == rep.team_id]
        mate = team[(team.index(rep) + 1) % len(team)]
        yield number, rep.id, rep.team_id, mate.id, mate.team_id, rep.name


def _plans(
    connection: Connection[Any], random: Random, size: Size, reps: list[Staff], teams: list[UUID]
) -> None:
    """Monthly plans a little above what each is likely to do, from the first month on."""
    monthly = size.activities / max(1, size.reps) / 24
    begins = size.start.replace(day=1)
    at = datetime.combine(size.start, time(), ZONE).astimezone(UTC)
    rows: list[tuple[Any, ...]] = []
    for metric, share in TARGETS.items():
        target = max(1, round(monthly * share * 1.1))
        rows += [(metric, rep.id, None, round(target * random.uniform(0.9, 1.2)) or 1) for rep in reps]
        rows += [(metric, None, team, target * sum(rep.team_id == team for rep in reps)) for team in teams]
        rows.append((metric, None, None, target * len(reps)))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO plans_plan (id, metric, user_id, team_id, span, starts_on, target, counts, made_at, version)"
            " VALUES (%s, %s, %s, %s, 'month', %s, %s, 'complete', %s, 1)",
            [
                (seeded_id(random, at), metric, user, team, begins, target, at)
                for metric, user, team, target in rows
            ],
        )
