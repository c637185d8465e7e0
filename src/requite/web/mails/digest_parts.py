"""The parts of a digest, each a few lines with the address of the page that tells more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.insight.adoption.access import SEE, reach_of
from requite.insight.adoption.queries.digest import OwnWeek, get_own_week
from requite.insight.adoption.queries.use import list_weeks
from requite.insight.figures import Holder
from requite.insight.plans.rep_cells import list_rep_cells
from requite.insight.supervision.queries.reps import list_rep_facts
from requite.web.addresses import url
from requite.web.formats import duration
from requite.web.mails.letter import Line
from requite.web.screens.debts import bands_of
from requite.web.screens.names import full
from requite.web.screens.team import REP_ROLES, address_of
from requite.web.screens.team_rows import RepRow, rows_of
from requite.work.queries.attention import list_rep_loads
from requite.work.queries.debts import sum_debts
from requite.work.queries.debts_by_age import list_debts_by_age

if TYPE_CHECKING:
    from requite.web.mails.digest import Asked

NEEDY = 5
SPAN = "month"
SHORT = 90  # seconds, up to which seconds are told


def came_back(asked: Asked) -> Iterable[Line]:
    """What the rep did, and which colleagues worked with the rep's records."""
    start, end = asked.period.instants(asked.actor.company_zone)
    own = get_own_week(actor=asked.actor, start=start, end=end)
    if own.days:
        made = ngettext("%(n)s record made", "%(n)s records made", own.made) % {"n": own.made}
        changed = ngettext("%(n)s change", "%(n)s changes", own.changed) % {"n": own.changed}
        days = ngettext("%(n)s day", "%(n)s days", own.days) % {"n": own.days}
        values = {"made": made, "changed": changed, "days": days}
        yield Line(_("You worked in it on %(days)s: %(made)s, %(changed)s.") % values, asked.link(_journal(asked)))
    if own.closed:
        text = ngettext("You closed %(n)s debt.", "You closed %(n)s debts.", own.closed)
        yield Line(text % {"n": own.closed}, asked.link(url("debts_of_week", query={"week": asked.week_key})))
    yield from _helped(asked, own)


def _journal(asked: Asked) -> str:
    """The entries that were the reader's own in the week; who may not search them comes to Today."""
    if not asked.actor.has("journal.search"):
        return url("today")
    days = {"from": asked.period.start.isoformat(), "to": asked.period.last.isoformat()}
    return url("journal", query={"by": str(asked.actor.me), **days})


def _helped(asked: Asked, own: OwnWeek) -> Iterable[Line]:
    for one in own.helpers:
        text = ngettext(
            "%(who)s worked with %(n)s of your records.", "%(who)s worked with %(n)s of your records.", one.records
        )
        values = {"who": full(*one.names) or one.email, "n": one.records}
        yield Line(text % values, asked.link(url("helped", query={"week": asked.week_key, "by": str(one.id)})))
    left = own.colleagues - len(own.helpers)
    if left > 0:
        text = ngettext("And %(n)s colleague more.", "And %(n)s colleagues more.", left)
        yield Line(text % {"n": left}, asked.link(url("helped", query={"week": asked.week_key})))
    if not own.colleagues:
        yield Line(_("No colleague worked with your records that week."))


def owed(asked: Asked) -> Iterable[Line]:
    """How many records owe something, and how long that is likely to take."""
    found = sum_debts(actor=asked.actor, user_id=asked.actor.me)
    if not found.count:
        yield Line(_("Nothing is owed. Everything that you did counts."))
        return
    text = ngettext(
        "%(n)s record lacks something, about %(time)s in all.",
        "%(n)s records lack something, about %(time)s in all.",
        found.count,
    )
    seconds = found.seconds if found.seconds < SHORT else round(found.seconds / 60) * 60  # an estimate has no seconds
    values = {"n": found.count, "time": duration(seconds)}
    yield Line(text % values, asked.link(url("debts")))


def needs(asked: Asked, holder: Holder) -> Iterable[Line]:
    """The reps who need the leader most, at most five, and why."""
    actor, now = asked.actor, asked.at
    loads = list_rep_loads(actor=actor, team_id=holder.id, roles=REP_ROLES, now=now)
    loads = [load for load in loads if load.user_id != actor.id]
    ids = [load.user_id for load in loads]
    cells = list_rep_cells(actor=actor, user_ids=ids, span=SPAN, at=now)
    rows = rows_of(loads, cells, list_rep_facts(actor=actor, user_ids=ids, now=now), now=now)
    needy = [row for row in rows if row.reasons]
    yield from (_need(asked, row) for row in needy[:NEEDY])
    left = len(needy) - NEEDY
    if left > 0:
        text = ngettext("And %(n)s rep more.", "And %(n)s reps more.", left)
        yield Line(text % {"n": left}, asked.link(address_of(holder)))
    if not needy:
        yield Line(_("Nobody: each rep is on top of their work."), asked.link(address_of(holder)))


def _need(asked: Asked, row: RepRow) -> Line:
    why = " · ".join(reason.text for reason in row.reasons)
    return Line(f"{row.name}: {why}", asked.link(row.open))


def ages(asked: Asked, holder: Holder) -> Iterable[Line]:
    """How many records owe something, by how long."""
    found = list_debts_by_age(actor=asked.actor, team_id=holder.id, roles=REP_ROLES, now=asked.at)
    sums = [sum(one.counts[place] for one in found) for place in range(len(bands_of()))]
    most = [any(one.counts[place] > 100 for one in found) for place in range(len(bands_of()))]
    for (_slug, label), number, is_cut in zip(bands_of(), sums, most, strict=True):
        if number:
            yield Line(f"{label}: {number}{'+' if is_cut else ''}", asked.link(url("debts_team")))
    if not any(sums):
        yield Line(_("Nothing is owed."))


def adoption(asked: Asked, holder: Holder) -> Iterable[Line]:
    """How many people worked in it in the week, and what they made."""
    if not asked.actor.has(SEE):
        return
    reach = reach_of(actor=asked.actor, holder=holder)
    (_before, then), (_week, last) = list_weeks(reach=reach, last=asked.period.start)[-2:]
    members = sum(team.members for team in reach.teams)
    values = {
        "people": last.people, "members": members, "made": last.made, "changed": last.changed,
        "before": then.made + then.changed,
    }  # fmt: skip
    text = _(
        "%(people)s of %(members)s people: %(made)s records made, %(changed)s changes (%(before)s of both the week before)."
    )
    query = {"week": asked.week_key} | ({"team": str(holder.id)} if holder.id else {})
    yield Line(text % values, asked.link(url("adoption", query=query)))
