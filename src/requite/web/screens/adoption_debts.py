"""The records behind a week's numbers of debts opened and closed, by reps and by rules: of a team, and one's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.queries.titles import list_titles
from requite.fields.catalogue import told
from requite.fields.references import names_of
from requite.insight.adoption.access import SEE, reach_of
from requite.insight.adoption.actions.digests import week_of
from requite.insight.adoption.queries import debts as queries
from requite.insight.adoption.queries.use import WEEK
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.kernel.period import Kind, period_of
from requite.quality.registry import KINDS, label_of
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door
from requite.web.pages import render
from requite.web.screens.adoption import (
    address_of,
    debts_address,
    holder_of,
    label_of_week,
    team_name,
    title_of,
    week_asked,
)
from requite.web.screens.lists import limit_of
from requite.work.access import visible_activities

ROUTES = {"person": "person", "company": "company", "deal": "deal", "call": "activity", "meeting": "activity"}
BLOCK = "moves"  # what fetches itself anew
DIGITS = 19  # more, and it is no number of a row


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the reader may see it: `name` and `href` are empty where they may not, or where it is gone.

    `fields` are words; `unseen` is how many more there are that the reader may not know of.
    """

    at: datetime
    kind: str
    name: str
    href: str
    fields: Sequence[str]
    unseen: int
    rep: str


def words_of() -> dict[str, str]:
    """What is counted, in words."""
    return {
        "opened": _("Debts opened"), "closed": _("Debts closed"),
        "imposed": _("Opened by rules and imports"), "lifted": _("Closed by rules and imports"),
    }  # fmt: skip


@door("GET", right=SEE)
def adoption_debts(request: ActorRequest) -> HttpResponseBase:
    """Those of the holder (`team`) in the `week`; of one team without those below it (`only`), of one person (`user`)."""
    actor, given = request.actor, request.GET
    holder = holder_of(actor, given.get("team", ""))
    if holder is None:
        return render(request, "team/none.html", {})
    week = week_asked(given.get("week", ""), week_of(actor.day_of(request.now)))
    reach = reach_of(actor=actor, holder=holder)
    only, user_id = _id(given.get("only", "")), _id(given.get("user", ""))
    asked = queries.asked_of(reach=reach, week=week, team_id=only, user_id=user_id)
    narrowed = {"only": str(only or ""), "user": str(user_id or "")}

    def address(what: str, **more: object) -> str:
        return debts_address(holder, week, what, **narrowed, **more)

    context = _context(request, asked, address, usual="opened") | {
        "back": address_of(holder, week) + "#people", "back_label": _("Adoption"), "current": "adoption",
        "topic": holder.key, "weeks": [],
    }  # fmt: skip
    if not user_id:
        context["whose"] = team_name(reach, only) if only else title_of(holder, reach)
    return _page(request, context)


@door("GET", right="work.see")
def debts_of_week(request: ActorRequest) -> HttpResponseBase:
    """The reader's own of a `week`, or those of a rep whose work they see (`user`). Raises NotVisible for nobody's id."""
    actor, given = request.actor, request.GET
    user_id = _id(given.get("user", "")) or actor.me
    present = week_of(actor.day_of(request.now))
    week = week_asked(given.get("week", ""), present)
    whose = {"user": str(user_id)} if user_id != actor.me else {}

    def address(what: str, *, of: date = week, **more: object) -> str:
        return url("debts_of_week", query={"what": what, "week": period_of(Kind.WEEK, of).key, **whose, **more})

    asked = queries.asked_of_rep(actor=actor, user_id=user_id, week=week)
    context = _context(request, asked, address, usual="closed")
    if not context["whose"]:
        raise NotVisible
    what = context["what"]
    context |= {
        "back": url("debts", query=whose or None), "back_label": _("Owed"), "current": "team" if whose else "today",
        "topic": f"user:{user_id}",
        "weeks": [(address(what, of=week - WEEK), _("Week before"))]
        + [(address(what, of=week + WEEK), _("Week after"))] * (week < present),
    }  # fmt: skip
    return _page(request, context)


def _context(
    request: ActorRequest, asked: queries.Asked, address: Callable[..., str], *, usual: str
) -> dict[str, Any]:
    """What both pages show: the four sums, and a page of the records behind the one that is asked for."""
    actor, given, words, sums = request.actor, request.GET, words_of(), queries.sum_debts(asked)
    what = given.get("what", "") if given.get("what", "") in words else usual
    limit = limit_of(request, BLOCK, queries.PAGE)
    found = queries.list_debts(asked, what=what, after=_key(given.get("after", "")), most=limit)
    lines = found[:limit]
    reps = names_of(actor, "user", {line.user_id for line in lines} | ({asked.user_id} if asked.user_id else set()))
    kept = queries.find_beginning()
    return {
        "rows": _rows(actor, lines, reps), "what": what, "title": words[what], "sum": sums[what],
        "whose": reps.get(asked.user_id, "") if asked.user_id else "", "is_one": bool(asked.user_id),
        "week_label": label_of_week(asked.week),
        "faces": [(address(one), label, one == what, sums[one].counted) for one, label in words.items()],
        "untold": sums[what].counted - sums[what].listed,
        "since": kept.astimezone(actor.company_zone).date() if kept else None,
        "next": address(what, after=f"{lines[-1].day}~{lines[-1].id}") if len(found) > limit else "",
    }  # fmt: skip


def _page(request: ActorRequest, context: dict[str, Any]) -> HttpResponseBase:
    fragment = "adoption/debt_rows.html" if _key(request.GET.get("after", "")) else None
    return render(request, "adoption/debts.html", context, fragment=fragment, topics=[context["topic"]])


def _id(text: str) -> UUID | None:
    """The id that is named. Raises NotVisible where it is none: what is narrowed down isn't widened by a slip."""
    found = parse_id(text)
    if text and found is None:
        raise NotVisible
    return found


def _key(text: str) -> queries.Key | None:
    day, _sign, number = text.partition("~")
    try:
        return (date.fromisoformat(day), int(number)) if number.isdecimal() and len(number) < DIGITS else None
    except ValueError:
        return None


def _rows(actor: Actor, lines: Sequence[queries.DebtLine], reps: Mapping[UUID, str]) -> list[Row]:
    named = _named(actor, {line.record_id: line.kind for line in lines})
    rows = []
    for line in lines:
        seen = told(actor, line.fields)
        name, href = named.get(line.record_id, ("", ""))
        known = KINDS.get(line.kind)
        rows.append(Row(
            at=line.at, kind=str(known.label) if known else line.kind, name=name, href=href,
            fields=[label_of(line.kind, field) for field in seen], unseen=len(line.fields) - len(seen),
            rep=reps.get(line.user_id, ""),
        ))  # fmt: skip
    return rows


def _named(actor: Actor, kinds: Mapping[UUID, str]) -> dict[UUID, tuple[str, str]]:
    """Of each record that the reader sees its name (of a call or a meeting whom it was with) and its address."""

    def of(*sought: str) -> list[UUID]:
        return [id_ for id_, kind in kinds.items() if kind in sought]

    held = visible_activities(actor).filter(id__in=of("call", "meeting")).values_list("id", "person_id", "company_id")
    works = {id_: (person, company) for id_, person, company in (held if of("call", "meeting") else ())}
    names = {
        **names_of(actor, "person", {*of("person"), *(one for one, _company in works.values() if one)}),
        **names_of(actor, "company", {*of("company"), *(one for _person, one in works.values() if one)}),
    }
    deals = of("deal")
    titles = {row.id: row.name for row in (list_titles(actor=actor, ids=deals) if deals else ())}
    found = {id_: (name, url(ROUTES[kinds[id_]], id=id_)) for id_, name in {**names, **titles}.items() if id_ in kinds}
    for id_, (person, company) in works.items():
        name = next((names[one] for one in (person, company) if one in names), "")
        found[id_] = (name, url(ROUTES[kinds[id_]], id=id_))
    return found
