"""A cell of a list edited in place, by the rules of its form: a merge by field, and sentences beside it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.lists.changing import EDITED
from requite.insight.lists.fields import CATALOGUE, Field, Kind
from requite.insight.lists.listing import read_columns
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.people.access import see_company, see_person
from requite.people.actions.correct_company import correct_company
from requite.people.actions.correct_company import fields_of as fields_of_company
from requite.people.actions.correct_person import correct_person
from requite.people.actions.correct_person import fields_of as fields_of_person
from requite.people.models import Company, Person
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.list_lines import ListLines
from requite.web.pages import is_fragment, part
from requite.web.screens.list_views import kind_of
from requite.web.screens.people_forms import lines


@door("GET", "POST", right="people.edit")
def cell(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """A cell as a small form; what it holds is kept, and the cell comes back. Without script the record's form opens."""
    which, record_id = kind_of(kind), id_of(id)
    known = CATALOGUE[which].get(field)
    if known is None or field not in EDITED[which]:
        raise NotVisible
    found = _see(request, which, record_id)
    if not is_fragment(request):
        return HttpResponseRedirect(reverse(f"{which}_edit", kwargs={"id": record_id}))
    now = _text(found, field)
    if request.method == "GET":
        return _form(request, which, record_id, known, now, now)
    value, seen = sent(request, "value"), request.POST.get("base", now)
    try:
        _correct(request, which, record_id, field, value, seen)
    except Refused as refusal:
        error = " ".join(str(text) for text in refusal.errors.values())
        return _form(request, which, record_id, known, value, seen, error)
    except Stale as stale:
        theirs = _text(_see(request, which, record_id), field)
        error = _(
            "This cell was changed meanwhile by %(name)s: it is “%(theirs)s” now. Your text is still here;"
            " press Enter again to keep it."
        ) % {"name": stale.by or _("somebody"), "theirs": theirs or _("empty")}
        return _form(request, which, record_id, known, value, theirs, error, status=409)
    return _cell(request, which, record_id, known)


def _see(request: ActorRequest, kind: Kind, record_id: UUID) -> Person | Company:
    found: Person | Company
    if kind == "person":
        found = see_person(actor=request.actor, person_id=record_id)
    else:
        found = see_company(actor=request.actor, company_id=record_id)
    if not request.actor.covers("people.edit", found.owner_id):
        raise NotAllowed
    return found


def _text(found: Person | Company, field: str) -> str:
    return (fields_of_person(found) if isinstance(found, Person) else fields_of_company(found))[field]


def _correct(request: ActorRequest, kind: Kind, record_id: UUID, field: str, value: str, seen: str) -> None:
    given, base = {field: value}, {field: lines(seen)}
    if kind == "person":
        correct_person(actor=request.actor, at=request.now, person_id=record_id, given=given, base=base)
    else:
        correct_company(actor=request.actor, at=request.now, company_id=record_id, given=given, base=base)


def _form(
    request: ActorRequest, kind: Kind, record_id: UUID, field: Field, value: str, base: str, error: str = "",
    *, status: int = 0,
) -> HttpResponseBase:  # fmt: skip
    context: dict[str, Any] = {
        "kind": kind, "id": record_id, "field": field, "value": value, "base": base, "error": error,
        "hint": _("Tab keeps it and goes on, Esc gives up."),
    }  # fmt: skip
    return part(request, "lists/cell.html", context, status=status or (422 if error else 200))


def _cell(request: ActorRequest, kind: Kind, record_id: UUID, field: Field) -> HttpResponseBase:
    """The cell as the list shows it."""
    values = read_columns(actor=request.actor, at=request.now, kind=kind, slugs=[field.slug], ids=[record_id])
    maker = ListLines(request.actor, kind, [field], request.now)
    value = values[record_id][0] if record_id in values else None
    return HttpResponse(maker.whole_cell(field, maker.labels[0], value))
