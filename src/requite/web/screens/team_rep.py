"""One rep as the leader looks at them: customers who were let be, and what the records come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requite.identity.access import see_user
from requite.insight.lists.conditions import Condition, Filter
from requite.insight.lists.fields import Kind
from requite.insight.lists.listed import shipped
from requite.insight.supervision.actions.plan_contact import plan_contact
from requite.insight.supervision.queries import quiet as queries
from requite.insight.supervision.queries.reps import Sum
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.web.doors import ActorRequest, door, id_of
from requite.web.keys import read_key, write_key
from requite.web.list_asking import Asked
from requite.web.pages import is_fragment, part, render
from requite.web.screens.lists import limit_of
from requite.web.screens.names import full
from requite.web.toasts import with_toast

Line = tuple[str, str, str]
Either = tuple[Line, ...]  # one of these holds
LARGEST, FINEST = Decimal(10) ** 20, 30  # the latter is the most digits behind the point
ALIVE: Either = (("archived", "no", ""),)
CLOSED_TOO: Either = (("state", "is", "open"), ("state", "is", "won"), ("state", "is", "lost"))
PLANNED_OR_HELD: Either = (("state", "is", "planned"), ("state", "is", "held"))
MEETING: Either = (("kind", "is", "meeting"),)
CALL: Either = (("kind", "is", "call"),)
DONE: Either = (("state", "is", "done"),)
# Each kind's records in use, as the sums of quality count them.
USED: Mapping[str, tuple[Promise, Kind, Sequence[Either]]] = {
    "person": (gettext_lazy("People"), "person", [ALIVE]),
    "company": (gettext_lazy("Companies"), "company", [ALIVE]),
    "deal": (gettext_lazy("Deals"), "deal", [ALIVE, CLOSED_TOO]),
    "meeting": (gettext_lazy("Meetings"), "activity", [MEETING, PLANNED_OR_HELD]),
    "call": (gettext_lazy("Calls"), "activity", [CALL, DONE]),
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """What the rep's records of a kind come to; `all` and `lacking` are the addresses of lists that hold them."""

    label: Promise
    sum: Sum
    all: str
    lacking: str


def name_of(actor: Actor, user_id: UUID, right: str) -> str:
    """The name of a rep whom the actor's right, and that to see people, reach. Raises NotVisible."""
    if not actor.covers(right, user_id) or not actor.covers("people.see", user_id):
        raise NotVisible
    user = see_user(actor=actor, user_id=user_id)
    return full(user.family_name, user.given_name) or user.email


@door("GET", right="team.see")
def quiet(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A rep's customers with whom nobody was in touch for longer than the company lets be, dearest or longest first."""
    actor, user_id = request.actor, id_of(id)
    name = name_of(actor, user_id, "team.see")
    days = queries.quiet_days()
    order: queries.Order = "time" if request.GET.get("by") == "time" else "value"
    after = _read_place(request.GET.get("after", ""))
    limit = request.now - timedelta(days=days)
    most = limit_of(request, "customers", queries.PAGE)
    found = queries.list_quiet(actor=actor, owner_id=user_id, limit=limit, order=order, after=after, most=most)
    rows = found[:most]
    context = {
        "rows": rows,
        "days": days,
        "name": name,
        "user_id": user_id,
        "by": order,
        "may_ask": actor.covers("work.edit", user_id),
        "next": _write_place(rows[-1].place) if len(found) > most else "",
    }
    fragment = "team/quiet_rows.html" if after else None
    return render(request, "team/quiet.html", context, fragment=fragment, topics=[f"user:{user_id}"])


def _write_place(place: queries.Place) -> str:
    return f"{place.value}~{write_key(place.at, place.person_id)}"


def _read_place(text: str) -> queries.Place | None:
    value, _sign, rest = text.partition("~")
    key = read_key(rest)
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return queries.Place(number, *key) if key and _is_sum(number) else None


def _is_sum(number: Decimal) -> bool:
    """Whether the base can hold it: it knows far fewer digits than an address can ask for."""
    power = number.as_tuple().exponent
    return isinstance(power, int) and abs(power) <= FINEST and abs(number) < LARGEST


@door("POST", right="work.edit")
def reminder(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Ask the customer's owner to get in touch: one task, with an undo; the cell comes back as it stands now."""
    back = request.headers.get("Referer", "")
    is_ours = back.startswith(f"{request.scheme}://{request.get_host()}/")
    context: dict[str, object]
    try:
        task = plan_contact(actor=request.actor, at=request.now, person_id=id_of(id))
    except Refused as refusal:
        said, undo, context = str(refusal), "", {"error": str(refusal)}
    else:
        said = _("The owner has a task to get in touch.")
        undo = reverse("activity_retraction", kwargs={"id": task.id})
        context = {"task": task}
    if not is_fragment(request):
        return with_toast(request, HttpResponseRedirect(back if is_ours else reverse("home")), said, undo=undo)
    answer = part(request, "team/reminded.html", context)
    return with_toast(request, answer, said, undo=undo) if undo else answer


LACKING: Either = (("missing", "filled", ""),)


def list_of(kind: Kind, lines: Sequence[Either], user_id: UUID) -> str:
    """The address of the list that holds the rep's records of which one line of each group holds."""
    owner: Either = (("owner", "is", str(user_id)),)
    groups = tuple(tuple(Condition(*line) for line in group) for group in (owner, *lines))
    return Asked("all", shipped(kind, "all", Filter(groups=groups))).address()
