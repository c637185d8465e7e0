"""Reasons for winning and losing: their words and order."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.actions.lists.listing import RIGHT
from requite.deals.actions.lists.reasons import (
    archive_reason,
    correct_reason,
    move_reason,
    register_reason,
    restore_reason,
)
from requite.deals.queries.lists import list_reason_lines
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version
from requite.web.screens.settings_pipelines import way


@door("GET", "POST", right=RIGHT)
def reasons(request: ActorRequest) -> HttpResponseBase:
    """Both lists, each line a form, and a form for one more."""
    if request.method == "GET":
        return _show(request, OPEN)
    outcome = attempt(
        lambda: register_reason(
            actor=request.actor,
            at=request.now,
            state=sent(request, "state"),
            name=sent(request, "name"),
            once=sent_id(request, "once"),
        )
    )
    if outcome.is_kept:
        return _back(request, _("Added at the end of the list."))
    return _show(request, outcome, "new")


def _back(request: ActorRequest, text: str) -> HttpResponseBase:
    return done(request, reverse("reasons"), text)


def _show(request: ActorRequest, outcome: Outcome, at: str = "") -> HttpResponseBase:
    rows = list_reason_lines()
    states = [("won", _("Won")), ("lost", _("Lost"))]
    context = {
        "lists": [
            (label, [row for row in rows if row.state == state and row.ended_at is None])
            for state, label in states
        ],
        "ended": [row for row in rows if row.ended_at is not None],
        "states": states,
        "at": at,
        "typed": {name: sent(request, name) for name in ("name", "state")},
        "errors": outcome.errors,
        "clash": outcome.named({"name": _("Name shown")}, lambda _name, value: value),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "once": (sent(request, "once") if at == "new" else "") or fresh_key(),
    }
    return render(request, "settings/reasons.html", context, status=outcome.status)


@door("POST", right=RIGHT)
def reason(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One reason's word."""
    outcome = attempt(
        lambda: correct_reason(
            actor=request.actor,
            at=request.now,
            reason_id=id_of(id),
            name=sent(request, "name"),
            version=sent_version(request),
        ),
        subject=id_of(id),
    )
    return _back(request, _("Kept.")) if outcome.is_kept else _show(request, outcome, id)


@door("POST", right=RIGHT)
def place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Moves a reason past its neighbour."""
    move_reason(actor=request.actor, at=request.now, reason_id=id_of(id), to=way(request))
    return _back(request, "")


@door("POST", right=RIGHT)
def ending(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Takes a reason off its list; deals that have it keep it."""
    reason_id = id_of(id)
    outcome = attempt(lambda: archive_reason(actor=request.actor, at=request.now, reason_id=reason_id))
    if not outcome.is_kept:
        return _show(request, outcome, id)
    undo = reverse("reason_restoration", kwargs={"id": reason_id})
    return done(request, reverse("reasons"), _("No longer offered. Deals that have it keep it."), undo=undo)


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Offers an ended reason again."""
    reason_id = id_of(id)
    outcome = attempt(lambda: restore_reason(actor=request.actor, at=request.now, reason_id=reason_id))
    return _back(request, _("Offered again.")) if outcome.is_kept else _show(request, outcome, id)
