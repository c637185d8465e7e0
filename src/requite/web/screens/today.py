"""Today: what a rep does now, how far they are, what they owe."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.identity.models import User
from requite.insight.figures import Holder
from requite.insight.plans.boards import board_for
from requite.insight.scorecards.queries import first_announced
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.people.queries.lists import list_people_by_id
from requite.web.card_lines import say_announced
from requite.web.counter_lists import open_of
from requite.web.debts_why import say_time, why_of
from requite.web.doors import ActorRequest, door
from requite.web.keys import read_key, write_key
from requite.web.pages import part, render
from requite.web.screens.replies import replies_of_reader
from requite.work.dues import with_dues
from requite.work.queries import day, debts
from requite.work.queries.statuses import list_statuses

OWED = 8
COUNTED = 500  # of what is owed; the page of debts counts further
NEGLECTED = 5


def end_of_day(actor: Actor, now: datetime) -> datetime:
    """The instant at which the reader's day ends."""
    tomorrow = now.astimezone(actor.zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=actor.zone).astimezone(UTC)


def now_context(request: ActorRequest) -> dict[str, Any]:
    """What the block "Now" shows."""
    actor = request.actor
    until = end_of_day(actor, request.now)
    return {
        "activities": day.list_now(actor=actor, user_id=actor.me, until=until),
        "statuses": list_statuses(),
    }


def owed_context(request: ActorRequest) -> dict[str, Any]:
    """What the block "Owed" shows: the soonest debts and why, how many in all, how long they take."""
    actor = request.actor
    found = debts.list_debts(actor=actor, user_id=actor.me, limit=OWED, counting_first=True)
    shown = with_dues(found[:OWED], at=request.now, is_chosen=False)
    whole = debts.sum_debts(actor=actor, user_id=actor.me, first=COUNTED)
    return {
        "debts": shown,
        "why": why_of(actor, shown, at=request.now),
        "debt_count": whole.count,
        "debt_say": owed_say(whole.count, whole.seconds, most=COUNTED),
    }


def owed_say(count: int, seconds: int, *, most: int = debts.MOST) -> str:
    """ "3 · about 40 seconds", in words; `most` is how far the records were counted."""
    if not count:
        return _("nothing")
    shown = _("%(n)s+") % {"n": most} if count >= most else str(count)
    return f"{shown} · {say_time(seconds)}"


@door("GET", right="work.edit")
def today(request: ActorRequest) -> HttpResponseBase:
    """The whole page."""
    actor = request.actor
    neglected = day.list_neglected_ids(actor=actor, owner_id=actor.me, limit=NEGLECTED)
    context = {
        **now_context(request),
        **owed_context(request),
        "board": board_for(actor=actor, span=request.GET.get("span", ""), at=request.now),
        "neglected": list_people_by_id(actor=actor, ids=neglected[:NEGLECTED]),
        "neglected_more": len(neglected) > NEGLECTED,
        "replies": replies_of_reader(request),
        "announced": say_announced(first_announced(actor=actor, at=request.now)),
    }
    return render(request, "today/today.html", context)


@door("GET", right="work.edit")
def now_block(request: ActorRequest) -> HttpResponseBase:
    """The block "Now" alone, for live."""
    return part(request, "today/now.html", now_context(request))


@door("GET", right="work.edit")
def owed_block(request: ActorRequest) -> HttpResponseBase:
    """The block "Owed" alone, for live."""
    return part(request, "today/owed.html", {**owed_context(request), "statuses": list_statuses()})


def name_of_user(user_id: UUID) -> str:
    """A colleague's name."""
    found = User.objects.filter(id=user_id).first()
    return found.name if found else ""


@door("GET", right="work.see")
def open_list(request: ActorRequest) -> HttpResponseBase:
    """All that is open: the reader's own, or that of a rep whom the reader may see."""
    actor = request.actor
    user_id = parse_id(request.GET.get("user", "")) or actor.me
    after = read_key(request.GET.get("after", ""))
    only = request.GET.get("only", "")
    only = only if only in day.ONLY else ""
    found = day.list_open(actor=actor, user_id=user_id, now=request.now, after=after, only=only)
    more = len(found) > day.PAGE
    rows = found[: day.PAGE]
    context = {
        "activities": rows,
        "statuses": list_statuses(),
        "user_id": user_id,
        "only": only,
        "onlys": (("", _("All")), ("overdue", _("Overdue")), ("meetings", _("Meetings ahead"))),
        "name": "" if user_id == actor.id else name_of_user(user_id),
        "list_address": open_of(Holder("user", user_id)),
        "next": write_key(rows[-1].at, rows[-1].id) if more else "",
    }
    return render(request, "today/open.html", context, fragment="today/open_rows.html" if after else None)
