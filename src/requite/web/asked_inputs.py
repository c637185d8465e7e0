""" "Asked, not told" beside the fields of forms that minimum sets ask for: offered here, written by `mark_asked` alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from requite.fields.catalogue import fillable, is_slug
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.quality.registry import KINDS
from requite.quality.rules import Rule, list_rules
from requite.web.doors import ActorRequest
from requite.work.actions.asked import mark_asked

NAME = "asked"
MOST = 40
# A field of the minimum set that is several inputs in a form.
INPUTS = {"contact": ("person", "company")}
UNASKED = ("name",)  # nobody has a record without
# What a form that makes a record may be asked for: by the moments that a new one can have reached.
AT_FIRST = {"meeting": ("", "planned"), "call": ("", "done"), "deal": ("", "offer"), "person": ("",), "company": ("",)}
Asks = Mapping[str, bool]  # fields that are asked for, each with whether the box beside it is ticked
_known: dict[tuple[UUID | None, date, str], tuple[Rule, ...]] = {}


def asks_of_new(request: ActorRequest, kind: str) -> Asks:
    """Of a form that makes a record of the actor's own: read once by each process, day and change of the minimum sets."""
    actor = request.actor
    key = (actor.fields_stamp, actor.day_of(request.now), kind)
    if key not in _known:
        if len(_known) >= MOST:
            _known.clear()
        _known[key] = list_rules(kind, at=request.now)
    wanted = [
        rule.field
        for rule in _known[key]
        if rule.stage in AT_FIRST[kind]
        and (rule.owners is None or actor.id in rule.owners)
        and actor.id not in rule.unable
    ]
    return _ticked(request, actor, wanted)


def asks_of(request: ActorRequest, kind: str, missing: Iterable[str]) -> Asks:
    """Of a form that corrects a record: what it lacks."""
    return _ticked(request, request.actor, missing) if kind in KINDS else {}


def _ticked(request: HttpRequest, actor: Actor, fields: Iterable[str]) -> Asks:
    names = [name for name in fields if name not in UNASKED]
    own = set(fillable(actor, names))
    ticked = request.POST.getlist(NAME)
    return {name: name in ticked for name in names if name in own or not is_slug(name)}


def note_asked(request: ActorRequest, kind: str, record_id: UUID, asks: Asks, given: Mapping[str, str]) -> None:
    """Note of each ticked field that it was asked today and not told. What was typed beside a tick is what was told."""
    for name in (one for one, is_ticked in asks.items() if is_ticked):
        if any(given.get(one, "").strip() for one in INPUTS.get(name, (name,))):
            continue
        try:
            mark_asked(actor=request.actor, at=request.now, kind=kind, record_id=record_id, field=name)
        except Refused:  # it is filled otherwise, or by somebody else meanwhile: there is nothing left to ask
            continue
