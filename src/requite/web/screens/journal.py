"""The journal searched: by person, field, kind of record, days and through what."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.queries.titles import list_titles as list_deal_titles
from requite.fields.catalogue import definitions
from requite.fields.references import names_of
from requite.identity.access import visible_users
from requite.identity.queries import list_members
from requite.insight.supervision.queries import entries as queries
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.kernel.period import start_of_day
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door
from requite.web.listening import topic_of
from requite.web.pages import render
from requite.web.screens.history_lines import group_of, shape_entries
from requite.web.screens.history_unseen import WORK
from requite.web.screens.history_words import FIELDS, VIA
from requite.web.screens.lists import limit_of
from requite.web.screens.names import full
from requite.work.queries.titles import list_titles as list_activity_titles

DAY = timedelta(days=1)
DAYS = 30
MOST_DAYS = 400
PEOPLE = 500
FIRST_YEAR, LAST_YEAR = 1900, 9000
OFFERED = (
    "name", "family_name", "given_name", "title", "company", "phone", "email", "address", "owner", "tags", "note",
    "industry", "website", "registration_number", "stage", "amount", "expected_on", "reason", "outcome", "result", "topic",
    "at", "place", "state", "target",
)  # fmt: skip
Options = list[tuple[str, str]]


@door("GET", right=queries.RIGHT)
def journal(request: ActorRequest) -> HttpResponseBase:
    """What fits, newest first, a page of 50. Wrong days are said beside them, and nothing is sought."""
    actor, given = request.actor, request.GET
    today = actor.day_of(request.now)
    typed = {name: given.get(name, "") for name in ("by", "kind", "field", "via", "what", "team")}
    typed |= {"from": given.get("from") or (today - DAYS * DAY).isoformat(), "to": given.get("to") or today.isoformat()}
    fields, kinds = _fields(actor), _kinds(actor)
    first, last, errors = _days(typed["from"], typed["to"])
    before = given.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    found = queries.Found((), None, looked=False)
    if first and last:
        asked = queries.Asked(
            start=start_of_day(first, zone=actor.company_zone),
            end=start_of_day(last + DAY, zone=actor.company_zone),
            by=parse_id(typed["by"]),
            kind=typed["kind"] if typed["kind"] in dict(kinds) else "",
            field=typed["field"] if typed["field"] in dict(fields) else "",
            via=typed["via"] if typed["via"] in VIA else "",
            what=typed["what"] if typed["what"] in dict(_whats()) else "",
            of=_members(actor, typed["team"]),
        )
        limit = limit_of(request, "found", queries.PAGE)
        found = queries.search_entries(actor=actor, asked=asked, before=start, limit=limit)
    context: dict[str, Any] = {
        "topic": topic_of(actor, queries.RIGHT),
        "entries": shape_entries(actor=actor, entries=found.entries, subject_id=NIL),
        "about": about(actor, {entry.subject_id: entry.subject_kind for entry in found.entries}),
        "typed": typed, "errors": errors, "looked": found.looked, "window": queries.WINDOW,
        "people": _people(actor), "kinds": kinds, "fields": fields,
        "ways": [(slug, str(label)) for slug, label in VIA.items()],
        "whats": _whats(),
        "next": url("journal", query={**typed, "before": str(found.before)}) if found.before else "",
    }  # fmt: skip
    fragment, status = "history/journal_rows.html" if start else None, 422 if errors else 200
    return render(request, "history/journal.html", context, fragment=fragment, status=status, topics=[context["topic"]])


NIL = UUID(int=0)


def _days(first: str, last: str) -> tuple[date | None, date | None, dict[str, str]]:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None, None, {"from": _("Write both days as 2026-11-30.")}
    if not (FIRST_YEAR <= start.year <= LAST_YEAR and FIRST_YEAR <= end.year <= LAST_YEAR):
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        return None, None, {"from": _("Choose days of the years %(first)s to %(last)s.") % years}
    if start > end:
        return None, None, {"from": _("The first day is after the last.")}
    if (end - start).days > MOST_DAYS:
        return None, None, {"from": _("Choose at most %(days)s days.") % {"days": MOST_DAYS}}
    return start, end, {}


def _kinds(actor: Actor) -> Options:
    """The kinds that the reader can find: those that nobody owns only where they may search everybody's."""
    owned = [("person", _("Person")), ("company", _("Company")), ("deal", _("Deal")), ("activity", _("Activity"))]
    common = [("plan", _("Plan")), ("user", _("User")), ("team", _("Team"))]
    common.append(("goal", _("Goal of the roll-out")))
    return owned + common * (actor.owners(queries.RIGHT) is None)


def _whats() -> Options:
    """What was done, as the page of adoption counts it."""
    return [("made", _("Records made")), ("changed", _("Changes of records"))]


def _members(actor: Actor, text: str) -> list[UUID] | None:
    """Who is in the team of that id, or a team below it, when one is named; nobody in one that isn't the reader's."""
    team_id = parse_id(text)
    if team_id is None:
        return None
    return list_members(actor=actor, right=queries.RIGHT, team_id=team_id)


def _fields(actor: Actor) -> Options:
    """The fields that the reader may know of; a hidden one isn't sought either."""
    kinds = ("person", "company", "deal", "activity")
    hidden = {group for group, access in actor.fields.items() if access == "hidden"}
    built = [(slug, str(FIELDS[slug])) for slug in OFFERED if slug in FIELDS]
    own = [(one.slug, one.name) for kind in kinds for one in definitions(actor, kind)]
    return [(slug, label) for slug, label in built + own if not {group_of(kind, slug) for kind in kinds} & hidden]


def _people(actor: Actor) -> Options:
    """Who may be asked for: colleagues whom the right to search reaches."""
    reach = actor.owners(queries.RIGHT)
    users = visible_users(actor).order_by("family_name", "given_name", "id")
    users = users if reach is None else users.filter(id__in=reach)
    return [(str(one.id), full(one.family_name, one.given_name) or one.email) for one in users[:PEOPLE]]


def about(actor: Actor, kinds: Mapping[UUID, str]) -> dict[UUID, tuple[str, str]]:
    """Of each record its name, where it has one of its own, and the address of its history."""
    found: dict[UUID, tuple[str, str]] = {}
    for kind in ("person", "company", "user"):
        names = names_of(actor, kind, [id_ for id_, of in kinds.items() if of == kind])
        found |= {id_: (name, "") for id_, name in names.items()}
    deals = [id_ for id_, of in kinds.items() if of == "deal"]
    found |= {row.id: (row.name, "") for row in (list_deal_titles(actor=actor, ids=deals) if deals else ())}
    told = dict(_kinds(actor))
    words = {"call": _("Call"), "meeting": _("Meeting"), "task": _("Task"), "note": _("Note"), **told}
    works = [id_ for id_, of in kinds.items() if of in WORK]
    if works and actor.fields.get("work", "edit") not in ("hidden", "masked"):
        titles = list_activity_titles(actor=actor, ids=works)
        found |= {row.id: (f"{words[row.kind]} · {row.said}", "") for row in titles if row.said}
    open_ = {"person", "company", "deal", "activity", "call", "meeting", "task", "note"}
    return {
        id_: (
            found.get(id_, ("", ""))[0] or words.get(kind, ""),
            url("history", kind=kind, id=id_) if kind in open_ else "",
        )
        for id_, kind in kinds.items()
    }
