"""How far records are judged anew after a minimum set changed, for the page of minimum sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from requite.quality.actions.declare_requirement import kind_of
from requite.quality.actions.judge_anew import launch_again
from requite.quality.jobs import defer_turn
from requite.quality.progress import Progress, State, list_progress, list_shown
from requite.quality.registry import KINDS
from requite.web.doors import ActorRequest, door
from requite.web.formats import number, when
from requite.web.pages import part
from requite.web.screens.settings_forms import done

RIGHT = "settings.requirements"
MANY: Mapping[str, Promise] = {
    "person": gettext_lazy("People"),
    "company": gettext_lazy("Companies"),
    "deal": gettext_lazy("Deals"),
    "meeting": gettext_lazy("Meetings"),
    "call": gettext_lazy("Calls"),
}


@dataclass(frozen=True, slots=True)
class JudgingLine:
    """A kind as the page tells it: `said` in words, `again` the address that lets it go on, "" where it does by itself.

    `is_bad`: something went wrong.
    """

    kind: str
    label: str
    said: str
    done: int
    total: int
    is_done: bool
    is_bad: bool
    again: str


def read_judging(request: ActorRequest) -> dict[str, object]:
    """What the fragment shows: kinds that are under way or failed, and since when all is judged where none is."""
    found = list_progress(actor=request.actor, at=request.now)
    lines = [_line(one, request.now) for one in list_shown(found, at=request.now)]
    ended = [one.since for one in found if one.since]
    return {
        "judging": lines,
        "is_judging": any(not line.is_done and not line.again for line in lines),
        "judged_since": max(ended) if ended and not lines else None,
    }


@door("GET", "POST", right=RIGHT)
def judging(request: ActorRequest, *, kind: str) -> HttpResponseBase:
    """The fragment, asked for again and again while something is judged; POST: go on with what stopped."""
    kind_of(kind)
    if request.method == "GET":
        return part(request, "settings/judging.html", {"kind": kind, **read_judging(request)})
    begun = launch_again(actor=request.actor, at=request.now, kind=kind, queue=defer_turn)
    text = _("Judging goes on.") if begun else _("Nothing has to be begun again.")
    return done(request, reverse("minimum_set", kwargs={"kind": kind}), text)


def _line(one: Progress, now: datetime) -> JudgingLine:
    return JudgingLine(
        kind=one.kind,
        label=str(MANY.get(one.kind, KINDS[one.kind].label)),
        said=_say(one, now),
        done=one.done,
        total=one.done if one.state is State.DONE else round_up(one.total),
        is_done=one.state is State.DONE,
        is_bad=one.may_launch or one.state is State.TROUBLED,
        again=reverse("minimum_set_judging", kwargs={"kind": one.kind}) if one.may_launch else "",
    )


def _say(one: Progress, now: datetime) -> str:
    if one.state is State.DONE:
        return _("all judged by the version in force")
    since = {"when": when(one.since, now)}
    said: Mapping[State, str] = {
        State.DUE: _("about to begin"),
        State.MISSED: _("It should have begun (%(when)s), and hasn’t.") % since,
        State.STILL: _("Nothing has moved since %(when)s: the part that runs jobs may be down.") % since,
        State.TROUBLED: _("It met a fault and tries again by itself. What was judged stays."),
        State.FAILED: _("It met a fault too often and stopped. What was judged stays, the rest is as it was before."),
    }
    return said.get(one.state) or _say_left(one.minutes)


def _say_left(minutes: float | None) -> str:
    if minutes is None:
        return _("under way")
    if minutes < 1:
        return _("less than a minute left")
    left = round(minutes)
    return ngettext("about %(num)s minute left", "about %(num)s minutes left", left) % {"num": number(left)}


def round_up(total: int) -> int:
    """A number that was estimated, as one says it: to two places."""
    step = int("1" + "0" * (len(str(total)) - 2)) if total > 99 else 1
    return -(-total // step) * step


