"""Adoption: who works in Requite, by team and week; how soon new users get something out of it; goals of the roll-out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.config.environment import ENVIRONMENT
from requite.identity.queries import find_organisation, list_teams
from requite.identity.roles import ROLES, role_of
from requite.insight.adoption.access import NOBODYS, SEE, SET, Reach, TeamSize, reach_of
from requite.insight.adoption.actions.digests import week_of
from requite.insight.adoption.queries.digest import get_sending
from requite.insight.adoption.queries.goals import list_goals
from requite.insight.adoption.queries.starts import list_starts, sum_starts
from requite.insight.adoption.queries.use import (
    PEOPLE,
    WEEK,
    PersonUse,
    Use,
    list_people_of_week,
    list_teams_of_week,
    list_weeks,
)
from requite.insight.figures import COMPANY, Holder
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.ids import parse_id
from requite.kernel.period import Kind, parse_period, period_of
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door
from requite.web.formats import day
from requite.web.mails.sending import has_mail_server
from requite.web.pages import render
from requite.web.screens.names import full

YEAR = timedelta(days=365)
FIRST = date(2000, 1, 3)
REP_ROLES = tuple(role.slug for role in ROLES.values() if role.rights.get("work.edit") == "own")


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of the twelve: `href` shows its people, `shares` are its numbers as parts of the greatest of the twelve."""

    week: date
    label: str
    use: Use
    href: str
    shares: tuple[float, ...]
    is_shown: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team's week; `href` opens the team."""

    team: TeamSize
    name: str
    use: Use
    href: str


@door("GET", right=SEE)
def adoption(request: ActorRequest) -> HttpResponseBase:
    """The company's, or a team's with those below it (`team`); `week` names the one whose people are shown."""
    actor = request.actor
    holder = holder_of(actor, request.GET.get("team", ""))
    if holder is None:
        return render(request, "team/none.html", {})
    present = week_of(actor.day_of(request.now))
    week = week_asked(request.GET.get("week", ""), present)
    reach = reach_of(actor=actor, holder=holder)
    weeks = list_weeks(reach=reach, last=present)
    people = list_people_of_week(reach=reach, week=week)
    first, last = week.isoformat(), (week + WEEK - timedelta(days=1)).isoformat()
    context: dict[str, Any] = {
        "holder": holder,
        "title": title_of(holder, reach),
        "choices": _choices(actor, holder, week),
        "weeks": _week_rows(weeks, holder, week),
        "week": week,
        "week_label": label_of_week(week),
        "is_present": week == present,
        "teams": _team_rows(reach, week),
        "people": [(one, full(*one.names) or one.email, str(role_of(one.role).label)) for one in people],
        "leaders": _leaders(people),
        "is_cut": len(people) == PEOPLE,
        "untold": reach.untold,
        "journal": _journal(actor, holder, first, last),
        "debts": partial(debts_address, holder),
        "goals": list_goals(week=present),
        "may_set": actor.has(SET),
        **_starts(actor, reach, request),
        **_mails(actor, present),
    }
    return render(request, "adoption/adoption.html", context, topics=[holder.key])


def holder_of(actor: Actor, text: str) -> Holder | None:
    """Whose adoption is asked for; the widest that the reader may see unless a team is named. None: in no team."""
    asked = parse_id(text)
    if asked is not None:
        return Holder("team", asked)
    if text:
        raise NotVisible
    if actor.scope(SEE) == "all":
        return COMPANY
    return Holder("team", actor.team_id) if actor.team_id else None


def week_asked(text: str, present: date) -> date:
    """The Monday of the week that is asked for ("2026-W47"); the present one when it is none, or far from it."""
    try:
        found = parse_period(text)
    except Refused:
        return present
    return min(found.start, present) if found.kind is Kind.WEEK and found.start >= FIRST else present


def label_of_week(week: date) -> str:
    """ "16 Nov – 22 Nov"."""
    return f"{day(week)} – {day(week + WEEK - timedelta(days=1))}"


def address_of(holder: Holder, week: date | None = None) -> str:
    """The page of the holder, with the people of that week."""
    query = {"team": str(holder.id)} if holder.id else {}
    return url("adoption", query=query | ({"week": period_of(Kind.WEEK, week).key} if week else {}))


def debts_address(holder: Holder, week: date, what: str, **narrowed: object) -> str:
    """The list behind a number of the holder's week, narrowed by `only` or `user`, from a key (`after`) on."""
    query = {"what": what, "week": period_of(Kind.WEEK, week).key, "team": str(holder.id or ""), **narrowed}
    return url("adoption_debts", query={name: value for name, value in query.items() if value})


def title_of(holder: Holder, reach: Reach) -> str:
    """The team's name, or that it is the company."""
    return next((team.name for team in reach.teams if team.id == holder.id), "") or _("The company")


def team_name(reach: Reach, team_id: UUID) -> str:
    """Of one of the holder's teams, or of those who are in none."""
    return next((team.name for team in reach.teams if team.id == team_id), "") or _("in no team")


def _week_rows(weeks: Sequence[tuple[date, Use]], holder: Holder, shown: date) -> list[WeekRow]:
    """Newest first."""
    names = ("people", "made", "changed", "read", "opened", "closed")
    most = {name: max(1, *(getattr(use, name) for _week, use in weeks)) for name in names}
    return [
        WeekRow(
            week=week, label=label_of_week(week), use=use, href=address_of(holder, week) + "#people",
            shares=tuple(getattr(use, name) / most[name] for name in names), is_shown=week == shown,
        )
        for week, use in reversed(weeks)
    ]  # fmt: skip


def _team_rows(reach: Reach, week: date) -> list[TeamRow]:
    """Each team of the holder's that has people or did something, by name; none where there is but one."""
    uses = list_teams_of_week(reach=reach, week=week)
    rows = [
        TeamRow(
            team, team.name or _("in no team"), uses.get(team.id, Use()),
            address_of(Holder("team", team.id), week) if team.id != NOBODYS else "",
        )
        for team in sorted(reach.teams, key=lambda team: team.id == NOBODYS) if team.members or team.id in uses
    ]  # fmt: skip
    return rows if len(rows) > 1 else []


def _leaders(people: Sequence[PersonUse]) -> list[tuple[PersonUse, str]]:
    """Those who lead, with how often they looked."""
    led = [one for one in people if one.is_active and role_of(one.role).rights.get("team.see")]
    return [(one, full(*one.names) or one.email) for one in led]


def _choices(actor: Actor, holder: Holder, week: date) -> list[tuple[str, str, str, bool]]:
    """The teams to choose from, as (address, id, label, whether it is the one shown); none when there is no choice."""
    teams = [(Holder("team", node.id), node.path) for node in list_teams(actor=actor)]
    found = [(one, path) for one, path in teams if one.covered(actor, SEE)]
    if actor.scope(SEE) == "all":
        found.insert(0, (COMPANY, _("The company")))
    if len(found) < 2:
        return []
    return [(address_of(one, week), str(one.id or ""), label, one == holder) for one, label in found]


def _journal(actor: Actor, holder: Holder, first: str, last: str) -> Any:
    """Gives the address of the entries behind a number of the week: of a person, a team, or the holder."""
    may = actor.has("journal.search")

    def address(what: str, user: UUID | None = None, team: UUID | None = None) -> str:
        whose = {"by": str(user)} if user else {"team": str(team or holder.id)} if team or holder.id else {}
        return url("journal", query={"what": what, "from": first, "to": last, **whose}) if may else ""

    return address


def _starts(actor: Actor, reach: Reach, request: ActorRequest) -> dict[str, Any]:
    today = actor.day_of(request.now)
    starts = list_starts(reach=reach, roles=REP_ROLES, since=today - YEAR, zone=str(actor.company_zone))
    rows = [
        (
            one, full(*one.names) or one.email,
            url("counter_records", figure=one.figure, query={"of": f"user:{one.user_id}", "period": one.first.isoformat()})
            if one.first else "",
        )
        for one in starts
    ]  # fmt: skip
    return {"starts": rows, "months": sum_starts(starts)}


def _mails(actor: Actor, week: date) -> dict[str, Any]:
    """How the weekly digests went, and what keeps them from going, for the administrator alone."""
    if not actor.has(SET):
        return {"sending": None, "has_server": True, "has_address": True, "is_demo": ENVIRONMENT.demo}
    company = find_organisation()
    return {
        "sending": get_sending(week=week),
        "has_server": has_mail_server(),
        "has_address": bool(company and company.address),
        "is_demo": ENVIRONMENT.demo,
    }
