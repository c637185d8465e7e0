"""What a gate stopped: the fields that are missing are asked for in place, and the act goes through with them at once."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from requite.deals.actions.correct_deal import correct_deal
from requite.deals.queries.choices import list_reasons
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import correct_useless_point
from requite.quality.gates import Gated
from requite.quality.lacks import Lack, find_lack
from requite.web import owing
from requite.web.doors import ActorRequest, sent
from requite.web.own_fields import Options
from requite.web.pages import html, is_fragment, render
from requite.web.screens.debts import fill
from requite.work.access import see_activity
from requite.work.queries.debt_held import find_held
from requite.work.queries.debts import get_debt

SENT, PREFIX, STOOD = "gate", "gate-", "gated-"  # what was given, and what stood there when it was asked for
NAMES = ("family_name", "given_name")
ACTS = {"reason"}  # what the act itself takes, under its own name
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Blank:
    """One field that is missing: its input, and what is wrong with what was typed. `way`: one, choice, person or record.

    `stood` is what it holds already where that isn't enough.
    """

    field: str
    name: str
    way: str
    line: owing.Line
    value: str
    error: str
    options: Options = ()
    stood: str = ""


def guard(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The view's answer; where a gate stops its act, the form that asks for what is missing."""
    actors = cast(ActorRequest, request)
    if request.method == "POST" and SENT in request.POST:
        return _go_on(view, actors, *args, **kwargs)
    try:
        return view(request, *args, **kwargs)
    except Gated as gated:
        return _ask(actors, gated, {})


def _go_on(view: View, request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Write what was given for the record, then act: both or nothing."""
    was_fragment = is_fragment(request)
    kind, _colon, record = request.POST[SENT].partition(":")
    fields = [name.removeprefix(PREFIX) for name in request.POST if name.startswith(PREFIX) and not name.endswith("_text")]
    gated: Gated | None = None
    errors: dict[str, str] = {}
    with transaction.atomic():
        for field in fields:
            with suppress(_Empty):
                errors |= _write(request, kind, record, field)
        try:
            answer = view(_plain(request), *args, **kwargs)
        except Gated as caught:
            gated = caught
        if gated or errors or answer.status_code >= 400:
            transaction.set_rollback(True)
    if gated or errors:
        gated = gated or Gated(kind=kind, record_id=_id(record), fields=list(errors))
        return _ask(request, gated, errors, was_fragment=was_fragment)
    return _back(request, answer) if was_fragment and 300 <= answer.status_code < 400 else answer


class _Empty(Exception):  # noqa: N818 - never leaves this module
    """Nothing was typed."""


def _write(request: ActorRequest, kind: str, record: str, field: str) -> Mapping[str, str]:
    """Write one field of the record; what is wrong with it, by field."""
    value = sent(request, PREFIX + field)
    if not value:
        raise _Empty
    given: dict[str, Any] = {"actor": request.actor, "at": request.now}
    try:
        with transaction.atomic():
            if kind == "deal" and field == "contact":
                correct_deal(**given, deal_id=_id(record), given={"person": value})
            elif kind == "meeting" and field in (*NAMES, "contact"):
                _write_whom(given, see_activity(actor=request.actor, activity_id=_id(record)).person_id, field, value)
            else:
                about: dict[str, Any] = {"kind": kind, "record_id": _id(record), "field": field}
                fill(request.actor, at=request.now, value=value, over=sent(request, STOOD + field), **about)
    except Refused as refusal:
        return {field: " ".join(str(sentence) for sentence in refusal.errors.values())}
    except NotAllowed as refusal:
        return {field: str(refusal.message)}
    return {}


def _write_whom(given: dict[str, Any], person_id: Any, field: str, value: str) -> None:
    """Of the person whom a meeting is with."""
    if person_id is None:
        raise Refused(_("Say first whom the meeting is with."))
    if field in NAMES:
        correct_person(**given, person_id=person_id, given={field: value})
        return
    point = correct_useless_point(**given, kind="email" if "@" in value else "phone", raw=value, person_id=person_id)
    if point.state not in ("valid", "confirmed"):
        raise Refused(_("This can’t be used as it is: %(why)s.") % {"why": point.get_state_display()})


def _id(text: str) -> Any:
    from requite.web.doors import id_of  # noqa: PLC0415 - the doors call this module

    return id_of(text)


def _plain(request: ActorRequest) -> ActorRequest:
    """The request as one without script: its answer is a page to go to, with a word and an undo on it."""
    for name in ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED"):
        request.META.pop(name, None)
    request.META["HTTP_REFERER"] = request.headers.get("HX-Current-URL", request.headers.get("Referer", ""))
    request.__dict__.pop("headers", None)
    return request


def _back(request: ActorRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """To the page on which the act was begun, whole: what was done stands on it, with its word and undo."""
    here = urlsplit(request.META["HTTP_REFERER"])
    is_ours = here.netloc == request.get_host() and here.path
    response = HttpResponse()
    where = f"{here.path}?{here.query}" if here.query else here.path
    response.headers["HX-Redirect"] = where if is_ours else answer.headers["Location"]
    return response


def _ask(
    request: ActorRequest, gated: Gated, errors: Mapping[str, str], *, was_fragment: bool | None = None
) -> HttpResponseBase:
    """The form: what the act sent stays in it, unseen; what is missing is asked for."""
    names = {PREFIX + field for field in gated.fields} | {f"{PREFIX}{field}_text" for field in gated.fields}
    names |= {STOOD + field for field in gated.fields}
    names |= {"csrfmiddlewaretoken", SENT, *(ACTS & set(gated.fields))}
    kept = [(name, value) for name, values in request.POST.lists() if name not in names for value in values]
    blanks = [_blank(request, gated, field, errors.get(field, "")) for field in gated.fields]
    context = {
        "blanks": blanks,
        "about": blanks[0].line if blanks else None,
        "kept": [(name, value) for name, value in kept if not name.startswith(PREFIX)],
        "carried": [(name, value) for name, value in kept if name.startswith(PREFIX)],
        "said": str(gated),
        "sent": f"{gated.kind}:{gated.record_id}",
        "action": request.get_full_path(),
        "back": request.META.get("HTTP_REFERER", "") if was_fragment is None else "",
    }
    if not (is_fragment(request) if was_fragment is None else was_fragment):
        return render(request, "gates/page.html", context, status=422)
    response = HttpResponse(html(request, "gates/form.html", context), status=422)
    if sent(request, "on") == "board" or _is_cell(request):  # a card, or a cell of a list, has no room for it
        response.headers["HX-Retarget"] = "#main"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def _is_cell(request: ActorRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name == "list_cell"


def _blank(request: ActorRequest, gated: Gated, field: str, error: str) -> Blank:
    """One of the fields; what it still needs is told beside it when the form was sent without that."""
    actor = request.actor
    try:
        debt = get_debt(actor=actor, kind=gated.kind, record_id=gated.record_id, field=field)
    except NotVisible:  # the reader may not know of the field: nothing of it is told
        raise NotAllowed(_("Something that you don’t see is missing. Ask your administrator.")) from None
    line = owing.line_of(replace(debt, due_at=None), now=request.now, country=actor.country)  # it is needed at once
    name = field if field in ACTS else PREFIX + field
    options: Options = line.options
    if field in ACTS:
        options = [(str(id_), text) for id_, text in list_reasons().get(sent(request, "state"), [])]
    is_chosen = gated.kind == "deal" and field == "contact"
    is_typed = line.is_closable or (gated.kind == "meeting" and field in (*NAMES, "contact"))
    way = "person" if is_chosen else "choice" if options else "one" if is_typed else "record"
    value, stood = sent(request, name), ""
    if line.is_closable and field not in ACTS:
        stood = find_held(actor=actor, kind=gated.kind, record_id=gated.record_id, field=field, value="").text or ""
    if SENT in request.POST and not error:
        error = _unsaid(gated, field, value, request.now)
    return Blank(field, name, way, line, value if name in request.POST else stood, error, options, stood)


def _unsaid(gated: Gated, field: str, value: str, at: datetime) -> str:
    """Why what was sent isn't enough."""
    if not value:
        return _("This is needed.")
    why, limits = find_lack(kind=gated.kind, field=field, value=value, at=at), gated.limits.get(field, "")
    if why is Lack.FILLER:
        return _("This is filler and counts as blank. Type what it really is.")
    if limits:
        return _("This is asked for: %(limits)s.") % {"limits": limits}
    if why is Lack.OVERUSED:
        return _("These words stand in many records and count as blank. Say what was so here.")
    return _("This can’t be right as it stands. Look for a slip.")
