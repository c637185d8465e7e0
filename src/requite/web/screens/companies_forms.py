"""Forms of a company: a new one, and corrections that two people may make at once."""

from typing import Any

from django.db import transaction
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.fields.values import texts_of
from requite.journal.queries import list_history
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.people.access import see_company
from requite.people.actions.correct_company import FIELDS, correct_company, fields_of
from requite.people.actions.register_company import register_company
from requite.people.drafts import CompanyDraft
from requite.people.models import Company
from requite.people.queries.similar_companies import list_similar_companies
from requite.quality import registry
from requite.web.asked_inputs import asks_of, asks_of_new, note_asked
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.own_fields import inputs_for, say_clash, sent_own
from requite.web.pages import render
from requite.web.screens.people_forms import dump, lines, load

POINTS = ("phone", "email", "messenger", "address")


def field_word(name: str) -> str:
    """A field of the form by its name in the reader's language."""
    words = {"note": _("Note"), "tags": _("Tags")}
    return words.get(name) or registry.label_of("company", name)


def read_draft(request: ActorRequest) -> CompanyDraft:
    """The company that a form describes."""
    points = [(kind, sent(request, kind)) for kind in POINTS]
    return CompanyDraft(
        name=sent(request, "name"),
        registration_number=sent(request, "registration_number"),
        industry=sent(request, "industry"),
        website=sent(request, "website"),
        note=sent(request, "note"),
        tags=sent(request, "tags").split(","),
        points=[(kind, raw) for kind, raw in points if raw],
        own=sent_own(request),
    )


@door("GET", "POST", right="people.edit")
def new_company(request: ActorRequest) -> HttpResponseBase:
    """Take a company into the base; companies that look the same are shown first, once."""
    names = (*FIELDS, *POINTS)
    if request.method == "GET":
        typed = {name: request.GET.get(name, "").replace("\x00", "")[:300] for name in names}
        return render(request, "companies/new.html", _form(request, typed))
    context = _form(request, {name: sent(request, name) for name in names}, once=sent(request, "once"))
    draft = read_draft(request)
    if draft.name and not sent(request, "sure"):
        context["similar"] = list_similar_companies(actor=request.actor, draft=draft)
        if context["similar"]:
            return render(request, "companies/new.html", context)
    try:
        with transaction.atomic():
            made = register_company(
                actor=request.actor, at=request.now, draft=draft, once=sent_id(request, "once")
            )
            note_asked(request, "company", made.id, context["asks"], {**context["typed"], **sent_own(request)})
    except Refused as refusal:
        context["errors"] = refusal.errors
        return render(request, "companies/new.html", context, status=422)
    return HttpResponseRedirect(reverse("company", kwargs={"id": made.id}))


def _form(request: ActorRequest, typed: dict[str, str], *, once: str = "") -> dict[str, Any]:
    own = inputs_for(request.actor, "company", sent_own(request))
    return {"typed": typed, "own": own, "errors": {}, "similar": [], "once": once or fresh_key(),
            "asks": asks_of_new(request, "company")}  # fmt: skip


@door("GET", "POST", right="people.edit")
def edit_company(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Correct a company. Another's change of the same field is shown beside one's own text; nothing is overwritten."""
    company = see_company(actor=request.actor, company_id=id_of(id))
    if not request.actor.covers("people.edit", company.owner_id):
        raise NotAllowed
    if company.survivor_id and request.method == "GET":
        return HttpResponseRedirect(reverse("company", kwargs={"id": company.id}))  # which leads on
    now = {**fields_of(company), **texts_of(request.actor, "company", company.id)}
    context: dict[str, Any] = {
        "company": company,
        "typed": now,
        "base": dump(now),
        "errors": {},
        "clash": None,
    }
    given = {name: sent(request, name) for name in FIELDS if name in request.POST} | sent_own(request)
    context["own"] = inputs_for(request.actor, "company", {**now, **given})
    context["asks"] = asks_of(request, "company", company.missing)
    if request.method == "GET":
        return render(request, "companies/edit.html", context)
    context |= {"typed": {**now, **given}, "base": sent(request, "base")}
    base = load(sent(request, "base"), now)
    try:
        with transaction.atomic():
            correct_company(actor=request.actor, at=request.now, company_id=company.id, given=given, base=base)
            note_asked(request, "company", company.id, context["asks"], given)
    except Refused as refusal:
        context["errors"] = refusal.errors
        return render(request, "companies/edit.html", context, status=422)
    except Stale as stale:
        mine = {name: value for name, value in given.items() if lines(value) != lines(base.get(name, ""))}
        return render(
            request, "companies/edit.html", {**context, **_clash(request, company, stale, mine)}, status=409
        )
    return HttpResponseRedirect(reverse("company", kwargs={"id": company.id}))


def _clash(request: ActorRequest, company: Company, stale: Stale, mine: dict[str, str]) -> dict[str, Any]:
    """What to show of a clash: the form takes on what stands now, beside what the reader typed (`mine`).

    So saving again is a choice about the reader's own fields, and never undoes another's change of a field that the
    reader left alone.
    """
    fresh = fields_of(see_company(actor=request.actor, company_id=company.id))
    fresh |= texts_of(request.actor, "company", company.id)
    last = next(iter(list_history(subject_id=company.id, limit=1)), None)
    rows = [(field_word(name), theirs, own) for name, theirs, own in say_clash(request.actor, stale)]
    clash = {"who": stale.by or _("Somebody"), "at": last.at if last else request.now, "rows": rows}
    return {"base": dump(fresh), "typed": {**fresh, **mine}, "clash": clash,
            "own": inputs_for(request.actor, "company", {**fresh, **mine})}  # fmt: skip
