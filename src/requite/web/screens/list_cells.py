"""A cell of a list edited in place, by the rules of its form: a merge by field, and sentences beside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.fields.catalogue import is_slug
from requite.insight.lists.actions.change import assign_listed
from requite.insight.lists.changing import EDITED, POINTS, edited_for
from requite.insight.lists.fields import CATALOGUE, Field, Kind
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.people.access import see_company, see_person
from requite.people.actions.correct_company import correct_company
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import correct_first_point
from requite.people.models import Company, Person
from requite.web.cell_parts import Part, parts_of
from requite.web.doors import ActorRequest, door, id_of
from requite.web.screens.activities_cells import activity_cell
from requite.web.screens.cell_forms import (
    Said,
    cell_clash,
    cell_form,
    cell_shown,
    name_owner,
    opens_page,
    sent_parts,
    typed_parts,
)
from requite.web.screens.deals_cells import deal_cell
from requite.web.screens.list_views import see_kind
from requite.web.screens.names import full
from requite.web.screens.own_cells import own_cell
from requite.web.screens.people_forms import lines
from requite.web.screens.points import removal_undo

OTHERS: Mapping[Kind, Callable[[ActorRequest, UUID, str], HttpResponseBase]] = {
    "deal": deal_cell, "activity": activity_cell,
}  # fmt: skip


@door("GET", "POST", right="people.edit")
def cell(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """A cell as a small form; what it holds is kept, and the cell comes back. Without script the record's form opens."""
    which, record_id = see_kind(request, kind), id_of(id)
    if is_slug(field) or which in OTHERS:
        own = is_slug(field)
        return own_cell(request, which, record_id, field) if own else OTHERS[which](request, record_id, field)
    known = CATALOGUE[which].get(field)
    if known is None or field not in EDITED[which]:
        raise NotVisible
    found = _see(request, which, record_id, field)
    if opens_page(request):
        form = which if field in (*POINTS, "owner") else f"{which}_edit"
        return HttpResponseRedirect(reverse(form, kwargs={"id": record_id}))
    parts = parts_of(request.actor, found, known)
    now = [each.now for each in parts]
    if request.method == "GET":
        return cell_form(request, which, record_id, known, parts, now, now)
    values, seen = sent_parts(request, "value", now), sent_parts(request, "base", now)
    try:
        name_owner(request, parts, values)
        said = _keep(request, found, parts, values, seen)
    except Refused as refusal:
        error = " ".join(str(text) for text in refusal.errors.values())
        return cell_form(request, which, record_id, known, typed_parts(request, parts), values, seen, error)
    except Stale as stale:
        return _clash(request, found, known, values, stale)
    return cell_shown(request, which, record_id, known, said)


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
    return cell_clash(request, kind, found.id, field, parts, values, stale)
