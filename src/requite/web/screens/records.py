"""Acts on a whole person or company: archive, restore, give to another."""

from typing import Literal, cast
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.kernel.errors import NotVisible
from requite.kernel.ids import parse_id
from requite.people.actions.archive import archive_record, assign_record, restore_record
from requite.web.doors import ActorRequest, door, id_of
from requite.web.screens.owners import sent_colleague
from requite.web.toasts import with_toast

Kind = Literal["person", "company"]


def _kind(kind: str) -> Kind:
    if kind not in ("person", "company"):
        raise NotVisible
    return cast(Kind, kind)


def _page(request: ActorRequest, kind: Kind, record_id: UUID, text: str, undo: str = "") -> HttpResponseBase:
    response = HttpResponseRedirect(reverse(kind, kwargs={"id": record_id}))
    if "HX-Request" in request.headers:
        with_toast(request, response, text, undo=undo)
        response = HttpResponseRedirect(response.url)
        response.status_code = 204
        response.headers["HX-Redirect"] = response.url
        return response
    return with_toast(request, response, text, undo=undo)


@door("POST", right="people.archive")
def archive(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Take the record out of the lists."""
    which, record_id = _kind(kind), id_of(id)
    archive_record(actor=request.actor, at=request.now, kind=which, record_id=record_id)
    undo = reverse("record_restoration", kwargs={"kind": which, "id": record_id})
    return _page(request, which, record_id, _("Archived. It is out of lists and search."), undo)


@door("POST", right="people.archive")
def restoration(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Bring the record back into the lists."""
    which, record_id = _kind(kind), id_of(id)
    restore_record(actor=request.actor, at=request.now, kind=which, record_id=record_id)
    return _page(request, which, record_id, _("Restored."))


@door("POST", right="people.assign")
def owner(request: ActorRequest, *, kind: str, id: str) -> HttpResponseBase:  # noqa: A002
    """Give the record to another owner."""
    which, record_id = _kind(kind), id_of(id)
    assign_record(
        actor=request.actor,
        at=request.now,
        kind=which,
        record_id=record_id,
        owner_id=parse_id(sent_colleague(request, "owner")),
    )
    return _page(request, which, record_id, _("Assigned."))
