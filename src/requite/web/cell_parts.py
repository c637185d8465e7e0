"""What a cell that is edited in place holds, as the inputs of its small form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.lists.changing import POINTS
from requite.insight.lists.fields import Field
from requite.kernel.actor import Actor
from requite.people.actions.correct_company import fields_of as fields_of_company
from requite.people.actions.correct_person import fields_of as fields_of_person
from requite.people.models import Company, Person
from requite.web.colleagues import owners_for, say_colleague
from requite.web.own_fields import Input

TYPES = {"phone": "tel", "email": "text", "website": "text", "expected_on": "date", "day": "date", "clock": "time"}
LONG = ("note", "body", "result")


@dataclass(frozen=True, slots=True)
class Part:
    """One input: the form's field `name`, its label, what it holds `now`; `options` of a choice as (value, label).

    With `search`, an address, more can be chosen than the options: `text` is what `now` is called.
    """

    name: str
    label: str
    now: str
    place: int = 0
    options: Sequence[tuple[str, str]] | None = None
    own: Input | None = None  # of a custom field
    search: str = ""
    text: str = ""

    @property
    def type(self) -> str:
        """Of an input in HTML."""
        return TYPES.get(self.name, "text")

    @property
    def is_long(self) -> bool:
        """Whether it holds several lines."""
        return self.name in LONG

    def say(self, value: str) -> str:
        """A value as it is read."""
        return dict(self.options or ()).get(value, value)


def parts_of(actor: Actor, found: Person | Company, field: Field) -> list[Part]:
    """The inputs of a cell: a person's name has two, as their form has."""
    label = str(field.label)
    if field.slug == "owner":
        return [owner_part(actor, label, str(found.owner_id or ""))]
    if field.slug in POINTS:
        point = found.points.filter(kind=field.slug).order_by("position", "id").first()
        return [Part(field.slug, label, point.raw if point else "")]
    if isinstance(found, Company):
        return [Part(field.slug, label, fields_of_company(found)[field.slug])]
    values = fields_of_person(found)
    if field.slug == "name":
        names = {"family_name": _("Family name"), "given_name": _("Given name")}
        return [Part(name, said, values[name], place) for place, (name, said) in enumerate(names.items())]
    return [Part(field.slug, label, values[field.slug])]


def owner_part(actor: Actor, label: str, now: str) -> Part:
    """Colleagues to choose from, the owner of now among them."""
    owners = owners_for(actor)
    options = list(owners) if owners.has(now) else [(now, say_colleague(actor, now) or _("Choose …")), *owners]
    if owners.is_whole:
        return Part("owner", label, now, options=options)
    text = dict(options)[now] if now else ""
    return Part("owner", label, now, options=options, search=reverse("search_colleagues"), text=text)
