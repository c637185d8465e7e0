"""A custom field of many records changed by the bar of a list, and taken back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from testing.asserts import text
from testing.cast import Cast

from requite.fields.models import Field, Value
from requite.fields.values import texts_of
from requite.journal.models import Act
from requite.people.actions.correct_person import correct_person
from requite.people.models import Person
from requite.web.tests.own import actor


def send(client: Client, slug: str, records: Any, kind: str = "person", **more: object) -> HttpResponse:
    form = {"list": "view=all", "way": slug, "pick": [str(one.id) for one in records], **more}
    return client.post(f"/lists/{kind}/change/", form)


def do(client: Client, slug: str, value: object, records: Any, kind: str = "person", **more: object) -> HttpResponse:
    return send(client, slug, records, kind, **{"apply": "1", slug: value, **more})


def back(client: Client) -> str:
    act = Act.objects.latest("id")
    client.post(f"/acts/{act.id}/return/")
    return text(client.get(f"/acts/{act.id}/"))


def now_by(cast: Cast, who: str, person: Person, field: Field, value: str) -> None:
    """Filled after what a page did."""
    correct_person(actor=actor(cast, who), at=timezone.now(), person_id=person.id, given={field.slug: value})


def offered(client: Client) -> str:
    """What the bar above the list offers."""
    return text(client.get("/people/?view=all")).partition('id="bulk-way"')[2].partition("</select>")[0]


def held(cast: Cast, records: Any, field: Field, kind: str = "person") -> list[str]:
    return [texts_of(actor(cast), kind, one.id)[field.slug] for one in records]


def held_rows() -> list[str | None]:
    return list(Value.objects.values_list("text", flat=True))
