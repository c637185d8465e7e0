"""An activity's cell edited in place, as far as its kind has it, by the actions of its page."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.lists.actions.change import assign_listed
from requite.insight.lists.changing import EDITED, EDITS
from requite.insight.lists.changing_activities import cells_of
from requite.insight.lists.fields import CATALOGUE, Field
from requite.insight.lists.saying import say_choice
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.kernel.period import TimeGap, to_instant
from requite.web.cell_parts import Part, owner_part
from requite.web.doors import ActorRequest
from requite.web.moments import read_clock, read_day
from requite.web.screens.cell_forms import (
    Said,
    cell_clash,
    cell_form,
    cell_shown,
    name_owner,
    opens_page,
    sent_parts,
    typed_parts,
)
from requite.work.access import see_activity
from requite.work.actions.correct_activity import correct_activity, fields_of
from requite.work.actions.lengths import correct_length
from requite.work.actions.log_call import settle_call
from requite.work.models import Activity
from requite.work.queries.statuses import list_statuses

NAMES = {"name": "topic", "place": "place", "result": "result", "note": "body"}  # of the activity's form
MINUTE = timedelta(minutes=1)


def activity_cell(request: ActorRequest, activity_id: UUID, slug: str) -> HttpResponseBase:
    """A cell of an activity as a small form; what it holds is kept, and the cell comes back."""
    found = _see(request, activity_id, slug)
    known = CATALOGUE["activity"][slug]
    if opens_page(request):
        return HttpResponseRedirect(reverse("activity", kwargs={"id": activity_id}))
    parts = _parts(request, found, known)
    now = [each.now for each in parts]
    if request.method == "GET":
        return cell_form(request, "activity", activity_id, known, parts, now, now)
    values, seen = sent_parts(request, "value", now), sent_parts(request, "base", now)
    try:
        name_owner(request, parts, values)
        said = _keep(request, found, known, values, seen, now)
    except Refused as refusal:
        error = " ".join(str(text) for text in refusal.errors.values())
        return cell_form(request, "activity", activity_id, known, typed_parts(request, parts), values, seen, error)
    except Stale as stale:
        parts = _parts(request, _see(request, activity_id, slug), known)
        return cell_clash(request, "activity", activity_id, known, parts, values, stale)
    return cell_shown(request, "activity", activity_id, known, said)


def _see(request: ActorRequest, activity_id: UUID, slug: str) -> Activity:
    if slug not in EDITED["activity"]:
        raise NotVisible
    found = see_activity(actor=request.actor, activity_id=activity_id)
    if not request.actor.covers(EDITS["activity"], found.owner_id) or slug not in cells_of(found.kind, found.state):
        raise NotAllowed
    return found


def _parts(request: ActorRequest, found: Activity, known: Field) -> list[Part]:
    slug, label = known.slug, str(known.label)
    if slug in NAMES:
        return [Part(NAMES[slug], label, fields_of(found)[NAMES[slug]])]
    if slug == "when":
        here = found.at.astimezone(request.actor.zone)
        day = request.actor.day_of(found.at) if found.is_all_day else here.date()
        clock = "" if found.is_all_day else here.strftime("%H:%M")
        return [Part("day", _("Day"), day.isoformat()), Part("clock", _("Time"), clock, 1)]
    if slug == "length":
        return [Part("length", label, str((found.until - found.at) // MINUTE) if found.until else "")]
    if slug == "owner":
        return [owner_part(request.actor, label, str(found.owner_id))]
    options, now = [(str(one.id), one.label) for one in list_statuses()], ("", "—")
    if found.outcome:
        now = (str(found.outcome_id), say_choice("outcome", (found.outcome.key, found.outcome.name)))
    return [Part(slug, label, now[0], options=options if now[0] in dict(options) else [now, *options])]


def _keep(
    request: ActorRequest, found: Activity, known: Field, values: list[str], seen: list[str], now: list[str]
) -> Said:
    """Write the cell by the action of the activity's page. Raises Refused, Stale, NotAllowed."""
    slug, actor, at = known.slug, request.actor, request.now
    if slug in NAMES:
        given, base = {NAMES[slug]: values[0]}, {NAMES[slug]: seen[0]}
        correct_activity(actor=actor, at=at, activity_id=found.id, given=given, base=base)
        return "", ""
    if values == seen:
        return "", ""
    if slug == "owner":
        return _give(request, found, values[0], seen[0])
    # What was seen may have moved on before this page was asked, or (the version) since.
    version = found.version if seen == now else 0
    if slug == "outcome":
        chosen = parse_id(values[0])
        if chosen is None:
            raise Refused(_("Choose an outcome."), field="outcome")
        done = settle_call(actor=actor, at=at, activity_id=found.id, outcome_id=chosen, version=version)
        return _("Outcome kept."), reverse("activity_reopening", kwargs={"id": found.id}, query={"version": done.version})
    if slug == "length":
        until = found.at + _length(values[0])
        correct_length(actor=actor, at=at, activity_id=found.id, until=until, version=version)
        return "", ""
    day = read_day(values[0], field="day")
    is_whole = not values[1] and found.kind == Activity.Kind.TASK
    correct_activity(
        actor=actor, at=at, activity_id=found.id, given={}, version=version, on=day if is_whole else None,
        event_at=None if is_whole else _instant(request, values),
    )  # fmt: skip
    return "", ""


def _instant(request: ActorRequest, values: list[str]) -> datetime:
    if not values[1]:
        raise Refused(_("Give the time too."), field="clock")
    local = datetime.combine(read_day(values[0], field="day"), read_clock(values[1], field="clock"))
    try:
        return to_instant(local, zone=request.actor.zone)
    except TimeGap as gap:
        raise Refused(str(gap), field="clock") from None


def _length(text: str) -> timedelta:
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise Refused(_("Give the length in whole minutes."), field="length")
    return timedelta(minutes=int(text))


def _give(request: ActorRequest, found: Activity, value: str, seen: str) -> Said:
    title = " ".join((found.topic or found.result[:80]).split()) or say_choice("kind", found.kind)
    act = assign_listed(
        actor=request.actor, at=request.now, kind="activity", record_id=found.id, owner_id=parse_id(value),
        base=parse_id(seen), words=title,
    )  # fmt: skip
    if not act.changed:
        return "", ""
    return _("Handed over to %(name)s.") % {"name": act.value}, reverse("act_return", kwargs={"id": act.id})
