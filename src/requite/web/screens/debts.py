"""Debts: the whole list, and one closed in place."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.deals.actions.correct_deal import correct_deal
from requite.fields import catalogue
from requite.fields.catalogue import is_slug
from requite.fields.values import say_text
from requite.identity.access import see_user
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.people.actions.correct_company import FIELDS as OF_COMPANY
from requite.people.actions.correct_company import correct_company
from requite.people.actions.correct_person import FIELDS as OF_PERSON
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import correct_useless_point
from requite.quality import registry
from requite.quality.asking import list_askings, say_asked_for
from requite.quality.durations import list_medians, note_duration
from requite.quality.lacks import Lack, find_lack
from requite.web.debts_why import why_of
from requite.web.doors import ActorRequest, door, id_of, sent, sent_id
from requite.web.keys import read_key, write_key
from requite.web.owing import is_closable
from requite.web.pages import html, is_fragment, render
from requite.web.screens.lists import limit_of
from requite.web.screens.today import owed_say
from requite.web.toasts import with_toast
from requite.work.actions.correct_activity import correct_activity
from requite.work.actions.log_call import settle_call
from requite.work.dues import with_dues
from requite.work.queries import debts as queries
from requite.work.queries.asked import list_asked
from requite.work.queries.debt_held import Held, Standing, find_held, is_missing
from requite.work.queries.debts_by_age import BANDS, band_of
from requite.work.queries.rulings import list_ruled, list_ruled_of
from requite.work.queries.statuses import list_statuses

CORRECTED: dict[str, tuple[Callable[..., object], Sequence[str]]] = {
    "person": (correct_person, OF_PERSON),
    "company": (correct_company, OF_COMPANY),
    "deal": (correct_deal, ("amount", "expected_on", "note")),
}
SHEETS = 8
LIST = "debts-list"  # what fetches itself anew
POINTS = ("phone", "email", "address")


@door("GET", right="work.see")
def debts(request: ActorRequest) -> HttpResponseBase:
    """All that the reader, or a rep whom they may see, owes."""
    actor = request.actor
    user_id = parse_id(request.GET.get("user", "")) or actor.me
    after = read_key(request.GET.get("after", ""))
    asked = request.GET.get("only", "")
    if asked == "waived":
        return _ruled(request, user_id)
    only = queries.Only(results=True) if asked == "results" else band_of(asked, now=request.now)
    limit = limit_of(request, LIST, queries.PAGE)
    found = queries.list_debts(actor=actor, user_id=user_id, after=after, limit=limit, only=only)
    rows = with_dues(found[:limit], at=request.now, is_chosen=False)
    more = write_key(rows[-1].owed_at or request.now, rows[-1].record_id) if len(found) > limit else ""
    whole = queries.sum_debts(actor=actor, user_id=user_id, only=only)
    context = {
        "debts": rows,
        "why": why_of(actor, rows, at=request.now),
        "say": owed_say(whole.count, whole.seconds),
        "same": _same(whole) if actor.covers("work.edit", user_id) else [],
        "statuses": list_statuses(),
        "next": more,
        "may_rule": user_id != actor.me and actor.covers("debts.rule", user_id),
        "is_measured": any((one.kind, one.field) in list_medians(actor.fields_stamp) for one in whole.same),
        **_faces(actor, user_id, asked),
    }
    fragment = "debts/rows.html" if after else "debts/list.html" if request.headers.get("HX-Target") == LIST else None
    return render(request, "debts/debts.html", context, fragment=fragment, topics=[f"user:{user_id}"])


def _faces(actor: Actor, user_id: UUID, asked: str) -> dict[str, Any]:
    """Whose debts, and which of them, as chips."""
    onlys = [("", _("All")), ("results", _("Calls and meetings without a result"))]
    onlys.append(("waived", _("Waived or with another time")))
    bands = dict(bands_of())
    if asked in bands:
        onlys.append((asked, bands[asked]))
    name = "" if user_id == actor.id else see_user(actor=actor, user_id=user_id).name
    from_team = bool(name) and actor.has("team.see")
    only = asked if asked in dict(onlys) else ""
    return {"user_id": user_id, "from_team": from_team, "only": only, "onlys": onlys, "name": name}


def bands_of() -> list[tuple[str, str]]:
    """The bands of age with their words, the oldest first."""
    words = {
        "month": _("Over a month"), "week": _("Over a week"), "day": _("Over a day"), "fresh": _("Up to a day"),
        "ahead": _("Not due yet"),
    }  # fmt: skip
    return [(name, words[name]) for name, _since, _until in BANDS]


def _ruled(request: ActorRequest, user_id: UUID) -> HttpResponseBase:
    """What leaders said of the rep's debts: by whom, when and why."""
    actor = request.actor
    context = {"ruled": list_ruled(actor=actor, user_id=user_id), "may_rule": False, **_faces(actor, user_id, "waived")}
    return render(request, "debts/ruled.html", context, topics=[f"user:{user_id}"])


def _same(whole: queries.Debts) -> list[tuple[str, str, str, int]]:
    """What can be closed together, the most first: kind, field, words, how many."""
    many = [one for one in whole.same if one.records > 1 and is_closable(one.kind, one.field)]
    return [
        (one.kind, one.field, f"{registry.KINDS[one.kind].label}: {registry.label_of(one.kind, one.field)}", one.records)
        for one in many[:SHEETS]
    ]


@door("GET")
def owes(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """What one record lacks and why: a page where it is closed field by field; for htmx the words of it alone."""
    record_id = id_of(id)
    context = owes_context(request, kind, record_id)
    part = "debts/owes_body.html" if request.GET.get("part") == "body" else "debts/why.html"
    return render(request, "debts/owes.html", context, fragment=part, topics=[context["topic"]])


def owes_context(request: ActorRequest, kind: str, record_id: UUID) -> dict[str, Any]:
    """What one record lacks, why, and what a leader said of it."""
    actor = request.actor
    each, owner_id = queries.list_debts_of(actor=actor, kind=kind, record_id=record_id)
    found = with_dues(each, at=request.now)
    ruled = list_ruled_of(actor=actor, kind=kind, record_id=record_id, owner_id=owner_id)
    waived = {one.debt.field for one in ruled if one.ruling.due_at is None}
    return {
        "kind": kind,
        "record_id": record_id,
        "topic": f"{kind if kind in queries.RIGHTS else 'activity'}:{record_id}",
        "debts": [debt for debt in found if debt.field not in waived],
        "ruled": [one for one in ruled if one.debt.field in {debt.field for debt in found}],
        "asked": list_asked(actor=actor, kind=kind, record_id=record_id, today=actor.day_of(request.now)),
        "may_rule": actor.covers("debts.rule", owner_id),
        "why": why_of(actor, found, at=request.now),
        "statuses": list_statuses() if kind == "call" else (),
        "refused": ("", {}),
        "typed": {},
        **_whose(actor, owner_id),
    }


def _whose(actor: Actor, user_id: UUID | None) -> dict[str, Any]:
    """A rep whose debts the reader sees beside their own; nobody's name for the reader's own."""
    is_other = user_id is not None and user_id != actor.id and actor.covers("work.see", user_id)
    name = see_user(actor=actor, user_id=user_id).name if user_id and is_other else ""
    return {"name": name, "user_id": user_id if is_other else actor.me, "from_team": is_other and actor.has("team.see")}


@door("POST")
def debt(request: ActorRequest, *, kind: str, id: str, field: str) -> HttpResponseBase:  # noqa: A002
    """Close one debt with the value that was typed; the line comes back with the sentence when that can't be."""
    record_id, value = id_of(id), sent(request, "value")
    try:
        if not value:
            raise Refused(_("Type it first."), field=field)
        once = sent_id(request, "once")
        fill(
            request.actor, at=request.now, kind=kind, record_id=record_id, field=field, value=value, once=once
        )
        demand_enough(kind=kind, record_id=record_id, field=field, value=value, at=request.now)
        note_taken(request, kind, field, "took")
    except Refused as refusal:
        error = " ".join(str(sentence) for sentence in refusal.errors.values())
        return over(request, kind, record_id, field) or refused_line(request, kind, record_id, field, value, error)
    return closed(request)


def note_taken(request: ActorRequest, kind: str, field: str, name: str) -> None:
    """Count how long the form says that its reader took for a field that is filled now."""
    note_duration(kind=kind, field=field, seconds=sent(request, name), on=request.actor.day_of(request.now))


def over(request: ActorRequest, kind: str, record_id: UUID, field: str) -> HttpResponseBase | None:
    """The answer about a custom field that was removed meanwhile: nothing of it is owed. None of any other field."""
    known = catalogue.find(field) if is_slug(field) else None
    if known is None or not known.is_ended:
        return None
    queries.get_debt(actor=request.actor, kind=kind, record_id=record_id, field=field)  # only where the record is seen
    name = known.name if catalogue.told(request.actor, [field]) else "?"
    said = _("“%(name)s” was removed meanwhile: it is owed no longer.") % {"name": name}
    if typed := sent(request, "value"):
        said += " " + _("What you typed isn’t saved: “%(typed)s”.") % {"typed": say_text(request.actor, field, typed)[:300]}
    return with_toast(request, closed(request), said)


def closed(request: ActorRequest) -> HttpResponse:
    """The line of a debt that is closed: nothing is left of it; without script the page on which it stood."""
    if not is_fragment(request):
        back = request.headers.get("Referer", "")
        is_ours = back.startswith(f"{request.scheme}://{request.get_host()}/")
        return HttpResponseRedirect(back if is_ours else reverse("today"))
    response = HttpResponse("")
    response.headers["HX-Trigger"] = "debt-closed"
    return response


def fill(
    actor: Actor,
    *,
    at: datetime,
    kind: str,
    record_id: UUID,
    field: str,
    value: str,
    once: UUID | None = None,
    over: str = "",
) -> None:
    """Write one missing value of a record through the action that owns it. `once` is the form's key.

    `over` is what stood in the field when it was asked for, and wasn't enough: that alone is written over.

    Raises Refused where the field holds another value by now; the very same is as good as written.
    """
    stands = find_held(actor=actor, kind=kind, record_id=record_id, field=field, value=value)
    filled = Refused(_("This is filled by now, and stays as it is. What you typed isn’t saved."), field=field)
    if stands.held is Held.OTHER and (not over or stands.text != over):
        raise filled
    if stands.held is not Held.SAME:
        try:
            _write(actor, at, kind, record_id, field, value, once, stands)
        except Stale:  # somebody filled it after it was looked at
            raise filled from None


def demand_enough(*, kind: str, record_id: UUID, field: str, value: str, at: datetime) -> None:
    """Raise Refused where what was written is filler or not valid, or doesn't meet what its line asks of the value."""
    if not is_missing(kind=kind, record_id=record_id, field=field):
        return
    if limits := say_asked_for(list_askings(at=at), kind, field):
        raise Refused(_("Kept, but this is asked for: %(limits)s.") % {"limits": limits}, field=field)
    why = find_lack(kind=kind, field=field, value=value, at=at)
    if why is Lack.FILLER:
        raise Refused(_("Kept, but this is filler and counts as blank. Type what it really is."), field=field)
    if why is Lack.OVERUSED:
        said = _("Kept, but these words stand in many records and count as blank. Say what was so here.")
        raise Refused(said, field=field)
    raise Refused(_("Kept, but it can’t be right as it stands, and counts as blank. Look for a slip."), field=field)


def _write(
    actor: Actor, at: datetime, kind: str, record_id: UUID, field: str, value: str, once: UUID | None, stands: Standing
) -> None:
    base = None if stands.text is None or (is_slug(field) and stands.text) else {field: stands.text}
    if kind in ("person", "company") and field in POINTS:
        ids: dict[str, Any] = {f"{kind}_id": record_id}
        point = correct_useless_point(actor=actor, at=at, kind=field, raw=value, once=once, **ids)
        if point.state not in ("valid", "confirmed"):
            raise Refused(
                _("Kept, but it can't be used as it is: %(why)s.") % {"why": point.get_state_display()},
                field=field,
            )
    elif kind in CORRECTED and (field in CORRECTED[kind][1] or is_slug(field)):
        correct, _fields = CORRECTED[kind]
        correct(actor=actor, at=at, given={field: value}, base=base, **{f"{kind}_id": record_id})
    elif kind == "call" and field == "outcome":
        outcome = parse_id(value)
        if outcome is None:
            raise Refused(_("Choose an outcome."), field=field)
        settle_call(actor=actor, at=at, activity_id=record_id, outcome_id=outcome, version=stands.version)
    elif kind in ("call", "meeting") and (field in ("topic", "place", "result") or is_slug(field)):
        correct_activity(actor=actor, at=at, activity_id=record_id, given={field: value}, base=base)
    else:
        raise NotVisible


def see_debt(request: ActorRequest, kind: str, record_id: UUID, field: str) -> queries.Debt:
    """One field of one record as a debt. Raises NotVisible."""
    found = queries.get_debt(actor=request.actor, kind=kind, record_id=record_id, field=field)
    return with_dues([found], at=request.now)[0]


def refused_line(
    request: ActorRequest, kind: str, record_id: UUID, field: str, value: str, error: str
) -> HttpResponseBase:
    """The line again, with the sentence beside what was typed."""
    found = see_debt(request, kind, record_id, field)
    why = why_of(request.actor, [found], at=request.now)
    context = {"debt": found, "why": why, "value": value, "error": error, "statuses": list_statuses()}
    context["took"] = sent(request, "took")
    if is_fragment(request):
        return HttpResponse(html(request, "debts/line.html", context), status=422)
    return render(request, "debts/one.html", context, status=422)
