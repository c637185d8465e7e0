"""Cells that are edited in place: their form, what became of it, and the cell as its list shows it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.lists.fields import CATALOGUE, Field, Kind
from requite.insight.lists.listing import read_columns
from requite.kernel.errors import NotVisible, Refused, Stale
from requite.kernel.legible import legible
from requite.web.cell_parts import Part
from requite.web.doors import ActorRequest, sent
from requite.web.list_lines import ListLines, is_open
from requite.web.pages import is_fragment, part
from requite.web.screens.lists import JUDGED, NAMED_BY, may_pick
from requite.web.screens.owners import sent_colleague
from requite.web.toasts import with_toast

Said = tuple[str, str]  # what a toast says, and the address of its undo


def sent_parts(request: ActorRequest, name: str, now: Sequence[str]) -> list[str]:
    """What the form sent for each of its parts; what stands now for one that it didn't send."""
    given = [legible(text) for text in request.POST.getlist(name)]
    return [*given, *now[len(given) :]][: len(now)]


def typed_parts(request: ActorRequest, parts: Sequence[Part]) -> list[Part]:
    """The parts for a form that comes back: where a colleague is found by typing, with what was typed."""
    return [replace(one, text=sent(request, "value_text")) if one.search else one for one in parts]


def name_owner(request: ActorRequest, parts: Sequence[Part], values: list[str]) -> None:
    """Where a colleague is found by typing, whom the text says becomes the value. Raises Refused."""
    if parts[0].search:
        values[0] = sent_colleague(request, "value")


def opens_page(request: ActorRequest) -> bool:
    """Whether it is a link that was followed without script: the record's own form opens in the cell's place.

    What is sent is kept all the same: behind a gate the answer to it is a page too.
    """
    return request.method == "GET" and not is_fragment(request)


def cell_clash(
    request: ActorRequest, kind: Kind, record_id: UUID, field: Field, parts: Sequence[Part], values: Sequence[str],
    stale: Stale,
) -> HttpResponseBase:  # fmt: skip
    """The own text beside what the cell holds by now; sent again it is kept."""
    if not is_fragment(request):
        raise stale
    error = say_clash(stale, " ".join(each.say(each.now) for each in parts).strip())
    return cell_form(request, kind, record_id, field, parts, values, [each.now for each in parts], error, status=409)


def say_clash(stale: Stale, theirs: str) -> str:
    """Who changed the cell meanwhile, and what it holds by now."""
    return _(
        "This cell was changed meanwhile by %(name)s: it is “%(theirs)s” now. Your text is still here;"
        " press Enter again to keep it."
    ) % {"name": stale.by or _("somebody"), "theirs": theirs or _("empty")}


def cell_form(
    request: ActorRequest, kind: Kind, record_id: UUID, field: Field, parts: Sequence[Part], values: Sequence[str],
    bases: Sequence[str], error: str = "", *, status: int = 0,
) -> HttpResponseBase:  # fmt: skip
    """The cell as a form of its parts; with a sentence beside it where it was refused."""
    if error and not is_fragment(request):
        raise Refused(error)
    context: dict[str, Any] = {
        "kind": kind, "id": record_id, "field": field, "parts": parts, "values": values,
        "bases": bases, "judged": _judged(request), "error": error,
    }  # fmt: skip
    return part(request, "lists/cell.html", context, status=status or (422 if error else 200))


def _judged(request: ActorRequest) -> list[str]:
    """The columns of the list that move with the cell."""
    asked = request.POST if request.method == "POST" else request.GET
    return [slug for slug in JUDGED if slug in asked.getlist("with")]


def cell_shown(request: ActorRequest, kind: Kind, record_id: UUID, field: Field, said: Said) -> HttpResponseBase:
    """The cell as the list shows it, with those that moved with it; without script the record's page."""
    if not is_fragment(request):
        page = HttpResponseRedirect(reverse(kind, kwargs={"id": record_id}))
        return with_toast(request, page, said[0], undo=said[1]) if said[0] else page
    rows = NAMED_BY[kind](actor=request.actor, ids=[record_id])
    fields = [field, *(CATALOGUE[kind][slug] for slug in _judged(request))]
    maker = ListLines(request.actor, kind, fields, request.now, pick=may_pick(request.actor, kind))
    if not rows:
        raise NotVisible
    slugs = [each.slug for each in fields]
    found = read_columns(actor=request.actor, at=request.now, kind=kind, slugs=slugs, ids=[record_id])[
        record_id
    ]
    first, *others = zip(fields, maker.labels, found, strict=True)
    html = (
        maker.name_cell(str(record_id), maker.name(rows[0]))
        if field.slug == "name"
        else maker.whole_cell(*first, is_open=is_open(rows[0]))
    )
    response = HttpResponse(html + "".join(maker.moved_cell(str(record_id), *each) for each in others))
    return with_toast(request, response, said[0], undo=said[1], in_row=True) if said[0] else response
