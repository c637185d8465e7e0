"""The activities behind a number, as their list asks for them: there they are filtered further, exported, changed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from requite.insight.figures import Figure, Holder, Scope
from requite.insight.lists.conditions import Condition, Filter
from requite.insight.lists.listed import shipped
from requite.kernel.actor import Actor
from requite.web.list_asking import Asked

Line = tuple[str, str, str]
ASKED: Mapping[str, Sequence[Line]] = {
    "calls_made": (("kind", "is", "call"), ("state", "is", "done"), ("direction", "is_not", "in")),
    "meetings_held": (("kind", "is", "meeting"), ("state", "is", "held")),
    "contacts": (("contact", "yes", ""),),
}


def list_behind(actor: Actor, figure: Figure, scope: Scope) -> str:
    """The address of the list that holds the figure's activities of these days; "" where it counts none, or isn't seen.

    The list asks for activities, the figure for who took part in them: a joint meeting is one line there.
    """
    lines = ASKED.get(figure.slug)
    if lines is None or not scope.holder.covered(actor, "work.see"):
        return ""
    last_before, first_after = scope.period.start - timedelta(days=1), scope.period.end
    days = (("when", "after", last_before.isoformat()), ("when", "before", first_after.isoformat()))
    return address_of([*lines, *days, *_whose(scope.holder)])


def open_of(holder: Holder) -> str:
    """The address of the list of what is still to be done by a rep or a team."""
    return address_of([("open", "yes", ""), *_whose(holder)], sort="when", down=False)


def about(words: str) -> str:
    """The address of the list of activities in which these words stand: in the topic, the result or the note."""
    told = tuple(Condition(field, "contains", words) for field in ("name", "result", "note"))
    return Asked("all", shipped("activity", "all", Filter(groups=(told,)))).address()


def address_of(lines: Sequence[Line], **order: str | bool) -> str:
    """The list of activities of everybody that fit all of the lines (field, operator, value)."""
    groups = tuple((Condition(*line),) for line in lines)
    query = shipped("activity", "all", Filter(groups=groups))
    return Asked("all", query).address(**order)  # type: ignore[arg-type]


def _whose(holder: Holder) -> Sequence[Line]:
    return ((("owner" if holder.who == "user" else "team"), "is", str(holder.id)),) if holder.id else ()
