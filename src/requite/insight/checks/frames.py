"""What can be drawn of each stratum: a rep's records of some days that were never drawn before.

Records that a capture (a call or mail that a machine took down) proves need no check. There is no capture yet: every
record is what somebody says, so that none is left out and each can be favoured. What an import brought is left out: a
check is of what reps say themselves, and these people and companies are what a file says.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from requite.identity.access import zone_of
from requite.identity.models import Organisation
from requite.kernel.period import start_of_day
from requite.kernel.reading import fetch_all
from requite.kernel.workdays import Calendar

LAST_DAYS = 2  # working days of the period that are favoured
OF_A_DAY = ("meeting", "call")  # what can be entered, or said to be held, long after its day
SQL = {
    "meeting": "SELECT r.id, r.owner_id, r.day FROM work_activity r WHERE r.owner_id = ANY(%(users)s)"
    " AND r.day >= %(since)s AND r.day < %(end)s AND r.kind = 'meeting' AND r.state = 'held' AND r.retracted_at IS NULL",
    "call": "SELECT r.id, r.owner_id, r.day FROM work_activity r WHERE r.owner_id = ANY(%(users)s)"
    " AND r.day >= %(since)s AND r.day < %(end)s AND r.kind = 'call' AND r.state = 'done' AND r.retracted_at IS NULL",
    "person": "SELECT r.id, r.owner_id, (r.made_at AT TIME ZONE %(zone)s)::date FROM people_person r"
    " WHERE r.owner_id = ANY(%(users)s) AND r.made_at >= %(from)s AND r.made_at < %(to)s AND r.archived_at IS NULL",
    "company": "SELECT r.id, r.owner_id, (r.made_at AT TIME ZONE %(zone)s)::date FROM people_company r"
    " WHERE r.owner_id = ANY(%(users)s) AND r.made_at >= %(from)s AND r.made_at < %(to)s AND r.archived_at IS NULL",
    "deal": "SELECT r.id, r.owner_id, (CASE WHEN r.state = 'won' AND r.closed_at < %(to)s THEN r.closed_at ELSE r.made_at"
    " END AT TIME ZONE %(zone)s)::date FROM deals_deal r"
    " WHERE r.owner_id = ANY(%(users)s) AND r.archived_at IS NULL AND ((r.made_at >= %(from)s AND r.made_at < %(to)s)"
    " OR (r.state = 'won' AND r.closed_at >= %(from)s AND r.closed_at < %(to)s))",
}
IMPORTED = """ AND NOT EXISTS (SELECT FROM journal_entry e WHERE e.subject_id = r.id AND e.via = 'import'
 AND e.type = '{event}' AND e.at >= %(from)s AND e.at < %(to)s)"""
SQL["person"] += IMPORTED.format(event="people.PersonRegistered")
SQL["company"] += IMPORTED.format(event="people.CompanyRegistered")
FRESH = " AND NOT EXISTS (SELECT FROM checks_check c WHERE c.record_id = r.id) ORDER BY r.id"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a lot is drawn from: whose each record is, and which of them are favoured."""

    owners: dict[UUID, UUID]
    favoured: frozenset[UUID]


def frame_of(
    *, stratum: str, user_ids: Sequence[UUID], start: date, end: date, before: frozenset[UUID], since: date,
    known: Collection[UUID] = (),
) -> Frame:  # fmt: skip
    """The records of these reps from `start` up to `end`, days of the company. `before` came last before a target.

    With them come events from `since` on that weren't in the frame of their own days, whose records are `known`: what is
    entered late is drawn from later, and not never.
    """
    company = Organisation.objects.get()
    zone = zone_of(company.time_zone)
    values = {
        "users": list(user_ids), "since": since, "end": end, "zone": str(zone),
        "from": start_of_day(start, zone=zone), "to": start_of_day(end, zone=zone),
    }  # fmt: skip
    sql = SQL[stratum] + FRESH
    rows = fetch_all(sql, {name: value for name, value in values.items() if f"%({name})s" in sql})
    rows = [row for row in rows if row[2] >= start or row[0] not in known]
    last = last_working_days(Calendar(company.country), start, end)
    favoured = {id_ for id_, _owner, day in rows if day in last}
    favoured |= before
    owners = {id_: owner for id_, owner, _day in rows}
    return Frame(owners, frozenset(favoured) & owners.keys())


def last_working_days(calendar: Calendar, start: date, end: date) -> frozenset[date]:
    """The last two working days of the days from `start` up to `end`, with the days off after them."""
    working = calendar.list_working_days(start, end)[-LAST_DAYS:]
    if not working:
        return frozenset()
    return frozenset(working[0] + timedelta(days=n) for n in range((end - working[0]).days))

