"""Two records that are one: chosen, looked at side by side, merged, and taken apart again."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.people.actions.merging.merge import Versions, merge_companies, merge_persons
from requite.people.actions.merging.retract import Retracted, retract_merge
from requite.people.comparing import CHOICES
from requite.people.hanging import Kind
from requite.people.queries.candidates import list_twins
from requite.people.queries.merging import compare_records
from requite.people.queries.pages import get_company, get_person
from requite.people.queries.search import search as find
from requite.people.queries.shapes import CompanyShape, PersonShape
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.pages import render
from requite.web.screens.history_words import say_field
from requite.web.screens.names import full
from requite.web.toasts import with_toast

KEEP = "keep-"  # before a field's name in the form
ROWS = 20


def leads_on(kind: str, shape: PersonShape | CompanyShape) -> HttpResponseBase | None:
    """To the survivor, where the record was merged and the reader sees it."""
    return HttpResponseRedirect(url(kind, id=shape.survivor_id)) if shape.survivor_id else None


@door("GET", "POST", right="people.edit")
def merge(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Choose the other one; look at both, the record itself being the one that stays; merge them."""
    which, record_id = _kind(kind), id_of(id)
    shape = _shape(request, which, record_id)
    other_id = parse_id(request.POST.get("with", "") or request.GET.get("with", ""))
    if shape.survivor_id and request.method == "GET":
        return cast(HttpResponseBase, leads_on(which, shape))
    if other_id is None or other_id == record_id:
        error = _("A record can’t be merged with itself. Choose another one.") if other_id else ""
        return _choosing(request, which, shape, error)
    if request.method == "GET":
        return _looking(request, which, shape, other_id)
    try:
        made = (merge_persons if which == "person" else merge_companies)(
            actor=request.actor, at=request.now, survivor_id=record_id, merged_id=other_id,
            choices=_choices(request), versions=_versions(sent(request, "versions")),
        )  # fmt: skip
    except Refused as refusal:
        said = str(next(iter(refusal.errors.values())))
        return _comparing(request, which, record_id, other_id, said, status=422)
    except Stale as stale:
        said = _("%(who)s changed one of the two meanwhile. Look at them again.") % {"who": stale.by or _("Somebody")}
        return _comparing(request, which, record_id, other_id, said, status=409)
    response = HttpResponseRedirect(url(which, id=record_id))
    undo = url("merge_undo", id=made.id) if shape.may_archive else ""
    return with_toast(request, response, _("Merged. All of both stands here."), undo=undo)


@door("POST", right="people.edit")
def merge_undo(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Make two of them again; what somebody has changed since is named."""
    found = retract_merge(actor=request.actor, at=request.now, merge_id=id_of(id))
    where = url(found.merge.kind, id=found.merge.survivor_id)
    response = with_toast(request, HttpResponseRedirect(where), _say(found))
    if "HX-Request" in request.headers:  # the undo of a toast: the page it goes to is shown, and nothing swapped
        response = HttpResponse(status=204, headers={"HX-Redirect": where})
    return response


def _say(found: Retracted) -> str:
    """What came of an undo."""
    left = [say_field(found.merge.kind, name) for name in found.fields]
    words = {
        "activities": _("Activities"), "attendances": _("Activities"), "deals": _("Deals"),
        "stakeholders": _("Stakeholders"), "files": _("Files"),
        "points": _("Points of contact"), "people": _("People"), "named": _("Custom fields"),
    }  # fmt: skip
    left += dict.fromkeys(words[name] for name in found.rows if name in words)
    if not left:
        return _("They are two again, as they were.")
    return _("They are two again. Changed since, and left as it is: %(what)s.") % {"what": ", ".join(left)}


def _choosing(request: ActorRequest, kind: Kind, shape: PersonShape | CompanyShape, error: str) -> HttpResponseBase:
    """The other one is looked for: among those that may be the same, and by its name."""
    query = request.GET.get("with_text", "").replace("\x00", "")[:200]
    hits = find(actor=request.actor, query=query, limit=ROWS, kind=kind) if query else []
    twins = list_twins(actor=request.actor, kind=kind, record_id=shape.id, owner_id=shape.owner_id).shown
    if query and not hits:
        error = error or _("Nothing found for “%(query)s”.") % {"query": query}
    context = {
        "kind": kind, "record": shape, "name": _name(shape), "query": query, "error": error,
        "hits": [hit for hit in hits if hit.id != shape.id], "twins": [twin for twin in twins if twin.may_merge],
    }  # fmt: skip
    return render(request, "people/merge_with.html", context, status=422 if request.method == "POST" else 200)


def _looking(
    request: ActorRequest, kind: Kind, shape: PersonShape | CompanyShape, other_id: UUID
) -> HttpResponseBase:
    """Both beside each other; the other way round where only this one is the reader's to archive."""
    try:
        return _comparing(request, kind, shape.id, other_id)
    except NotAllowed:
        if not (shape.may_archive and _shape(request, kind, other_id).may_edit):
            raise
        return HttpResponseRedirect(url("record_merge", kind=kind, id=other_id, query={"with": str(shape.id)}))


def _comparing(
    request: ActorRequest, kind: Kind, record_id: UUID, other_id: UUID, error: str = "", status: int = 200
) -> HttpResponseBase:
    found = compare_records(
        actor=request.actor, at=request.now, kind=kind, survivor_id=record_id, merged_id=other_id,
        choices=_choices(request),
    )  # fmt: skip
    context: dict[str, Any] = {
        "kind": kind, "found": found, "error": error or _stopped(found.survivor, found.merged),
        "names": (_name(found.survivor), _name(found.merged)),
        "labels": {line.field: line.label or say_field(kind, line.field) for line in found.lines},
        "may_go": not _stopped(found.survivor, found.merged),
    }  # fmt: skip
    return render(request, "people/merge.html", context, status=status)


def _stopped(*shapes: PersonShape | CompanyShape) -> str:
    """Why the two can't be merged as they are; "" where they can."""
    if any(shape.is_merged for shape in shapes):
        return _("One of the two was merged into another record already.")
    return _("One of the two is archived. Restore it first.") if any(shape.archived_at for shape in shapes) else ""


def _choices(request: ActorRequest) -> dict[str, str]:
    """Whose value stands, by field, as the form or the address of the other way round says."""
    sent_by = request.POST if request.method == "POST" else request.GET
    return {
        name.removeprefix(KEEP): value
        for name, value in sent_by.items()
        if name.startswith(KEEP) and isinstance(value, str) and value in CHOICES
    }


def _versions(text: str) -> Versions | None:
    numbers = [int(one) for one in text.split() if one.isascii() and one.isdecimal() and len(one) < 10]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _name(shape: PersonShape | CompanyShape) -> str:
    return full(shape.family_name, shape.given_name) if isinstance(shape, PersonShape) else shape.name


def _kind(kind: str) -> Kind:
    if kind not in ("person", "company"):
        raise NotVisible
    return cast(Kind, kind)


def _shape(request: ActorRequest, kind: Kind, record_id: UUID) -> PersonShape | CompanyShape:
    if kind == "person":
        return get_person(actor=request.actor, person_id=record_id)
    return get_company(actor=request.actor, company_id=record_id)
