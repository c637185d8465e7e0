"""Scorecards: one's own, a rep's, a team's side by side, and the records behind a line."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity.queries import list_teams
from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.access import parse_holder
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.parts import list_parts
from requite.insight.scorecards.queries import CardPage, DisputeRow, get_card, list_team_cards
from requite.insight.scorecards.saying import label_of
from requite.insight.scorecards.versions import KINDS, Version
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.period import Kind, Period, parse_period, period_of
from requite.web.addresses import url
from requite.web.card_lines import lines_of, say_announced, say_bonus, say_late, say_left_out
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent
from requite.web.pages import render
from requite.web.screens.periods import period_label

RIGHT = "cards.see"
FIRST = date(2000, 1, 1)


@door("GET", right=RIGHT)
def my_card(request: ActorRequest) -> HttpResponseBase:
    """The reader's own card; who looks at all of them and has none comes to those of the company."""
    if request.actor.scope(RIGHT) == "all":
        return HttpResponseRedirect(reverse("team_cards"))
    return show_card(request, request.actor.me)


@door("GET", right=RIGHT)
def user_card(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """A rep's card."""
    return show_card(request, id_of(id))


def show_card(
    request: ActorRequest, user_id: UUID, *, errors: dict[str, str] | None = None, at: str = "", period: Period | None = None
) -> HttpResponseBase:
    """The card's page, or for live its body alone. `errors` of a form `at` a line or a dispute keep what was typed."""
    actor = request.actor
    period = period or read_period(request.GET.get("period", ""), actor.day_of(request.now))
    page = get_card(actor=actor, user_id=user_id, period=period, at=request.now)
    context = card_context(actor, page) | {
        "errors": errors or {}, "at": at, "typed": sent(request, "text") or sent(request, "answer"),
        "once": sent(request, "once") or fresh_key(),
    }  # fmt: skip
    topics = [f"user:{user_id}", "cards", "plans"]
    return render(
        request, "cards/card.html", context, fragment="cards/body.html", topics=topics, status=422 if errors else 200
    )


def card_context(actor: Actor, page: CardPage) -> dict[str, Any]:
    """What the page of a card shows."""
    card, period = page.card, page.period
    is_own = page.user.id == actor.id
    here = url("user_card", id=page.user.id)
    return {
        "page": page, "card": card, "is_own": is_own, "here": here, "whole": home_of(actor, page.user.id),
        "lines": lines_of(card, period, is_over=page.is_over) if card else [],
        "left_out": say_left_out(card) if card else "", "bonus": say_bonus(card) if card else "",
        "late": say_late(card) if card else [], "announced": say_announced(page.announced),
        "label": period_label(period), "spans": spans(here, period), "states": dict(Dispute.State.choices),
        "previous": address(here, period.previous) if period.start > FIRST else "",
        "next": address(here, period.next) if page.is_over else "",
    }  # fmt: skip


def address(here: str, period: Period) -> str:
    """The same page for a period."""
    return f"{here}?period={period.key}"


def period_of_row(row: DisputeRow) -> Period:
    """The month or quarter that the dispute is about."""
    found = (period_of(kind, row.period[0]) for kind in KINDS)
    return next(one for one in found if (one.start, one.end) == row.period)


def home_of(actor: Actor, user_id: UUID) -> str:
    """The page of that rep's card, as its reader knows it: who looks at all cards comes to the company's by "my card"."""
    is_mine = user_id == actor.id and actor.scope(RIGHT) != "all"
    return url("my_card") if is_mine else url("user_card", id=user_id)


def address_of(actor: Actor, row: DisputeRow) -> str:
    """The card that the dispute is about."""
    return address(home_of(actor, row.user_id), period_of_row(row))


def spans(here: str, period: Period) -> list[tuple[str, str, bool]]:
    """Month and quarter, as (label, address, whether it is the one shown), around the same days."""
    last = period.last if period.kind is Kind.QUARTER else period.start
    names = {Kind.MONTH: _("Month"), Kind.QUARTER: _("Quarter")}
    return [
        (names[kind], address(here, period if kind is period.kind else period_of(kind, last)), kind is period.kind)
        for kind in KINDS
    ]


def read_period(text: str, today: date) -> Period:
    """The month or quarter of an address; the present month when it names none. Raises NotVisible: none, or to come."""
    if not text:
        return period_of(Kind.MONTH, today)
    try:
        period = parse_period(text)
    except Refused:
        raise NotVisible from None
    if period.kind not in KINDS or period.start > today or period.start < FIRST:
        raise NotVisible
    return period


@door("GET", right=RIGHT)
def team_cards(request: ActorRequest) -> HttpResponseBase:
    """The cards of the reader's team, of a team below it (`of`), or of the company; and the lines that are disputed."""
    actor = request.actor
    if actor.scope(RIGHT) == "own":
        raise NotVisible
    period = read_period(request.GET.get("period", ""), actor.day_of(request.now))
    holder = _holder(actor, request.GET.get("of", ""))
    after, later = request.GET.get("after", ""), request.GET.get("disputes_after", "")
    page = list_team_cards(
        actor=actor, holder=holder, period=period, at=request.now, after=id_of(after) if after else None,
        disputes_after=id_of(later) if later else None,
    )  # fmt: skip
    here = f"{reverse('team_cards')}?of={holder.key}&"
    shown, reps = f"{here}period={period.key}", f"&after={after}" if after else ""
    teams = [(node, Holder("team", node.id)) for node in list_teams(actor=actor)]
    seen = [(one.key, node.path) for node, one in teams if one.covered(actor, RIGHT)]
    whole = [(COMPANY.key, _("The company"))] if actor.scope(RIGHT) == "all" else []
    context: dict[str, Any] = {
        "page": page, "holder": holder, "period": period, "label": period_label(period), "say_bonus": say_bonus,
        "spans": [(label, href.replace("?&?", "?").replace("&?", "&"), on) for label, href, on in spans(here, period)],
        "previous": f"{here}period={period.previous.key}",
        "next": f"{here}period={period.next.key}" if period.end <= actor.day_of(request.now) else "",
        "choices": [*whole, *seen] if len(whole) + len(seen) > 1 else [], "announced": say_announced(page.announced),
        "again": shown + reps + (f"&disputes_after={later}" if later else ""), "first": shown if after else "",
        "more": f"{shown}&after={page.after}" if page.after else "", "parts": _parts_of(page.version),
        "oldest": shown + reps if later else "",
        "more_disputes": f"{shown}{reps}&disputes_after={page.disputes_after}" if page.disputes_after else "",
        "title": dict([*whole, *seen]).get(holder.key, ""),
        "disputes": [(one, f"{address_of(actor, one)}#line-{one.part}", label_of(one.part)) for one in page.disputes],
    }  # fmt: skip
    topics = [holder.key, "cards", "plans"]
    return render(request, "cards/team.html", context, fragment="cards/team_body.html", topics=topics)


def _parts_of(version: Version | None) -> list[tuple[str, str]]:
    """The columns of a version's parts, as (slug, label)."""
    return [(part.slug, str(part.label)) for part in list_parts() if version and version.weights.get(part.slug)]


def _holder(actor: Actor, text: str) -> Holder:
    found = parse_holder(text) if text else None
    if found is None:
        found = COMPANY if actor.scope(RIGHT) == "all" else Holder("team", actor.team_id)
    if found.who == "user" or not found.covered(actor, RIGHT):
        raise NotVisible
    return found
