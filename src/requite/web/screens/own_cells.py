"""A custom field's cell edited in place, in all lists: by the rules of the records' forms."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from requite.deals.access import see_deal
from requite.deals.actions.correct_deal import correct_deal
from requite.fields import catalogue
from requite.fields.catalogue import Definition
from requite.fields.values import refuse_lost, texts_of
from requite.insight.lists.changing import EDITS
from requite.insight.lists.fields import Kind
from requite.insight.lists.own import make_field
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.legible import legible
from requite.people.access import see_company, see_person
from requite.people.actions.correct_company import correct_company
from requite.people.actions.correct_person import correct_person
from requite.web.cell_parts import Part
from requite.web.doors import ActorRequest
from requite.web.own_fields import in_words, input_for, say_turning
from requite.web.screens.cell_forms import cell_form, cell_shown, opens_page, say_clash
from requite.web.screens.people_forms import lines
from requite.work.access import see_activity
from requite.work.actions.correct_activity import correct_activity

SEE: Mapping[str, Callable[..., Any]] = {
    "person": see_person, "company": see_company, "deal": see_deal, "activity": see_activity,
}  # fmt: skip
CORRECT: Mapping[str, Callable[..., Any]] = {
    "person": correct_person, "company": correct_company, "deal": correct_deal, "activity": correct_activity,
}  # fmt: skip


def own_cell(request: ActorRequest, kind: Kind, record_id: UUID, slug: str) -> HttpResponseBase:
    """The cell as a small form; what it holds is kept, and the cell comes back. Without script the record's form opens."""
    known = _see(request, kind, record_id, slug)
    if opens_page(request):
        return HttpResponseRedirect(reverse("activity" if kind == "activity" else f"{kind}_edit", kwargs={"id": record_id}))
    now = _now(request, kind, record_id, slug)
    if request.method == "GET":
        return _form(request, kind, record_id, known, now, now)
    value, seen = _sent(request, now), lines(request.POST.get("base", now))
    try:
        CORRECT[kind](
            actor=request.actor, at=request.now, given={slug: value}, base={slug: seen},
            **{f"{kind}_id": record_id},
        )  # fmt: skip
    except Refused as refusal:
        error = " ".join(str(text) for text in refusal.errors.values())
        return _form(request, kind, record_id, known, value, seen, error)
    except Stale as stale:
        now = _now(request, kind, record_id, slug)
        error = say_clash(stale, in_words(request.actor, slug, now))
        return _form(request, kind, record_id, known, value, now, error, status=409)
    return cell_shown(request, kind, record_id, make_field(known), ("", ""))


def _see(request: ActorRequest, kind: Kind, record_id: UUID, slug: str) -> Definition:
    """The field, in a record that the reader may correct. What was typed in one that has gone is told."""
    actor, see = request.actor, SEE.get(kind)
    if see is None:
        raise NotVisible
    record = see(actor=actor, **{f"{kind}_id": record_id})
    known = next((one for one in catalogue.definitions(actor, kind) if one.slug == slug), None)
    if known is None:
        gone = catalogue.find(slug)
        if request.method == "POST" and gone and gone.is_ended and catalogue.told(actor, [slug]):
            refuse_lost(actor, {slug: _sent(request, "")})
        raise NotVisible
    if known in catalogue.turning(actor, kind):
        raise Refused(say_turning())
    is_theirs = kind != "activity" or known.is_of(record.kind)
    if not is_theirs or known.access(actor) != "edit" or not actor.covers(EDITS[kind], record.owner_id):
        raise NotAllowed
    return known


def _now(request: ActorRequest, kind: Kind, record_id: UUID, slug: str) -> str:
    return lines(texts_of(request.actor, kind, record_id).get(slug, ""))


def _sent(request: ActorRequest, now: str) -> str:
    """What the form sent; of several choices those that are on. Somebody typed and not chosen comes as the text."""
    if "value" not in request.POST:
        return now
    values = [lines(legible(one)) for one in request.POST.getlist("value")]
    return ",".join(filter(None, values)) or legible(request.POST.get("value_text", ""))


def _form(
    request: ActorRequest, kind: Kind, record_id: UUID, known: Definition, value: str, base: str, error: str = "",
    *, status: int = 0,
) -> HttpResponseBase:  # fmt: skip
    own = input_for(request.actor, known, value, {})
    field, one = make_field(known), Part(known.slug, known.name, base, own=own)
    return cell_form(request, kind, record_id, field, [one], [value], [base], error, status=status)
