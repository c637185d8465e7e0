"""Minimum sets: what each kind of record must hold, from which stage on, and how soon."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity.queries import list_teams
from requite.insight.idle.queries import list_proposals
from requite.kernel.errors import NotVisible
from requite.quality.actions.close_requirement import close_requirement, reopen_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import kind_of
from requite.quality.actions.try_correction import try_correction
from requite.quality.actions.try_requirement import try_requirement
from requite.quality.checks import CHOSEN
from requite.quality.models import Requirement, Trial
from requite.quality.moments import DASH
from requite.quality.progress import TOPIC
from requite.quality.queries import Measure, MinimumSet, list_minimum_sets, measure_of
from requite.quality.registry import KINDS, label_of
from requite.quality.terms import Terms
from requite.quality.versions import list_versions
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.formats import day
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done
from requite.web.screens.settings_judging import read_judging
from requite.web.screens.settings_trials import say_changed, say_in_force, to_trial

RIGHT = "settings.requirements"
MOST_TEAMS = MOST_OPTIONS = 500
LIMITS = ("letters", "words", "mask", "lowest", "highest", "ahead", "days", "options")


@door("GET", right=RIGHT)
def minimum_sets(request: ActorRequest) -> HttpResponseBase:  # noqa: ARG001 - the first kind, whoever asks
    """To the first kind's set."""
    return HttpResponseRedirect(reverse("minimum_set", kwargs={"kind": next(iter(KINDS))}))


@door("GET", "POST", right=RIGHT)
def minimum_set(request: ActorRequest, *, kind: str) -> HttpResponseBase:
    """One kind's set, each line a form, and a form for one field more, which is tried first."""
    if request.method == "GET":
        return _show(request, kind, OPEN)
    if "show" in request.POST:  # the field was chosen: what can be asked of its value
        return _show(request, kind, OPEN, "new")
    begun: list[Trial] = []
    outcome = attempt(
        lambda: begun.append(
            try_requirement(
                actor=request.actor,
                at=request.now,
                kind=kind,
                stage=_stage(request),
                field=sent(request, "field"),
                weight=sent(request, "weight"),
                grace_hours=sent(request, "grace_hours"),
                starts_on=sent(request, "starts_on"),
                check=sent(request, "check"),
                terms=_terms(request),
            )
        )
    )
    return to_trial(begun[0]) if begun else _show(request, kind, outcome, "new")


def _stage(request: ActorRequest) -> str:
    """From when on, and until when, as one moment; an end without a beginning stays one, which is refused."""
    stage, until = sent(request, "stage"), sent(request, "until")
    return f"{stage}{DASH}{until}" if until else stage


def _terms(request: ActorRequest) -> Terms:
    """Of whom a line is asked, as its form says."""
    teams = tuple(sorted(set(request.POST.getlist("teams")))[:MOST_TEAMS])
    return Terms(teams=teams, is_gate=sent(request, "is_gate") == "1", limits=_limits(request))


def _limits(request: ActorRequest) -> Mapping[str, Sequence[str]]:
    """What a form says of the value that is asked for."""
    return {name: found for name in LIMITS if (found := request.POST.getlist(name)[:MOST_OPTIONS])}


def _values(request: ActorRequest, shown: MinimumSet, chosen: str) -> Mapping[str, Measure]:
    """What may be asked of the values of the set's fields, and of the one that was chosen to be asked for."""
    names = {line.field for line in shown.lines} | {chosen}
    return {name: measure_of(actor=request.actor, kind=shown.kind, field=name) for name in names}


def _back(request: ActorRequest, kind: str, text: str = "", undo: str = "") -> HttpResponseBase:
    return done(request, reverse("minimum_set", kwargs={"kind": kind}), text or say_in_force(), undo=undo)


def _show(request: ActorRequest, kind: str, outcome: Outcome, at: str = "") -> HttpResponseBase:
    sets = {one.kind: one for one in list_minimum_sets(actor=request.actor, at=request.now)}
    if kind not in sets:
        raise NotVisible
    fresh = {"weight": "2", "grace_hours": "72"}
    fresh |= dict.fromkeys(("field", "stage", "until", "starts_on", "check", "is_gate"), "")
    typed = {name: sent(request, name) for name in fresh}
    context = {
        "shown": sets[kind],
        "checks": list(CHOSEN.items()),
        "now": request.now,
        "versions": list_versions(actor=request.actor, kind=kind, at=request.now),
        "kinds": [
            (one.label, reverse("minimum_set", kwargs={"kind": slug}), slug == kind)
            for slug, one in sets.items()
        ],
        "at": at,
        "teams": [(str(team.id), team.path) for team in list_teams(actor=request.actor)],
        "ends_on": sent(request, "ends_on"),
        "picked": request.POST.getlist("teams"),
        "typed": typed if at else fresh,
        "fresh": typed if at == "new" else fresh,
        "limits": _limits(request) if at else {},
        "days": {one.id: request.actor.day_of(one.starts_at).isoformat() for one in sets[kind].lines if one.starts_at},
        "values": _values(request, sets[kind], typed["field"] if at == "new" else ""),
        "proposals": list_proposals(actor=request.actor, kind=kind, at=request.now),
        "errors": outcome.errors,
        "stale_by": outcome.by if outcome.status == 409 else None,
        "kind": kind,
        **read_judging(request),
    }
    return render(request, "settings/minimum_set.html", context, status=outcome.status, topics=[TOPIC])


@door("GET", "POST", right=RIGHT)
def requirement(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Another weight, time or day; what may put more in debt is tried first. Opened anew after a refusal: the set."""
    kind_of(kind)
    if request.method == "GET":
        return HttpResponseRedirect(reverse("minimum_set", kwargs={"kind": kind}))
    to = Correction(
        weight=sent(request, "weight"),
        grace_hours=sent(request, "grace_hours"),
        starts_on=sent(request, "starts_on") if "starts_on" in request.POST else None,
        terms=_terms(request) if "terms" in request.POST else None,
    )
    found: list[Trial | Requirement] = []
    outcome = attempt(lambda: found.append(_correct(request, id_of(id), to)))
    if not outcome.is_kept:
        return _show(request, kind, outcome, id)
    return to_trial(found[0]) if isinstance(found[0], Trial) else _back(request, kind, say_changed(found[0], request.now))


def _correct(request: ActorRequest, requirement_id: UUID, to: Correction) -> Trial | Requirement:
    asked: dict[str, Any] = {"actor": request.actor, "at": request.now, "requirement_id": requirement_id, "to": to}
    return try_correction(**asked) or correct_requirement(**asked)


@door("POST", right=RIGHT)
def ending(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """The field is no longer asked for, at once or from a day on; or it is on after all (`keep`)."""
    kind_of(kind)
    asked: dict[str, Any] = {"actor": request.actor, "at": request.now, "requirement_id": id_of(id)}
    ended: list[Requirement] = []
    if "keep" in request.POST:
        outcome = attempt(lambda: reopen_requirement(**asked))
    else:
        outcome = attempt(lambda: ended.append(close_requirement(**asked, ends_on=sent(request, "ends_on"))))
    if not outcome.is_kept:
        return _show(request, kind, outcome, id)
    return _say_ended(request, ended[0]) if ended else _back(request, kind)


def _say_ended(request: ActorRequest, line: Requirement) -> HttpResponseBase:
    """That the line ended, with an undo; of one that goes on until a day ahead its page has the way back."""
    given: dict[str, str] = {"field": str(label_of(line.kind, line.field))}
    if line.ends_at and line.ends_at > request.now:
        until = day(line.ends_at, "year")
        return _back(request, line.kind, _("%(field)s is asked for until %(day)s.") % {**given, "day": until})
    address = reverse("idle_field", kwargs={"kind": line.kind, "field": line.field})
    undo = f"{address}?{urlencode({'undo': str(line.id)})}"
    return _back(request, line.kind, _("%(field)s is asked for no more.") % given, undo)
