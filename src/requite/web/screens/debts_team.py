"""Debts by rep and age, for the leader; and what a leader says of one: another time, or that it isn't owed."""

from datetime import time
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from requite.identity.queries import list_teams
from requite.insight.figures import COMPANY, Holder
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.ids import parse_id
from requite.quality.rulings import Ruling, plain, read
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.moments import sent_moment
from requite.web.pages import render
from requite.web.screens.debts import bands_of, owes_context
from requite.web.screens.names import full
from requite.web.screens.team import REP_ROLES
from requite.web.screens.team_rows import say_most
from requite.web.toasts import with_toast
from requite.work.actions import debts as actions
from requite.work.queries.debts_by_age import REPS, list_debts_by_age

NINE = time(9)
LASTS = 3600  # seconds in which a ruling can be brought back
LONGEST = 40
LIST = "team-debts"  # what fetches itself anew


@door("GET", right="team.see")
def debts_team(request: ActorRequest) -> HttpResponseBase:
    """The reps whose work the reader may see, each with what they owe by how long it has been due."""
    actor = request.actor
    usual = COMPANY if actor.scope("team.see") == "all" else Holder("team", actor.team_id)
    asked = parse_id(request.GET.get("team", ""))
    holder = Holder("team", asked) if asked else usual
    if asked and not holder.covered(actor, "team.see"):
        raise NotVisible
    team_id = holder.id
    found = list_debts_by_age(actor=actor, team_id=team_id, roles=REP_ROLES, now=request.now)
    rows = sorted((one for one in found if any(one.counts)), key=lambda one: [-count for count in one.counts])
    context = {
        "rows": [(one, full(*one.names) or one.email) for one in rows],
        "bands": bands_of(),
        "most": say_most,
        "free": len(found) - len(rows),
        "is_cut": len(found) == REPS,
        "teams": [one for one in list_teams(actor=actor) if Holder("team", one.id).covered(actor, "team.see")],
        "team_id": team_id,
        "is_whole": usual is COMPANY,
        "topic": holder.key,
        "asked": str(asked or ""),
    }
    fragment = "debts/team_rows.html" if request.headers.get("HX-Target") == LIST else None
    return render(request, "debts/team.html", context, fragment=fragment, topics=[holder.key])


@door("POST", right="debts.rule")
def ruling(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """Say of a debt that it isn't owed (`say` waive, for a reason), until when it is (due), or that its rule holds."""
    record_id, say = id_of(id), sent(request, "say")
    asked: dict[str, Any] = {"actor": request.actor, "at": request.now, "kind": kind, "record_id": record_id, "field": field}
    try:
        if say == "waive":
            before = actions.waive_debt(**asked, reason=sent(request, "reason"))
        elif say == "due":
            before = actions.postpone_debt(**asked, due_at=sent_moment(request, request.actor, default=NINE))
        elif say == "rule":
            before = actions.restore_debt(**asked)
        else:
            raise NotVisible
    except Refused as refusal:
        return _refused(request, kind, record_id, field, refusal)
    undo = "" if say == "rule" and before is None else _undo(kind, record_id, field, before)
    words = {"waive": _("Waived."), "due": _("It has another time."), "rule": _("It is owed as before.")}
    return with_toast(request, _record(kind, record_id), words[say], undo=undo)


@door("POST", right="debts.rule")
def ruling_undo(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """Undo `ruling`: the field is owed as it was ruled before (`earlier`), else as its rule says."""
    record_id = id_of(id)
    earlier = _read_earlier(kind, record_id, field, request.GET["earlier"]) if "earlier" in request.GET else None
    try:
        actions.restore_debt(
            actor=request.actor, at=request.now, kind=kind, record_id=record_id, field=field, earlier=earlier
        )
    except Refused as refusal:
        return _refused(request, kind, record_id, field, refusal)
    return with_toast(request, _record(kind, record_id), _("Undone."))


def _record(kind: str, record_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("owes", kwargs={"kind": kind, "id": record_id}))


def _refused(request: ActorRequest, kind: str, record_id: UUID, field: str, refusal: Refused) -> HttpResponseBase:
    context = owes_context(request, kind, record_id) | {"refused": (field, refusal.errors), "typed": request.POST}
    return render(request, "debts/owes.html", context, status=422)


def _undo(kind: str, record_id: UUID, field: str, before: Ruling | None) -> str:
    """The address that brings back what was ruled before. That is kept here: an address holds nobody's words."""
    name = get_random_string(24) if before else ""
    if before:
        cache.set(_kept_as(kind, record_id, field, name), dict(plain(before)), LASTS)
    where = {"kind": kind, "id": record_id, "field": field}
    return reverse("ruling_undo", kwargs=where, query={"earlier": name} if name else None)


def _read_earlier(kind: str, record_id: UUID, field: str, name: str) -> Ruling:
    kept = cache.get(_kept_as(kind, record_id, field, name)) if name.isalnum() and len(name) < LONGEST else None
    if kept is None:
        raise NotVisible
    return read({field: kept})[field]


def _kept_as(kind: str, record_id: UUID, field: str, name: str) -> str:
    return f"ruling:{kind}:{record_id}:{field}:{name}"
