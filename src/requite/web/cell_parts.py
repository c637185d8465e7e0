"""What a cell that is edited in place holds, as the inputs of its small form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from requite.identity.models import User
from requite.insight.lists.changing import POINTS
from requite.insight.lists.fields import Field
from requite.kernel.actor import Actor
from requite.people.actions.correct_company import fields_of as fields_of_company
from requite.people.actions.correct_person import fields_of as fields_of_person
from requite.people.models import Company, Person
from requite.web.own_fields import Input
from requite.web.screens.owners import owners_for

TYPES = {"phone": "tel", "email": "text", "website": "text", "expected_on": "date", "day": "date", "clock": "time"}
LONG = ("note", "body", "result")


@dataclass(frozen=True, slots=True)
class Part:
    """One input: the form's field `name`, its label, what it holds `now`; `options` of a choice as (value, label)."""

    name: str
    label: str
    now: str
    place: int = 0
    options: Sequence[tuple[str, str]] | None = None
    own: Input | None = None  # of a custom field

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
        now = str(found.owner_id or "")
        return [Part("owner", label, now, options=_owners(actor, found))]
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


def _owners(actor: Actor, found: Person | Company) -> list[tuple[str, str]]:
    """Colleagues to choose from, the owner of now among them."""
    owners = owners_for(actor)
    if found.owner_id is None:
        return [("", _("Choose …")), *owners]
    if str(found.owner_id) in dict(owners):
        return owners
    owner = User.objects.filter(id=found.owner_id).first()
    return [(str(found.owner_id), owner.name if owner else ""), *owners]
