"""The company's own fields: by kind of record, each on a page of its own, with what a change would take."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requite.fields import queries
from requite.fields.access import see_field
from requite.fields.actions.enqueue_conversion import enqueue_conversion, has_many
from requite.fields.actions.fields import (
    FieldDraft,
    archive_field,
    correct_field,
    register_field,
    restore_field,
)
from requite.fields.actions.retype import retype_field
from requite.fields.models import Field
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.own_fields import say_turning
from requite.web.pages import is_fragment, part, render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version
from requite.work.models import Activity

RIGHT = "settings.fields"
NAMES = ("kind", "type", "name", "section", "help", "unit", "audience", "options")
KINDS: dict[str, Promise] = {
    "person": gettext_lazy("People"),
    "company": gettext_lazy("Companies"),
    "deal": gettext_lazy("Deals"),
    "activity": gettext_lazy("Activities"),
}
AUDIENCES: dict[str, Promise] = {
    "": gettext_lazy("everybody who sees the record"),
    "identity": gettext_lazy("roles that see who somebody is"),
    "contact": gettext_lazy("roles that see points of contact"),
    "work": gettext_lazy("roles that see work"),
}


def _kind(request: ActorRequest) -> str:
    wanted = request.GET.get("kind", "") or sent(request, "kind")
    return wanted if wanted in KINDS else "person"


def home(kind: str) -> str:
    """The address of a kind's list."""
    return f"{reverse('fields')}?kind={kind}"


def _draft(request: ActorRequest) -> FieldDraft:
    texts = {name: sent(request, name) for name in NAMES}
    texts["kind"] = texts["kind"] or _kind(request)
    return FieldDraft(**texts, kinds=tuple(request.POST.getlist("kinds")))


@door("GET", "POST", right=RIGHT)
def fields(request: ActorRequest) -> HttpResponseBase:
    """A kind's fields in their groups and order, the ended ones, and a form for one more."""
    if request.method == "GET":
        return _show(request, OPEN)
    draft = _draft(request)
    outcome = attempt(
        lambda: register_field(
            actor=request.actor, at=request.now, draft=draft, once=sent_id(request, "once")
        )
    )
    if outcome.is_kept:
        return done(
            request, home(draft.kind), _("The field is added: it is in forms and on records from now on.")
        )
    return _show(request, outcome)


def _show(request: ActorRequest, outcome: Outcome) -> HttpResponseBase:
    kind = _kind(request)
    current, ended = queries.list_fields(actor=request.actor, kind=kind)
    context: dict[str, Any] = {
        "kind": kind,
        "kinds": [(slug, str(label), home(slug)) for slug, label in KINDS.items()],
        "offered": current,
        "ended": ended,
        **_lists(request),
        "sections": list(dict.fromkeys(one.section for one in current)),
        "typed": _typed(request) if request.method == "POST" else {},
        "errors": outcome.errors,
        "once": sent(request, "once") or fresh_key(),
    }
    return render(request, "settings/fields.html", context, status=outcome.status)


def _typed(request: ActorRequest) -> dict[str, Any]:
    return {**{name: sent(request, name) for name in (*NAMES, "label")}, "kinds": request.POST.getlist("kinds")}


def _lists(request: ActorRequest) -> dict[str, Any]:
    return {
        "activities": [(value, str(Activity.Kind(value).label)) for value in Field.ACTIVITIES],
        "types": [(value, str(label)) for value, label in Field.Type.choices],
        "audiences": [(slug, str(label)) for slug, label in AUDIENCES.items()],
        "currency": request.actor.currency,
    }


@door("GET", "POST", right=RIGHT)
def field(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One field: its words, its choices, another type, its end."""
    field_id = id_of(id)
    if request.method == "GET":
        return show_field(request, field_id, OPEN)
    outcome = attempt(
        lambda: correct_field(
            actor=request.actor,
            at=request.now,
            field_id=field_id,
            draft=_draft(request),
            version=sent_version(request),
        ),
        subject=field_id,
    )
    if outcome.is_kept:
        return done(request, reverse("field", kwargs={"id": field_id}), _("Kept."))
    return show_field(request, field_id, outcome, at="words")


def show_field(
    request: ActorRequest, field_id: UUID, outcome: Outcome, *, at: str = "", **more: Any
) -> HttpResponseBase:
    """The field's page; `at` is the form that was sent. Another's change meanwhile is said above it."""
    found = see_field(actor=request.actor, field_id=field_id)
    options = list(found.options.order_by("position", "id"))
    context: dict[str, Any] = {
        "field": found,
        "options": [one for one in options if one.ended_at is None],
        "ended": [one for one in options if one.ended_at is not None],
        "back": home(found.kind),
        **_lists(request),
        "at": at,
        "typed": _typed(request),
        "errors": outcome.errors,
        "stale": outcome.status == 409,
        "stale_by": outcome.by,
        "loss": None,
        "weighed": "",
        "conversion": queries.find_conversion(actor=request.actor, field_id=field_id),
        **more,
    }
    return render(request, "settings/field.html", context, status=outcome.status)


@door("POST", right=RIGHT)
def type_(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Another type: first what it would lose, then, when that is confirmed (`sure`, of the very same change), the change."""
    field_id = id_of(id)
    wanted = {
        "type_": sent(request, "type"),
        "unit": sent(request, "unit"),
        "options": sent(request, "options"),
    }
    losses: list[queries.Loss] = []
    weighing = " ".join(" ".join(wanted.values()).split())
    if sent(request, "sure") != weighing:
        weighed = attempt(
            lambda: losses.append(queries.weigh_retyping(actor=request.actor, field_id=field_id, **wanted))
        )
        loss = losses[0] if losses else None
        return show_field(request, field_id, weighed, at="type", loss=loss, weighed=weighing)
    asides: list[Field] = []
    is_long = has_many(field_id)
    retype = enqueue_conversion if is_long else retype_field
    outcome = attempt(
        lambda: asides.append(
            retype(
                actor=request.actor,
                at=request.now,
                field_id=field_id,
                version=sent_version(request),
                **wanted,
            )
        ),
        subject=field_id,
    )
    if not outcome.is_kept:
        return show_field(request, field_id, outcome, at="type")
    if is_long:
        return done(request, reverse("field", kwargs={"id": field_id}), say_turning())
    text = _("The type is changed. The former values are kept under the ended fields.")
    return done(request, reverse("field", kwargs={"id": field_id}), text)


@door("GET", right=RIGHT)
def conversion(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """How far a change of type is; once it is done the field's page is fetched anew."""
    field_id = id_of(id)
    see_field(actor=request.actor, field_id=field_id)
    found = queries.find_conversion(actor=request.actor, field_id=field_id)
    if found is None or found.has_failed:
        where = reverse("field", kwargs={"id": field_id})
        return HttpResponse(headers={"HX-Redirect": where}) if is_fragment(request) else HttpResponseRedirect(where)
    return part(request, "settings/conversion.html", {"conversion": found})


@door("GET", "POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Says what goes with a field, and takes it away when that is confirmed."""
    field_id = id_of(id)
    found = see_field(actor=request.actor, field_id=field_id)
    if request.method == "GET":
        loss = queries.weigh_removal(actor=request.actor, field_id=field_id)
        return render(
            request, "settings/field_ending.html", {"field": found, "loss": loss, "back": home(found.kind)}
        )
    archive_field(actor=request.actor, at=request.now, field_id=field_id)
    undo = reverse("field_restoration", kwargs={"id": field_id})
    return done(request, home(found.kind), _("The field is removed. Its values are kept."), undo=undo)


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Brings a field back with its values."""
    field_id = id_of(id)
    kind = see_field(actor=request.actor, field_id=field_id).kind
    outcome = attempt(lambda: restore_field(actor=request.actor, at=request.now, field_id=field_id))
    if outcome.is_kept:
        return done(request, home(kind), _("The field is back, with its values."))
    return show_field(request, field_id, outcome, at="ending")
