"""A value of a column as a text of a file. What is the same for all rows is asked once, not for each."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from requite.deals.models import Deal
from requite.deals.models.pipeline import label_of as label_of_line
from requite.fields.catalogue import told
from requite.fields.codec import plain
from requite.insight.lists.conditions import missable
from requite.insight.lists.fields import Field
from requite.insight.lists.own import OwnField
from requite.insight.lists.saying import say_choice
from requite.kernel.actor import Actor
from requite.kernel.money import digits_of
from requite.kernel.names import display_name
from requite.people.queries.shapes import shape_point

Say = Callable[[Any], str]


def sayer(actor: Actor, kind: str, field: Field) -> Say:
    """What makes texts of the column's values, in the language that is spoken now. The values aren't None."""
    if isinstance(field, OwnField):
        return _own(actor, field)
    if field.whole and not field.is_money:
        return _points(actor, field)
    if field.type == "missing":
        return _missing(actor, kind)
    if field.type == "tags":
        return ", ".join
    if field.type == "flag":
        return _flag()
    by_type = SAYERS.get("person" if field.slug == "person" else "money" if field.is_money else field.type)
    return by_type(actor, field) if by_type else str


def _person(actor: Actor, _field: Field) -> Say:
    return lambda value: display_name(value[0], value[1], locale=actor.language)


def _user(actor: Actor, _field: Field) -> Say:
    return lambda value: display_name(value[0], value[1], locale=actor.language) or str(value[2])


def _named(_actor: Actor, field: Field) -> Say:
    if field.right == "work.see":
        return lambda value: say_choice(field.slug, value)
    if field.cast == "text":
        return lambda value: str(Deal.State(value).label)
    return lambda value: label_of_line(value[0], value[1])


def _money(actor: Actor, _field: Field) -> Say:
    form = f".{digits_of(actor.currency)}f"
    return lambda value: format(Decimal(value) / 100, form)


def _moment(actor: Actor, _field: object) -> Say:
    zone = actor.zone
    return lambda value: str(value.astimezone(zone).isoformat(" ", "minutes")[:16])


SAYERS: Mapping[str, Callable[[Actor, Field], Say]] = {
    "person": _person,
    "named": _named,
    "money": _money,
    "user": _user,
    "moment": _moment,
}


def _own(actor: Actor, field: OwnField) -> Say:
    """A custom field, as an import would read it again."""
    if field.own == "choices":
        return ", ".join
    if field.own in ("user", "person"):
        return _user(actor, field)
    if field.own == "time":
        return _moment(actor, field)
    if field.own == "flag":
        return _flag()
    return plain if field.type == "amount" and field.own not in ("masked", "long") else str


def _flag() -> Say:
    yes, no = _("yes"), _("no")
    return lambda value: yes if value else no


def _missing(actor: Actor, kind: str) -> Say:
    labels = {name: str(one.label) for name, one in missable(kind).items()}
    known: dict[str, bool] = {}

    def is_told(name: str) -> bool:
        if name not in known:
            known[name] = bool(told(actor, [name]))
        return known[name]

    return lambda value: ", ".join(labels.get(name, name) for name in value if is_told(name))


def _points(actor: Actor, field: Field) -> Say:
    kind = "address" if field.type == "words" else "phone" if field.type == "digits" else "email"

    def say(value: str, raw: str, state: str) -> str:
        shape = shape_point(actor, None, kind, value, raw, state)
        if shape is None:
            return ""
        return (shape.value or shape.raw) if kind == "phone" else shape.raw

    return lambda values: "; ".join(filter(None, (say(*one) for one in values)))
