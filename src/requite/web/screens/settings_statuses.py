"""Outcomes of a call: their words, classes and order."""

from typing import Literal, cast

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version
from requite.work.actions.statuses.archive_status import archive_status
from requite.work.actions.statuses.correct_status import correct_status
from requite.work.actions.statuses.move_status import move_status
from requite.work.actions.statuses.register_status import register_status
from requite.work.actions.statuses.restore_status import restore_status
from requite.work.models import CallStatus

RIGHT = "settings.statuses"


@door("GET", "POST", right=RIGHT)
def statuses(request: ActorRequest) -> HttpResponseBase:
    """The list, each line a form, and a form for one more."""
    if request.method == "GET":
        return _show(request, OPEN)
    outcome = attempt(
        lambda: register_status(
            actor=request.actor,
            at=request.now,
            name=sent(request, "name"),
            class_name=sent(request, "class_name"),
            once=sent_id(request, "once"),
        )
    )
    return (
        _back(request, _("Added at the end of the list."))
        if outcome.is_kept
        else _show(request, outcome, "new")
    )


def _back(request: ActorRequest, text: str) -> HttpResponseBase:
    return done(request, reverse("statuses"), text)


def _show(request: ActorRequest, outcome: Outcome, at: str = "") -> HttpResponseBase:
    rows = list(CallStatus.objects.order_by("position", "id"))
    labels = {"name": _("Name"), "class_name": _("Class")}
    classes = [(value, str(label)) for value, label in CallStatus.Class.choices]

    def say(name: str, value: object) -> object:
        return dict(classes).get(str(value), value) if name == "class_name" else value

    context = {
        "offered": [row for row in rows if row.ended_at is None],
        "ended": [row for row in rows if row.ended_at is not None],
        "classes": classes,
        "at": at,
        "typed": {name: sent(request, name) for name in ("name", "class_name")},
        "errors": outcome.errors,
        "clash": outcome.named(labels, say),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "once": (sent(request, "once") if at == "new" else "") or fresh_key(),
    }
    return render(request, "settings/statuses.html", context, status=outcome.status)


@door("POST", right=RIGHT)
def status(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One outcome's word and class."""
    outcome = attempt(
        lambda: correct_status(
            actor=request.actor,
            at=request.now,
            status_id=id_of(id),
            name=sent(request, "name"),
            class_name=sent(request, "class_name"),
            version=sent_version(request),
        ),
        subject=id_of(id),
    )
    return _back(request, _("Kept.")) if outcome.is_kept else _show(request, outcome, id)


@door("POST", right=RIGHT)
def place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Moves an outcome past its neighbour."""
    to = sent(request, "to")
    if to not in ("up", "down"):
        raise NotVisible
    way = cast(Literal["up", "down"], to)
    move_status(actor=request.actor, at=request.now, status_id=id_of(id), to=way)
    return _back(request, "")


@door("POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Takes an outcome off the list; calls that have it keep it."""
    status_id = id_of(id)
    outcome = attempt(lambda: archive_status(actor=request.actor, at=request.now, status_id=status_id))
    if not outcome.is_kept:
        return _show(request, outcome, id)
    undo = reverse("status_restoration", kwargs={"id": status_id})
    return done(request, reverse("statuses"), _("No longer offered. Calls that have it keep it."), undo=undo)


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Offers an ended outcome again."""
    status_id = id_of(id)
    outcome = attempt(lambda: restore_status(actor=request.actor, at=request.now, status_id=status_id))
    return _back(request, _("Offered again.")) if outcome.is_kept else _show(request, outcome, id)
