"""The same field of many records in one sheet: each row is saved by itself, as the single line is."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.identity.access import see_user
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import parse_id
from requite.quality import registry
from requite.web.debts_why import why_of
from requite.web.doors import ActorRequest, door, sent, sent_id
from requite.web.keys import read_key, write_key
from requite.web.owing import has_sheet
from requite.web.pages import html, is_fragment, render
from requite.web.screens.debts import demand_enough, fill, note_taken, see_debt
from requite.web.screens.debts_undo import undo_address
from requite.web.toasts import with_toast
from requite.work.dues import with_dues
from requite.work.queries import debts as queries
from requite.work.queries.statuses import list_statuses

VALUE = "value-"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was typed into a row, why it wasn't kept, and how long that took by now."""

    value: str
    error: str
    took: str = ""


@door("GET", "POST", right="work.see")
def together(request: ActorRequest, *, kind: str, field: str) -> HttpResponseBase:
    """The sheet. POST saves the rows that hold something; with script one row at a time (`row`), which comes back alone."""
    actor = request.actor
    if not has_sheet(kind, field):
        raise NotVisible
    row = parse_id(request.GET.get("row", ""))
    if request.method == "POST" and row and is_fragment(request):
        return _one(request, kind, field, row)
    user_id = parse_id(request.GET.get("user", "")) or actor.me
    if not actor.covers("work.see", user_id):
        raise NotVisible
    if request.method == "GET":
        return _sheet(request, kind, field, user_id)
    kept, refused = _save_all(request, kind, field)
    said = ngettext("%(num)s saved.", "%(num)s saved.", kept) % {"num": kept}
    if refused:
        return _sheet(request, kind, field, user_id, said=said if kept else "", refused=refused, status=422)
    response = HttpResponseRedirect(request.get_full_path())
    undo = undo_address(kind, field, request.now) if kept else ""
    return with_toast(request, response, said if kept else _("Nothing was typed."), undo=undo)


def _one(request: ActorRequest, kind: str, field: str, record_id: UUID) -> HttpResponseBase:
    """One row: what was kept of it, or its input again with the sentence."""
    found = see_debt(request, kind, record_id, field)
    refusal = _save(request, kind, field, record_id)
    context = {
        "debt": found,
        "why": None,
        "statuses": list_statuses() if field == "outcome" else (),
        "kept": "" if refusal else sent(request, f"{VALUE}{record_id}"),
        "refused": {record_id: refusal} if refusal else {},
    }
    return HttpResponse(html(request, "debts/together_row.html", context), status=422 if refusal else 200)


def _save_all(request: ActorRequest, kind: str, field: str) -> tuple[int, dict[UUID, Refusal]]:
    """Save each row that holds something: how many were kept, and those that weren't."""
    names = [name.removeprefix(VALUE) for name in request.POST if name.startswith(VALUE) and sent(request, name)]
    ids = [id_ for name in names[: queries.PAGE] if (id_ := parse_id(name))]
    found = {id_: _save(request, kind, field, id_) for id_ in ids}
    refused = {id_: refusal for id_, refusal in found.items() if refusal}
    return len(ids) - len(refused), refused


def _save(request: ActorRequest, kind: str, field: str, record_id: UUID) -> Refusal | None:
    """Write the value of one row by the action of the single line; None when it was kept."""
    value, once = sent(request, f"{VALUE}{record_id}"), sent_id(request, f"once-{record_id}")
    try:
        if not value:
            raise Refused(_("Type it first."), field=field)
        fill(
            request.actor, at=request.now, kind=kind, record_id=record_id, field=field, value=value, once=once
        )
        demand_enough(kind=kind, record_id=record_id, field=field, value=value, at=request.now)
        note_taken(request, kind, field, f"took-{record_id}")
    except Refused as refusal:
        error = " ".join(str(sentence) for sentence in refusal.errors.values())
        return Refusal(value, error, sent(request, f"took-{record_id}"))
    except NotAllowed:
        return Refusal(value, _("You may not change this record."))
    except NotVisible:
        return Refusal(value, _("This record is gone, or you don’t see it any more."))
    return None


def _back(request: ActorRequest, kind: str, field: str, ids: set[UUID]) -> Iterator[queries.Debt]:
    """The refused rows that the list has no more: they stand on top with what was typed."""
    for record_id in sorted(ids):
        with suppress(NotVisible):
            yield queries.get_debt(actor=request.actor, kind=kind, record_id=record_id, field=field)


def _sheet(
    request: ActorRequest,
    kind: str,
    field: str,
    user_id: UUID,
    *,
    said: str = "",
    refused: dict[UUID, Refusal] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    actor = request.actor
    only = queries.Only(same=(kind, field))
    after = read_key(request.GET.get("after", ""))
    found = queries.list_debts(actor=actor, user_id=user_id, only=only, after=after)
    if after and not found:
        after, found = None, queries.list_debts(actor=actor, user_id=user_id, only=only)
    last = found[queries.PAGE - 1] if len(found) > queries.PAGE else None
    rows, refused = found[: queries.PAGE], refused or {}
    rows = [*_back(request, kind, field, set(refused) - {debt.record_id for debt in rows}), *rows]
    rows = with_dues(rows, at=request.now)
    context: dict[str, Any] = {
        "debts": rows,
        "kind": kind,
        "field": field,
        "title": registry.label_of(kind, field),
        "kind_label": str(registry.KINDS[kind].label),
        "why": why_of(actor, rows, at=request.now),
        "statuses": list_statuses() if field == "outcome" else (),
        "user_id": user_id,
        "name": "" if user_id == actor.id else see_user(actor=actor, user_id=user_id).name,
        "after": request.GET["after"] if after else "",
        "next": write_key(last.owed_at or request.now, last.record_id) if last else "",
        "said": said,
        "kept_at": request.now.isoformat() if said else "",
        "refused": refused,
        "lost": [one for id_, one in refused.items() if id_ not in {debt.record_id for debt in rows}],
        "back": reverse("debts") + f"?user={user_id}",
    }
    return render(request, "debts/together.html", context, status=status)
