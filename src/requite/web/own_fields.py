"""The company's own fields in forms and on records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from requite.fields import catalogue
from requite.fields.catalogue import Definition, is_slug
from requite.fields.queries import ValueShape
from requite.fields.references import names_of
from requite.fields.values import say_text
from requite.kernel.actor import Actor
from requite.kernel.errors import Stale
from requite.kernel.ids import parse_id
from requite.kernel.legible import legible
from requite.web import formats
from requite.web.addresses import url
from requite.web.colleagues import Colleagues, is_called, name_colleague, owners_for
from requite.web.doors import ActorRequest

Options = Sequence[tuple[str, str]]
INPUTS = {"date": "date", "time": "datetime-local"}
MODES = {"number": "decimal", "money": "decimal", "link": "url"}
SEARCHES = {"person": "search_people", "company": "search_companies"}


@dataclass(frozen=True, slots=True)
class Input:
    """One field in a form. `type` is text, area, select, checks, record, or a type of HTML's."""

    slug: str
    label: str
    type: str
    value: str
    hint: str
    options: Options = ()
    search: str = ""
    text: str = ""
    mode: str = ""

    @property
    def chosen(self) -> frozenset[str]:
        """Of several choices, those that are on."""
        return frozenset(self.value.split(","))


def inputs_for(actor: Actor, kind: str, typed: Mapping[str, str]) -> list[tuple[str, list[Input]]]:
    """The fields of the kind that the actor may fill, group by group; `typed` holds texts by slug."""
    fields = [one for one in catalogue.definitions(actor, kind) if one.access_once_settled(actor) == "edit"]
    made = [(one.section, input_for(actor, one, typed.get(one.slug, ""), typed)) for one in fields]
    return [(name, [one for _name, one in group]) for name, group in groupby(made, key=lambda pair: pair[0])]


def inputs_by_kind(actor: Actor, kinds: Sequence[str], typed: Mapping[str, str]) -> list[tuple[Input, tuple[str, ...]]]:
    """Those of several kinds for a form that makes one of them: each field once, with the kinds that have it."""
    found: dict[str, tuple[Input, tuple[str, ...]]] = {}
    for kind in kinds:
        for _section, inputs in inputs_for(actor, kind, typed):
            for one in inputs:
                found[one.slug] = (one, (*found.get(one.slug, (one, ()))[1], kind))
    return list(found.values())


def input_for(actor: Actor, field: Definition, value: str, typed: Mapping[str, str]) -> Input:
    """The field in a form that holds `value`; `typed` has what was typed where a record is chosen."""
    if field.is_turning:
        return Input(field.slug, field.name, "turning", "", say_turning())
    hint = " · ".join(filter(None, (field.help, field.unit)))
    options: Options = owners_for(actor) if field.type == "user" else choices_of(field, value)
    is_cut = isinstance(options, Colleagues) and not options.is_whole
    if search := "search_colleagues" if is_cut else SEARCHES.get(field.type, ""):
        text = typed.get(f"{field.slug}_text", "") or _name(actor, field.type, value)
        return Input(field.slug, field.name, "record", value, hint, search=url(search), text=text)
    if options:
        return Input(
            field.slug, field.name, "checks" if field.type == "choices" else "select", value, hint, tuple(options)
        )
    return Input(
        field.slug,
        field.name,
        INPUTS.get(field.type, "area" if field.type == "long" else "text"),
        value,
        hint,
        mode=MODES.get(field.type, ""),
    )


def say_turning() -> str:
    """Why nobody fills the field for now."""
    return _("Its type is being changed. It can be filled again when that is done.")


def choices_of(field: Definition, value: str = "") -> Options:
    """The answers of a choice and of yes or no; () for other types."""
    if field.type in ("choice", "choices"):
        held = value.split(",")
        return [(str(one.id), one.label) for one in field.options if not one.is_ended or str(one.id) in held]
    return [("yes", _("yes")), ("no", _("no"))] if field.type == "flag" else ()


def _name(actor: Actor, type_: str, value: str) -> str:
    found = parse_id(value)
    return names_of(actor, type_, [found]).get(found, "") if found else value


def say_clash(actor: Actor, stale: Stale) -> list[tuple[str, str, str]]:
    """What two people typed into the same fields: name, theirs, mine; of custom fields in words."""
    return [
        (name, in_words(actor, name, theirs), in_words(actor, name, mine))
        for name, (theirs, mine) in stale.changes.items()
    ]


def in_words(actor: Actor, slug: str, value: object) -> str:
    """What a form holds of a field, as it is read."""
    text = say_text(actor, slug, str(value)) if is_slug(slug) else str(value)
    known = catalogue.find(slug)
    return {"yes": _("yes"), "no": _("no")}.get(text, text) if known and known.type == "flag" else text


def sent_own(request: ActorRequest) -> dict[str, str]:
    """What a form sent for the company's own fields, by slug. Somebody typed and not chosen comes as the text.

    A colleague who is called so comes as the id.
    """
    found: dict[str, str] = {}
    for slug in request.POST:
        if is_slug(slug):
            values = [legible(one) for one in request.POST.getlist(slug)]
            chosen, text = ",".join(filter(None, values)), legible(request.POST.get(f"{slug}_text", ""))
            is_named = f"{slug}_text" in request.POST and (known := catalogue.find(slug)) and known.type == "user"
            found[slug] = _meant(request.actor, chosen, text) if is_named else chosen or text
    return found


def _meant(actor: Actor, chosen: str, text: str) -> str:
    """The colleague whom the text of a field says; without script it still holds whom the page came with."""
    if not text or is_called(actor, chosen, text):
        return chosen if text else ""
    return str(name_colleague(actor, text) or text)


def sent_own_of(request: ActorRequest, kind: str) -> dict[str, str]:
    """What such a form sent for the fields of the kind that was chosen; of the others it hides what was typed."""
    known = {slug: catalogue.find(slug) for slug in sent_own(request)}
    return {
        slug: text
        for slug, text in sent_own(request).items()
        if (field := known[slug]) is None or field.is_ended or field.is_of(kind)
    }


def say(value: ValueShape) -> tuple[tuple[str, str], ...]:
    """A value in words, with addresses."""
    if value.is_masked:
        return (("•••", ""),)
    if value.words:
        route = value.type if value.type in SEARCHES else ""
        return tuple((text, url(route, id=id_) if route and id_ else "") for id_, text in value.words)
    if value.type == "link":
        return ((value.text, value.text),)
    if value.number is not None:
        return ((_number(value), ""),)
    if value.moment is not None:
        return ((formats.moment(value.moment, "year"), ""),)
    return ((formats.day(value.day, "year") if value.day else value.text, ""),)


def _number(value: ValueShape) -> str:
    if value.number is None:
        return ""
    if value.type == "flag":
        return _("yes") if value.number else _("no")
    if value.type == "money":
        return formats.money(value.number, value.unit)
    return f"{formats.exact(value.number)} {value.unit}".strip()
