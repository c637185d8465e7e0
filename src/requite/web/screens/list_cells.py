"""A cell of a list edited in place, by the rules of its form: a merge by field, and sentences beside it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.lists.actions.change import assign_listed
from requite.insight.lists.changing import EDITED, POINTS, edited_for
from requite.insight.lists.fields import CATALOGUE, Field, Kind
from requite.insight.lists.listing import read_columns
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.people.access import see_company, see_person
from requite.people.actions.correct_company import correct_company
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import correct_first_point
from requite.people.models import Company, Person
from requite.people.queries.lists import list_companies_by_id, list_people_by_id
from requite.web.cell_parts import Part, parts_of
from requite.web.doors import ActorRequest, door, id_of
from requite.web.list_lines import ListLines
from requite.web.pages import is_fragment, part
from requite.web.screens.list_views import see_kind
from requite.web.screens.lists import JUDGED
from requite.web.screens.names import full
from requite.web.screens.people_forms import lines
from requite.web.screens.points import removal_undo
from requite.web.toasts import with_toast

Said = tuple[str, str]  # what a toast says, and the address of its undo


@door("GET", "POST", right="people.edit")
def cell(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """A cell as a small form; what it holds is kept, and the cell comes back. Without script the record's form opens."""
    which, record_id = see_kind(request, kind), id_of(id)
    known = CATALOGUE[which].get(field)
    if known is None or field not in EDITED[which]:
        raise NotVisible
    found = _see(request, which, record_id, field)
    if not is_fragment(request):
        form = which if field in (*POINTS, "owner") else f"{which}_edit"
        return HttpResponseRedirect(reverse(form, kwargs={"id": record_id}))
    parts = parts_of(request.actor, found, known)
    now = [each.now for each in parts]
    if request.method == "GET":
        return _form(request, found, known, parts, now, now)
    values, seen = _sent(request, "value", now), _sent(request, "base", now)
    try:
        said = _keep(request, found, parts, values, seen)
    except Refused as refusal:
        error = " ".join(str(text) for text in refusal.errors.values())
        return _form(request, found, known, parts, values, seen, error)
    except Stale as stale:
        return _clash(request, found, known, values, stale)
    return _shown(request, which, record_id, known, said)


def _see(request: ActorRequest, kind: Kind, record_id: UUID, field: str) -> Person | Company:
    found: Person | Company
    if kind == "person":
        found = see_person(actor=request.actor, person_id=record_id)
    else:
        found = see_company(actor=request.actor, company_id=record_id)
    right = "people.assign" if field == "owner" else "people.edit"
    if not request.actor.covers(right, found.owner_id) or field not in edited_for(request.actor, kind):
        raise NotAllowed
    return found


def _sent(request: ActorRequest, name: str, now: Sequence[str]) -> list[str]:
    """What the form sent for each of its parts; what stands now for one that it didn't send."""
    given = [text.replace("\x00", "").strip() for text in request.POST.getlist(name)]
    return [*given, *now[len(given) :]][: len(now)]


def _keep(
    request: ActorRequest, found: Person | Company, parts: Sequence[Part], values: list[str], seen: list[str]
) -> Said:
    """Write the cell by the action of its form. Raises Refused, Stale, NotAllowed."""
    kind: Kind = "person" if isinstance(found, Person) else "company"
    actor, at, name = request.actor, request.now, parts[0].name
    whose: dict[str, Any] = {f"{kind}_id": found.id}
    if name == "owner":
        return _give(request, found, kind, values[0], seen[0])
    if name in POINTS:
        gone = correct_first_point(actor=actor, at=at, kind=name, raw=values[0], base=seen[0], **whose)
        return removal_undo(kind, found.id, *gone) if gone else ("", "")
    given = {each.name: value for each, value in zip(parts, values, strict=True)}
    base = {each.name: lines(value) for each, value in zip(parts, seen, strict=True)}
    (correct_person if kind == "person" else correct_company)(
        actor=actor, at=at, given=given, base=base, **whose
    )
    return "", ""


def _give(request: ActorRequest, found: Person | Company, kind: Kind, value: str, seen: str) -> Said:
    if value == seen:
        return "", ""
    name = full(found.family_name, found.given_name) if isinstance(found, Person) else found.name
    act = assign_listed(
        actor=request.actor, at=request.now, kind=kind, record_id=found.id, owner_id=parse_id(value),
        base=parse_id(seen), words=name,
    )  # fmt: skip
    if not act.changed:
        return "", ""
    return _("Given to %(name)s.") % {"name": act.value}, reverse("act_return", kwargs={"id": act.id})


def _clash(
    request: ActorRequest, found: Person | Company, field: Field, values: list[str], stale: Stale
) -> HttpResponseBase:
    """The own text beside what the cell holds by now; sent again it is kept."""
    kind: Kind = "person" if isinstance(found, Person) else "company"
    parts = parts_of(request.actor, _see(request, kind, found.id, field.slug), field)
    theirs = " ".join(each.say(each.now) for each in parts).strip()
    error = _(
        "This cell was changed meanwhile by %(name)s: it is “%(theirs)s” now. Your text is still here;"
        " press Enter again to keep it."
    ) % {"name": stale.by or _("somebody"), "theirs": theirs or _("empty")}
    return _form(request, found, field, parts, values, [each.now for each in parts], error, status=409)


def _form(
    request: ActorRequest, found: Person | Company, field: Field, parts: Sequence[Part], values: Sequence[str],
    bases: Sequence[str], error: str = "", *, status: int = 0,
) -> HttpResponseBase:  # fmt: skip
    context: dict[str, Any] = {
        "kind": "person" if isinstance(found, Person) else "company", "id": found.id, "field": field, "parts": parts,
        "values": values, "bases": bases, "judged": _judged(request), "error": error,
    }  # fmt: skip
    return part(request, "lists/cell.html", context, status=status or (422 if error else 200))


def _judged(request: ActorRequest) -> list[str]:
    """The columns of the list that move with the cell."""
    asked = request.POST if request.method == "POST" else request.GET
    return [slug for slug in JUDGED if slug in asked.getlist("with")]


def _shown(request: ActorRequest, kind: Kind, record_id: UUID, field: Field, said: Said) -> HttpResponseBase:
    """The cell as the list shows it, with those that moved with it."""
    read = list_people_by_id if kind == "person" else list_companies_by_id
    rows = read(actor=request.actor, ids=[record_id])
    fields = [field, *(CATALOGUE[kind][slug] for slug in _judged(request))]
    maker = ListLines(request.actor, kind, fields, request.now)
    if not rows:
        raise NotVisible
    slugs = [each.slug for each in fields]
    found = read_columns(actor=request.actor, at=request.now, kind=kind, slugs=slugs, ids=[record_id])[
        record_id
    ]
    first, *others = zip(fields, maker.labels, found, strict=True)
    html = (
        maker.name_cell(str(record_id), maker.name(rows[0]))
        if field.slug == "name"
        else maker.whole_cell(*first)
    )
    response = HttpResponse(html + "".join(maker.moved_cell(str(record_id), *each) for each in others))
    return with_toast(request, response, said[0], undo=said[1], in_row=True) if said[0] else response
