"""Draws: one more at once, and the proof that one was fair."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.insight.checks.access import DRAW, SEE
from requite.insight.checks.actions.draw_checks import draw_now
from requite.insight.checks.models import Draw, Stratum
from requite.insight.checks.queries.draws import draw_again, get_draw
from requite.kernel.errors import Refused
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import render
from requite.web.screens.names import pair
from requite.web.screens.settings_forms import done


@door("POST", right=DRAW)
def draws(request: ActorRequest) -> HttpResponseBase:
    """Draw at once what the plan of checking says, of the reps whom the reader's right reaches."""
    try:
        said = say_drawn(draw_now(actor=request.actor, at=request.now))
    except Refused as refusal:
        said = str(refusal)
    return done(request, reverse("checks"), said)


def say_drawn(made: list[Draw]) -> str:
    """How many were drawn, and of which kinds there was nothing to draw from."""
    count = sum(one.drawn for one in made)
    labels = {one.value: str(one.label) for one in Stratum}
    full = {one.stratum for one in made if one.size}
    empty = [labels[name] for name in Stratum.values if name not in full and any(one.stratum == name for one in made)]
    said = ngettext("%(n)s record was drawn.", "%(n)s records were drawn.", count) % {"n": count}
    if not empty:
        return said
    return said + " " + _("Nothing to draw from in these days: %(kinds)s.") % {"kinds": ", ".join(empty)}


@door("GET", right=SEE)
def draw(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """How a draw was made; with `again` it is drawn again before the reader's eyes."""
    draw_id = id_of(id)
    shape = get_draw(actor=request.actor, draw_id=draw_id)
    context = {
        "draw": shape,
        "label": Stratum(shape.stratum).label,
        "whose": pair(shape.user) or shape.team,
        "proof": draw_again(actor=request.actor, draw_id=draw_id) if "again" in request.GET else None,
    }
    return render(request, "checks/draw.html", context, block=None)
