"""The order of custom fields and of their groups, by buttons, by keys and by dragging."""

from typing import cast

from django.http import HttpResponseBase, HttpResponseRedirect

from requite.fields.actions.order import Way, move_field, move_field_before, move_section
from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.web.doors import ActorRequest, door, id_of, sent
from requite.web.screens.settings_fields import KINDS, RIGHT, home


@door("POST", right=RIGHT)
def place(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Moves a field past its neighbour in the group."""
    to = sent(request, "to")
    if to not in ("up", "down"):
        raise NotVisible
    moved = move_field(actor=request.actor, at=request.now, field_id=id_of(id), to=cast(Way, to))
    return HttpResponseRedirect(home(moved.kind))


@door("POST", right=RIGHT)
def section_place(request: ActorRequest) -> HttpResponseBase:
    """Moves a group of a kind before another one, or a field into a group; to the end where nothing is named before."""
    actor, at = request.actor, request.now
    kind, section, before = sent(request, "kind"), sent(request, "section"), sent(request, "before")
    if kind not in KINDS:
        raise NotVisible
    if sent(request, "field"):
        move_field_before(
            actor=actor, at=at, field_id=id_of(sent(request, "field")), section=section, before=parse_id(before)
        )
    else:
        move_section(actor=actor, at=at, kind=kind, section=section, before=before)
    return HttpResponseRedirect(home(kind))
