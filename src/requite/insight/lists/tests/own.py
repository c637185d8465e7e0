"""Custom fields of every type for persons and companies, with values for some, and what they are in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock
from decimal import Decimal
from typing import Any
from uuid import UUID

from testing.builders import DAY
from testing.cast import NOW, Cast

from requite.fields.actions.fields import FieldDraft, register_field
from requite.fields.models import Field, Option, Value
from requite.identity.access import find_actor
from requite.insight.lists.conditions import read_number
from requite.insight.lists.fields import find_field
from requite.insight.lists.own import OwnField
from requite.kernel.fold import fold_query

AUDIENCES = {"money": "contact", "date": "work"}
NUMBERS = (Decimal("-1.5"), Decimal(0), Decimal(17), Decimal("33.5"), Decimal(5000))
LINES = ("Seo", "50%", "a_b", "Орёл", "부산 해운대구", "x,(y)|z\\", "seo " * 60)
PLACES = {"text": "text", "long": "text", "link": "text", "number": "number", "money": "number", "flag": "number",
          "date": "day", "time": "moment"}  # fmt: skip


def make_fields(cast: Cast) -> None:
    """A field of every type for each kind, of activities those of a type for one, two or all; the actors know of them."""
    for kind in ("person", "company", "activity"):
        for n, type_ in enumerate(Field.Type.values):
            draft = FieldDraft(
                kinds=(("meeting",), ("call", "task"), Field.ACTIVITIES)[n % 3] if kind == "activity" else (),
                kind=kind, type=type_, name=f"My {type_}", unit="KRW" if type_ == "money" else "",
                options="Seoul\nBusan\nJeju", audience=AUDIENCES.get(type_, ""),
            )  # fmt: skip
            register_field(actor=cast.actors["oleg"], at=NOW, draft=draft)
    for who, known in list(cast.actors.items()):
        fresh = find_actor(user_id=known.me)
        assert fresh
        cast.actors[who] = replace(known, fields_stamp=fresh.fields_stamp)


def fill_fields(cast: Cast, records: dict[str, list[Any]]) -> None:
    """Values for two of three records in each field, others in each."""
    rows = []
    for place, field in enumerate(Field.objects.order_by("id")):
        options = list(Option.objects.filter(field=field).order_by("position").values_list("id", flat=True))
        for n, record in enumerate(records[field.kind]):
            if (n + place) % 3 and (not field.kinds or record.kind in field.kinds):
                rows += [
                    Value(record_id=record.id, field=field, place=at, **one)
                    for at, one in enumerate(_values(cast, field, n + place, options, records))
                ]
    Value.objects.bulk_create(rows)


def _values(
    cast: Cast, field: Field, n: int, options: list[UUID], records: dict[str, list[Any]]
) -> list[dict[str, Any]]:
    users = (cast.anna.id, cast.gleb.id, cast.vera.id)
    refs: dict[str, list[UUID]] = {
        "choice": [options[n % 3 - 1]] if options else [],
        "choices": options[: n % 3 + 1],
        "user": [users[n % 3]],
        "person": [records["person"][n % len(records["person"])].id],
        "company": [records["company"][n % len(records["company"])].id],
    }
    if field.type in refs:
        return [{"ref": one} for one in refs[field.type]]
    found: dict[str, Any] = {
        "flag": Decimal(n % 2),
        "date": NOW.date() + (n - 6) * 5 * DAY,
        "time": NOW + (n - 6) * 5 * DAY,
        "number": NUMBERS[n % 5],
        "money": NUMBERS[n % 5],
    }
    return [{PLACES[field.type]: found.get(field.type, LINES[n % 7])}]


class Own:
    """The values as Python objects."""

    def __init__(self, cast: Cast, records: dict[str, list[Any]]) -> None:
        self.cast, self.records = cast, records
        self.rows: dict[tuple[UUID, str], list[Value]] = defaultdict(list)
        for one in Value.objects.order_by("place"):
            self.rows[one.record_id, f"x_{one.field_id.hex}"].append(one)
        self.known: dict[tuple[str, str], OwnField | None] = {}

    def field(self, kind: Any, slug: str) -> OwnField | None:
        """The custom field of that slug; looked for once, as they stay the same."""
        if (kind, slug) not in self.known:
            found = find_field(kind, slug) if slug.startswith("x_") else None
            self.known[kind, slug] = found if isinstance(found, OwnField) else None
        return self.known[kind, slug]

    def values(self, record: Any, field: OwnField, sees: Any) -> list[Any]:
        """Each value of the field; a record that it names is one where the reader sees that."""
        mine = self.rows.get((record.id, field.slug), [])
        if field.own in ("person", "company"):
            known = {one.id: one for one in self.records[field.own]}
            named = [known[one.ref] for one in mine]
            return [one.name_fold for one in named if sees(one.owner_id)]
        return [getattr(one, PLACES.get(field.own, "ref")) for one in mine]

    def passes(self, reader: str, field: OwnField, op: str, value: Any, given: str) -> bool:
        if op == "filled":
            return value != ""
        if field.type in ("choice", "choices"):
            return value == (given == "yes") if field.own == "flag" else str(value) == given
        if field.type == "user":
            return str(value) == (str(self.cast.actors[reader].id) if given == "me" else given)
        if field.type == "amount":
            number = read_number(given)
            return {"at_least": value >= number, "at_most": value <= number, "is": value == number}[op]
        if field.type in ("day", "moment"):
            return self._falls(reader, op, value, given)
        text = fold_query(given) if field.type == "record" else given.lower()
        held = value if field.type == "record" else value.lower()
        return text == held if op == "is" else text in held

    def _falls(self, reader: str, op: str, value: Any, given: str) -> bool:
        is_day = not isinstance(value, datetime)
        zone = self.cast.actors[reader].zone
        now = self.cast.actors[reader].day_of(NOW) if is_day else NOW
        if op in ("within", "ahead"):
            days = timedelta(days=int(given))
            return now - days <= value <= now if op == "within" else now <= value <= now + days
        start: Any = datetime.fromisoformat(given).date()
        after = start + timedelta(days=1)
        if not is_day:
            start, after = (datetime.combine(each, clock(), zone) for each in (start, after))
        return value < start if op == "before" else value >= after
