"""Many records of a list changed at once: asked for, done, listed, undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.deals.access import visible_deals
from requite.deals.queries.choices import list_reasons
from requite.fields.catalogue import editable, is_slug, told
from requite.insight.lists import access
from requite.insight.lists.actions.change import launch_change, return_change
from requite.insight.lists.change_ways import Way
from requite.insight.lists.changing import find_way, has_way, label_of, ways_for
from requite.insight.lists.changing_own import refuse_gone, say_short, value_for
from requite.insight.lists.conditions import Query
from requite.insight.lists.counting import EXACT
from requite.insight.lists.listed import kind_of
from requite.insight.lists.listing import gather_ids
from requite.insight.lists.queries import list_acts
from requite.journal.acts import KEPT_DAYS
from requite.journal.models import Act
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.colleagues import owners_for
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.formats import number
from requite.web.keys import read_key, write_key
from requite.web.list_choices import choices_of
from requite.web.list_kinds import ROUTES
from requite.web.list_tally import say_return, say_tally
from requite.web.list_words import Options
from requite.web.own_fields import Input, input_for, sent_own
from requite.web.pages import part, render
from requite.web.screens.list_exports import say_list
from requite.web.screens.list_views import asked_of, list_behind, see_kind
from requite.web.screens.names import fields as fields_of
from requite.web.screens.owners import sent_colleague
from requite.web.screens.people_forms import lines
from requite.web.screens.settings_forms import done

RIGHT = "people.see"
PAGE = 40
MOST_PICKED = 10_000


@door("GET", "POST", right=RIGHT)
def change(request: ActorRequest, *, kind: str) -> HttpResponseBase:
    """Ask what to change of the picked records, or of all that the list holds; then do it."""
    which, text = see_kind(request, kind), sent(request, "list")
    back = url(ROUTES[which]) + (f"?{text}" if text else "")
    if request.method == "GET":
        return HttpResponseRedirect(back)
    query = asked_of(request, which, text)
    picked = _picked(request)
    try:
        refuse_gone(request.actor, sent(request, "way"), _given_own(request, sent(request, "way")))
        way = find_way(request.actor, which, sent(request, "way"))
        if "apply" not in request.POST:
            return _form(request, query, way, picked, {})
        given = _given(request, way)
        act = _launch(request, query, way, picked, given)
    except Refused as refusal:
        return _refused(request, query, picked, refusal, back)
    if act.state == Act.State.QUEUED:
        return done(request, url("act", id=act.id), _("This is going on now. You may leave this page."))
    undo = reverse("act_return", kwargs={"id": act.id}) if act.changed else ""
    if act.stopped:
        back = url("act", id=act.id)  # which ones, and what each lacks
    return done(request, back, " ".join(filter(None, (say_tally(act), _short(request, query, act)))), undo=undo)


def _short(request: ActorRequest, query: Query, act: Act) -> str:
    """What is asked of a custom field beyond what was given."""
    if not act.given or not act.changed or not is_slug(act.what):
        return ""
    limits = say_short(query.kind, act.what, act.id, at=request.now)
    return _("Kept, but this is asked for: %(limits)s.") % {"limits": limits} if limits else ""


def _given(request: ActorRequest, way: Way) -> str:
    if way.asks == "own":
        return _given_own(request, way.slug)
    return sent_colleague(request, "value") if way.asks == "owner" else sent(request, "value")


def _given_own(request: ActorRequest, slug: str) -> str:
    """What the form sent for a custom field, as the form of a record sends it."""
    return lines(sent_own(request).get(slug, ""))


def _picked(request: ActorRequest) -> list[UUID]:
    found = (parse_id(text) for text in request.POST.getlist("pick")[:MOST_PICKED])
    return list(dict.fromkeys(one for one in found if one))


def _launch(request: ActorRequest, query: Query, way: Way, picked: list[UUID], given: str) -> Act:
    is_all = sent(request, "all") == "1"
    return launch_change(
        actor=request.actor, at=request.now, kind=query.kind, way=way.slug, given=given,
        ids=() if is_all else picked, query=query if is_all else None,
        words=_words(request, query, len(picked)), once=sent_id(request, "once"),
    )  # fmt: skip


def _words(request: ActorRequest, query: Query, count: int) -> str:
    """Which records it is about."""
    if sent(request, "all") == "1":
        return say_list(request, query) or _("all that you see")
    return ngettext("%(n)s picked by hand", "%(n)s picked by hand", count) % {"n": number(count)}


def _refused(
    request: ActorRequest, query: Query, picked: list[UUID], refusal: Refused, back: str
) -> HttpResponseBase:
    errors = {
        ("value" if name in ("owner", "value") else ""): str(text) for name, text in refusal.errors.items()
    }
    ways = {way.slug: way for way in ways_for(request.actor, query.kind)}
    way = ways.get(sent(request, "way"))
    if way is None:
        if "" not in errors or not is_slug(sent(request, "way")):
            return done(request, back, _("Choose what to change first."))
        way = Way(sent(request, "way"), label_of(request.actor, sent(request, "way")), "own", "")  # it went meanwhile
    return _form(request, query, way, picked, errors)


def _form(
    request: ActorRequest, query: Query, way: Way, picked: list[UUID], errors: Mapping[str, str]
) -> HttpResponseBase:
    actor, is_all = request.actor, sent(request, "all") == "1"
    count = len(gather_ids(actor=actor, at=request.now, query=query)) if is_all else len(picked)
    if not count and not errors:
        errors = {"": _("Pick the records to change first.")}
    context = {
        "kind": query.kind,
        "list": sent(request, "list"),
        "way": way,
        "picked": [] if is_all else picked,
        "is_all": is_all,
        "count": _("more than 10,000") if count > EXACT else number(count),
        "words": _words(request, query, len(picked)),
        "value": sent(request, "value"),
        "value_text": sent(request, "value_text"),
        "owners": owners_for(actor) if way.asks == "owner" else [],
        "options": _options(request, query, way),
        "own": _own(request, query, way),
        "errors": errors,
        "once": sent(request, "once") or fresh_key(),
    }
    return render(request, "lists/change.html", context, status=422 if errors else 200)


def _own(request: ActorRequest, query: Query, way: Way) -> Input | None:
    """The custom field as a form shows it, with what was typed."""
    known = next((one for one in editable(request.actor, query.kind) if one.slug == way.slug), None)
    if known is None:
        return None
    typed = {f"{way.slug}_text": sent(request, f"{way.slug}_text")}
    return input_for(request.actor, known, _given_own(request, way.slug), typed)


def _options(request: ActorRequest, query: Query, way: Way) -> Options:
    """What a way chooses from beside colleagues."""
    if way.asks == "stage":
        return choices_of(request.actor, query.kind, request.actor.day_of(request.now)).fields["stage"]
    if way.asks == "reason":
        return [(str(id_), label) for id_, label in list_reasons()[way.slug]]
    return []


def _shape(actor: Actor, act: Act) -> dict[str, Any]:
    has_begun_back = act.returned_at is not None
    return {
        "act": act,
        "words": access.words_for(actor, act.words, by_id=act.actor_id),
        "way": label_of(actor, act.what),
        "value": value_for(actor, act.what, act.value) if is_slug(act.what) else act.value,
        "said": say_tally(act),
        "back": say_return(act) if has_begun_back else "",
        "may_return": act.actor_id == actor.id
        and act.state in (Act.State.DONE, Act.State.FAILED)
        and has_way(actor, kind_of(act.kind), act.what)
        and act.changed,
        "is_under_way": act.state in (Act.State.QUEUED, Act.State.RETURNING),
    }


@door("GET", right=RIGHT)
def acts(request: ActorRequest) -> HttpResponseBase:
    """What was changed at once, the latest first."""
    after = read_key(request.GET.get("after", ""))
    found = list_acts(actor=request.actor, before=after[1] if after else None, limit=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "rows": [_shape(request.actor, act) for act in shown],
        "next": write_key(shown[-1].at, shown[-1].id) if len(found) > PAGE else "",
        "days": KEPT_DAYS,
    }
    if after and "HX-Request" in request.headers:
        return part(request, "lists/acts_rows.html", context)
    return render(request, "lists/acts.html", context)


def _stops(actor: Actor, found: Act) -> list[tuple[UUID, str, str]]:
    """The deals that a gate stopped, as (id, title, what is missing), as far as the reader sees them and it now."""
    kept = {UUID(id_): told(actor, fields) for id_, fields in found.stops}
    titles = visible_deals(actor).filter(id__in=kept).order_by("title_fold", "id").values_list("id", "title")
    return [(id_, title, ", ".join(fields_of("deal", kept[id_]))) for id_, title in titles]


@door("GET", right=RIGHT)
def act(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """One act: how far it is, what became of it, and its undo."""
    found = access.see_act(actor=request.actor, act_id=id_of(id))
    topics = [f"act:{found.id}"]
    context = _shape(request.actor, found) | {"stops": _stops(request.actor, found)}
    return render(request, "lists/act.html", context, fragment="lists/act_result.html", topics=topics)


@door("POST", right=RIGHT)
def act_return(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Undo an act of one's own."""
    where = url("act", id=id_of(id))
    try:
        found = return_change(actor=request.actor, at=request.now, act_id=id_of(id))
    except Refused as refusal:
        return done(request, where, " ".join(str(text) for text in refusal.errors.values()))
    if found.state == Act.State.RETURNED:
        where = list_behind(request, found.kind) or where
    return done(request, where, say_return(found))
