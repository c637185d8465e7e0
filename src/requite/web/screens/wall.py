"""The wall screen: a team's counters, to be read across a room, and nothing else."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.identity.queries import list_teams
from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.boards import board_for
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, id_of
from requite.web.pages import render
from requite.web.screens.periods import period_label
from requite.web.screens.team import RIGHT, address_of


@door("GET", right=RIGHT)
def wall(request: ActorRequest, *, id: str = "") -> HttpResponseBase:  # noqa: A002
    """The counters of a team, or of the whole company; live asks for them as a fragment."""
    actor = request.actor
    holder = Holder("team", id_of(id)) if id else COMPANY
    if not holder.covered(actor, RIGHT) or not holder.covered(actor, "plans.see"):
        raise NotVisible
    board = board_for(actor=actor, span=request.GET.get("span", ""), at=request.now, holder=holder)
    period = next((one.period for one in board.counters if one.period.kind == board.span), None)
    context = {
        "board": board,
        "title": _title(actor, holder),
        "say": " · ".join(text for text in (period_label(period) if period else "", board.say) if text),
        "href": address_of(holder),
    }
    return render(request, "team/wall.html", context, fragment="team/wall_board.html", topics=[holder.key])


def _title(actor: Actor, holder: Holder) -> str:
    """The team's name. Raises NotVisible for one that the actor doesn't see."""
    if holder == COMPANY:
        return _("The company")
    found = next((node.name for node in list_teams(actor=actor) if node.id == holder.id), None)
    if found is None:
        raise NotVisible
    return found
