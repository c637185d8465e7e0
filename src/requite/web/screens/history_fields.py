"""Who filled what: of each field of a record who set it last, when, and through what."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase

from requite.insight.supervision.queries.entries import list_settings
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.people.queries.shapes import mask
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import part, render
from requite.web.screens.history import KINDS, RIGHT, Subject
from requite.web.screens.history_lines import CONTACT, group_of
from requite.web.screens.history_unseen import WORK
from requite.web.screens.history_words import ASKED, CAME, OWED, say_field, say_via


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field in words, and who set it last. `field` is its name, "" for the state of one number of several."""

    field: str
    label: str
    who: str
    at: datetime
    via: str


@door("GET", right=RIGHT)
def history_fields(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """The fields of a record, the latest first; those that the reader may not know of are left out."""
    see = KINDS.get(kind)
    if see is None:
        raise NotVisible
    subject = see(request.actor, id_of(id))
    context = {"subject": subject, "lines": list_lines(request.actor, subject)}
    if request.GET.get("part") == "marks":
        return part(request, "history/marks.html", context)
    return render(request, "history/fields_page.html", context, fragment="history/fields.html")


def list_lines(actor: Actor, subject: Subject) -> list[FieldLine]:
    """One statement. A masked number stays masked; what was said of a debt, or asked and not told, filled nothing."""
    lines = []
    for one in list_settings(subject_id=subject.id):
        if one.field.startswith((OWED, ASKED)) or one.field in CAME:
            continue
        kind = "activity" if subject.kind in WORK else subject.kind
        access = actor.fields.get(group_of(kind, one.field), "edit")
        if access == "hidden":
            continue
        word, _blank, raw = one.field.partition(" ")
        label = say_field(subject.kind, one.field)
        if word in CONTACT and raw:
            label = f"{say_field(subject.kind, word)} {mask(raw, word) if access == 'masked' else raw}"
        lines.append(FieldLine("" if raw else one.field, label, one.who, one.at, say_via(one.via)))
    return sorted(lines, key=lambda line: line.at, reverse=True)
