"""A board: the counters of one holder, as the homes of reps and leaders show them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requite.insight.figures import Holder
from requite.insight.plans.counting import list_counters
from requite.insight.plans.shapes import Counter
from requite.kernel.actor import Actor

SPANS: dict[str, Promise] = {
    "day": gettext_lazy("Day"),
    "week": gettext_lazy("Week"),
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "year": gettext_lazy("Year"),
}
USUAL_SPAN = "month"


@dataclass(frozen=True, slots=True)
class Board:
    """`say` tells the working day; `spans` are (label, query string, whether it is the one shown)."""

    holder: Holder
    span: str
    counters: tuple[Counter, ...]
    say: str
    spans: tuple[tuple[str, str, bool], ...]
    may_set: bool


def board_for(
    *, actor: Actor, span: str, at: datetime, holder: Holder | None = None, counters: tuple[Counter, ...] | None = None
) -> Board:
    """The board of a holder, the actor's own unless one is given; a span that there isn't is the month.

    `counters` are given where they are known by now. Raises NotVisible.
    """
    own = Holder("user", actor.id)
    shown = holder or own
    span = span if span in SPANS else USUAL_SPAN
    if counters is None:
        seen = actor.has("plans.see")
        counters = tuple(list_counters(actor=actor, holder=shown, span=span, at=at)) if seen else ()
    return Board(
        holder=shown,
        span=span,
        counters=counters,
        say=_say(counters, span),
        spans=tuple((str(label), f"?span={key}", key == span) for key, label in SPANS.items()),
        may_set=shown.covered(actor, "plans.set"),
    )


def _say(counters: tuple[Counter, ...], span: str) -> str:
    found = next((one for one in counters if one.period.kind == span), None)
    if found is None or not found.day or found.days < 2:
        return ""
    return _("working day %(day)s of %(days)s") % {"day": found.day, "days": found.days}
