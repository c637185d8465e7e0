"""Records that may be the same: said not to be, and all of them as a list."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.people.actions.candidates import mark_distinct, retract_distinct
from requite.people.likeness import Kind
from requite.people.models import Candidate
from requite.people.queries.candidates import PAGE, Twins, list_candidates, list_twins
from requite.people.queries.pages import get_company, get_person
from requite.people.queries.shapes import CompanyShape, PersonShape
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, id_of, sent_id
from requite.web.pages import part, render
from requite.web.toasts import with_toast

KINDS = ("person", "company")


def twins_of(request: ActorRequest, kind: Kind, shape: PersonShape | CompanyShape) -> Twins:
    """Whom the record may be the same as; nothing is asked for one that may not."""
    if not shape.has_twins or shape.archived_at is not None:
        return Twins()
    return list_twins(actor=request.actor, kind=kind, record_id=shape.id, owner_id=shape.owner_id)


@door("GET", right="people.see")
def twins(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """That part of a record's page."""
    which, record_id = _kind(kind), id_of(id)
    shape = _shape(request, which, record_id)
    context = {"kind": which, "record": shape, "twins": twins_of(request, which, shape)}
    return part(request, "_shared/twins.html", context)


@door("GET", right="people.edit")
def duplicates(request: ActorRequest) -> HttpResponseBase:
    """Pairs of persons (or of companies: `kind`) of whose records the reader answers for one, the likeliest first."""
    kind: Kind = "company" if request.GET.get("kind") == "company" else "person"
    after = _after(request.GET.get("after", ""))
    found = list_candidates(actor=request.actor, kind=kind, after=after, limit=PAGE + 1)
    rows = found[:PAGE]
    more = f"{rows[-1].probability!r}/{rows[-1].id}" if len(found) > PAGE else ""
    context = {"kind": kind, "rows": rows, "next": more}
    return render(request, "people/duplicates.html", context, fragment="people/duplicates_rows.html" if after else None)


@door("POST", right="people.edit")
def distinct(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Say that the two aren't the same."""
    candidate = mark_distinct(actor=request.actor, at=request.now, candidate_id=id_of(id))
    record_id = _record_of(request, candidate)
    undo = url("twins_distinct_undo", id=candidate.id, query={"record": str(record_id)} if record_id else {})
    return _back(request, candidate, _("Not the same. Neither is worth less for it."), undo)


@door("POST", right="people.edit")
def distinct_undo(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take that back."""
    candidate = retract_distinct(actor=request.actor, at=request.now, candidate_id=id_of(id))
    return _back(request, candidate, _("They may be the same again."))


def _back(request: ActorRequest, candidate: Candidate, text: str, undo: str = "") -> HttpResponseBase:
    """To the list, or to the page of the record on which it was said."""
    record_id = _record_of(request, candidate)
    if record_id:
        where = url(candidate.kind, id=record_id)
    else:
        where = url("duplicates", query={"kind": "company"} if candidate.kind == "company" else {})
    response = with_toast(request, HttpResponseRedirect(where), text, undo=undo)
    if "HX-Request" in request.headers:  # the undo of a toast: the page it goes to is shown, and nothing swapped
        response = HttpResponse(status=204, headers={"HX-Redirect": where})
    return response


def _record_of(request: ActorRequest, candidate: Candidate) -> UUID | None:
    """The record on whose page it was said; None for the list."""
    found = sent_id(request, "record") or parse_id(request.GET.get("record", ""))
    return found if found in (candidate.first_id, candidate.second_id) else None


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise NotVisible
    return cast(Kind, kind)


def _shape(request: ActorRequest, kind: Kind, record_id: UUID) -> PersonShape | CompanyShape:
    if kind == "person":
        return get_person(actor=request.actor, person_id=record_id)
    return get_company(actor=request.actor, company_id=record_id)


def _after(text: str) -> tuple[float, UUID] | None:
    """The key of a page; a bad one is the first page."""
    likely, _slash, last = text.partition("/")
    id_ = parse_id(last)
    try:
        number = float(likely)
    except ValueError:
        return None
    return (number, id_) if id_ is not None and 0 <= number <= 1 else None
