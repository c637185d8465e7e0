"""Forms of a person: a new one, and corrections that two people may make at once."""

from typing import Any

import orjson
from django.db import transaction
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from requite.fields.values import texts_of
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.people.access import see_person
from requite.people.actions.correct_person import FIELDS, correct_person, fields_of
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.queries.similar import list_similar
from requite.web.asked_inputs import asks_of, asks_of_new, note_asked
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.own_fields import inputs_for, say_clash, sent_own
from requite.web.pages import render

TEXTS = (
    "family_name",
    "given_name",
    "middle_name",
    "title",
    "company",
    "phone",
    "email",
    "address",
    "note",
    "tags",
)


def read_draft(request: ActorRequest) -> PersonDraft:
    """The person that a form describes."""
    points = [(kind, sent(request, kind)) for kind in ("phone", "email", "messenger", "address")]
    return PersonDraft(
        family_name=sent(request, "family_name"),
        given_name=sent(request, "given_name"),
        middle_name=sent(request, "middle_name"),
        title=sent(request, "title"),
        company_name=sent(request, "company") or sent(request, "company_text"),
        note=sent(request, "note"),
        tags=sent(request, "tags").split(","),
        points=[(kind, raw) for kind, raw in points if raw],
        own=sent_own(request),
    )


@door("GET", "POST", right="people.edit")
def new_person(request: ActorRequest) -> HttpResponseBase:
    """Take a person into the base; people who look the same are shown first, once."""
    typed = (
        {name: sent(request, name) for name in TEXTS} if request.method == "POST" else _from_address(request)
    )
    context: dict[str, Any] = {
        "typed": typed,
        "own": inputs_for(request.actor, "person", sent_own(request)),
        "asks": asks_of_new(request, "person"),
        "errors": {},
        "similar": None,
        "once": sent(request, "once") or fresh_key(),
    }
    if request.method == "GET":
        return render(request, "people/new.html", context)
    draft = read_draft(request)
    if not sent(request, "sure"):
        context["similar"] = list_similar(actor=request.actor, draft=draft)
        if context["similar"]:
            return render(request, "people/new.html", context)
    try:
        with transaction.atomic():
            person = register_person(
                actor=request.actor, at=request.now, draft=draft, once=sent_id(request, "once")
            )
            note_asked(request, "person", person.id, context["asks"], {**typed, **sent_own(request)})
    except Refused as refusal:
        context["errors"] = refusal.errors
        return render(request, "people/new.html", context, status=422)
    return HttpResponseRedirect(reverse("person", kwargs={"id": person.id}))


def _from_address(request: ActorRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:200] for name in TEXTS}


@door("GET", "POST")
def edit_person(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Correct a person. Another's change of the same field is shown beside one's own text; nothing is overwritten."""
    person = see_person(actor=request.actor, person_id=id_of(id))
    if not request.actor.covers("people.edit", person.owner_id):
        raise NotAllowed
    if person.survivor_id and request.method == "GET":
        return HttpResponseRedirect(reverse("person", kwargs={"id": person.id}))  # which leads on
    now = {**fields_of(person), **texts_of(request.actor, "person", person.id)}
    context: dict[str, Any] = {"person": person, "typed": now, "base": dump(now), "errors": {}, "clash": []}
    given = {name: sent(request, name) for name in FIELDS if name in request.POST} | sent_own(request)
    context["own"] = inputs_for(request.actor, "person", {**now, **given})
    context["asks"] = asks_of(request, "person", person.missing)
    if request.method == "GET":
        return render(request, "people/edit.html", context)
    context |= {"typed": {**now, **given}, "base": sent(request, "base")}
    try:
        with transaction.atomic():
            correct_person(
                actor=request.actor, at=request.now, person_id=person.id, given=given,
                base=load(sent(request, "base"), now),
            )  # fmt: skip
            note_asked(request, "person", person.id, context["asks"], given)
    except Refused as refusal:
        context["errors"] = refusal.errors
        return render(request, "people/edit.html", context, status=422)
    except Stale as stale:
        fresh = fields_of(see_person(actor=request.actor, person_id=person.id))
        fresh |= texts_of(request.actor, "person", person.id)
        seen = load(sent(request, "base"), now)
        mine = {name: value for name, value in given.items() if lines(value) != lines(seen.get(name, ""))}
        clash = say_clash(request.actor, stale)
        context |= {"base": dump(fresh), "typed": {**fresh, **mine}, "clash": clash}
        context["own"] = inputs_for(request.actor, "person", {**fresh, **mine})
        return render(request, "people/edit.html", {**context, "clash_by": stale.by}, status=409)
    return HttpResponseRedirect(reverse("person", kwargs={"id": person.id}))


def dump(values: dict[str, str]) -> str:
    """What a form showed, for its hidden field."""
    return orjson.dumps(values).decode()


def load(text: str, now: dict[str, str]) -> dict[str, str]:
    """What the form showed when it was opened; what stands now for a form that doesn't say."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return now
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else now


def lines(text: str) -> str:
    """The text with its lines ended in one way: browsers end them in theirs, which is no change."""
    return text.replace("\r\n", "\n")
