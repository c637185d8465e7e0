"""Writes the demo's activities: judged by the engine like any other, inserted and kept in the journal by sets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection

from requite.demo.calendar import ZONE
from requite.identity.models import User
from requite.journal.events import Event
from requite.kernel.names import display_name
from requite.people.models import Person
from requite.quality.rules import list_rules
from requite.work import assessing, events
from requite.work.models import Activity, Attendance, CallStatus, Participation

COPY = (
    "COPY journal_entry (at, type, subject_kind, subject_id, actor_id, actor_name, via, changes) FROM STDIN"
)
SOON = timedelta(minutes=4)
MADE: dict[str, type[Event]] = {
    "call": events.CallLogged, "meeting": events.MeetingPlanned, "task": events.TaskPlanned, "note": events.NoteLogged
}  # fmt: skip
ENDED: dict[str, type[Event]] = {"meeting": events.MeetingSettled, "task": events.TaskCompleted}


@dataclass(slots=True)
class History:
    """Collects activities; `write` keeps them all."""

    at: datetime
    users: dict[str, User]
    rows: list[Activity] = field(default_factory=list)
    statuses: dict[str, CallStatus] = field(init=False)
    attendances: list[Attendance] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.statuses = {status.key: status for status in CallStatus.objects.all()}

    def add(
        self,
        key: str,
        kind: str,
        state: str,
        person: Person,
        at: datetime,
        *,
        made_at: datetime | None = None,
        **fields: Any,
    ) -> Activity:
        """An activity of that user's with the person at `at`."""
        user = self.users[key]
        row = Activity(
            kind=kind, state=state, owner=user, team_id=user.team_id, person=person, company_id=person.company_id, at=at,
            day=at.astimezone(ZONE).date(), made_at=min(self.at, made_at or at + SOON), made_by=user, **fields,
        )  # fmt: skip
        self.rows.append(row)
        return row

    def call(self, key: str, person: Person, at: datetime, status: str = "", **fields: Any) -> Activity:
        """A call made at `at`; without a status it owes one."""
        found = self.statuses.get(status)
        point = next((point for point in person.points.all() if point.kind == "phone"), None)
        fields = {
            "direction": "out",
            "point": point,
            "outcome": found,
            "outcome_class": found.class_name if found else "",
            **fields,
        }
        return self.add(key, "call", "done", person, at, **fields)

    def meeting(self, key: str, person: Person, at: datetime, state: str = "held", **fields: Any) -> Activity:
        """A meeting, an hour long, planned two days ahead."""
        made_at = at - timedelta(days=2)
        return self.add(
            key, "meeting", state, person, at, until=at + timedelta(hours=1), made_at=made_at, **fields
        )

    def write(self) -> None:
        """Judge, insert and keep everything that was added."""
        rules = {kind: list_rules(kind, at=self.at) for kind in ("call", "meeting")}
        for row in self.rows:
            assessing.judge(row, at=self.at, rules=rules.get(row.kind))
        self.rows.sort(key=lambda row: row.at)
        _insert(self.rows)
        Attendance.objects.bulk_create(self.attendances)
        Participation.objects.bulk_create(self.participations)
        names = {
            user.id: display_name(user.family_name, user.given_name, locale=user.language or "en")
            for user in self.users.values()
        }
        entries = sorted((entry for row in self.rows for entry in _entries(row)), key=lambda entry: entry[0])
        with connection.cursor() as cursor, cursor.copy(COPY) as copy:
            for at, event, row, changes in entries:
                line = (
                    min(at, self.at),
                    event.type(),
                    event.kind,
                    row.id,
                    row.owner_id,
                    names[row.owner_id],
                    "demo",
                    changes,
                )
                copy.write_row(line)


def _insert(rows: Sequence[Activity]) -> None:
    """As `bulk_create` does, by COPY, which takes a twentieth of its time."""
    fields = [field for field in Activity._meta.concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY work_activity ({names}) FROM STDIN") as copy:
        for row in rows:
            values = (getattr(row, field.attname) for field in fields)
            copy.write_row(
                [orjson.dumps(value).decode() if isinstance(value, dict) else value for value in values]
            )


def _entries(row: Activity) -> Sequence[tuple[datetime, type[Event], Activity, str]]:
    made: dict[str, Any] = {
        "topic": row.topic,
        "body": row.body,
        "at": row.at.isoformat() if row.kind in ENDED else "",
    }
    if row.kind == "call":
        made = {"outcome": row.outcome.key if row.outcome else "", "result": row.result}
    entries = [(row.made_at, MADE[row.kind], row, _pairs(made))]
    if row.kind in ENDED and not row.is_open:
        ended = {"state": row.state, "result": row.result}
        entries.append((row.until or row.at, ENDED[row.kind], row, _pairs(ended)))
    return entries


def _pairs(values: dict[str, Any]) -> str:
    return orjson.dumps({name: (None, value) for name, value in values.items() if value}).decode()
