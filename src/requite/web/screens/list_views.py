"""Kept views: save a list under a name, name and share it, take it away."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.lists.access import see_view, shares_for
from requite.insight.lists.actions.views import (
    GONE,
    LONGEST_NAME,
    ViewDraft,
    archive_view,
    correct_view,
    keep_view,
    restore_view,
)
from requite.insight.lists.conditions import Query
from requite.insight.lists.fields import Kind
from requite.insight.lists.listed import LISTED, find_kind, kind_of, shipped
from requite.insight.lists.models import View
from requite.insight.lists.queries import query_of, shape_view
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import parse_id
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.list_asking import read_asked
from requite.web.list_kinds import ROUTES
from requite.web.pages import render
from requite.web.screens.settings_forms import done

RIGHT = "people.see"


def see_kind(request: ActorRequest, word: str) -> Kind:
    """The kind of an address. Raises NotVisible, NotAllowed."""
    kind = find_kind(word)
    if kind is None:
        raise NotVisible
    if not request.actor.has(LISTED[kind].right):
        raise NotAllowed
    return kind


def list_behind(request: ActorRequest, kind: str) -> str:
    """The address of the list on which a toast with its undo stood; "" when it wasn't there."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    route = url(ROUTES[kind_of(kind)])
    return f"{route}?{shown.query}" if shown.path == route else ""


def asked_of(request: ActorRequest, kind: Kind, text: str) -> Query:
    """The list that an address's parameters say, over the view that they name."""
    given = QueryDict(text[:8000])
    view = given.get("view", "")
    base = shipped(kind, view)
    view_id = parse_id(view)
    if view_id is not None:
        base = query_of(request.actor, see_view(actor=request.actor, view_id=view_id))
    return read_asked(given, request.actor, base, view).query


@door("GET", "POST", right=RIGHT)
def new_view(request: ActorRequest, *, kind: str) -> HttpResponseBase:
    """Keep the list that the address says."""
    which = see_kind(request, kind)
    text = sent(request, "list") if request.method == "POST" else request.GET.urlencode()
    query = asked_of(request, which, text)
    errors: Mapping[str, Any] = {}
    if request.method == "POST":
        try:
            view = keep_view(
                actor=request.actor,
                at=request.now,
                draft=_draft(request, query),
                once=sent_id(request, "once"),
            )
        except Refused as refusal:
            errors = refusal.errors
        else:
            return done(request, url(ROUTES[which], query={"view": view.id}), _("Kept as a view."))
    return _form(request, which, text, errors, view=None)


@door("GET", "POST", right=RIGHT)
def view(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Name and sharing of a view; `list` also changes what it asks."""
    view_id = id_of(id)
    found = see_view(actor=request.actor, view_id=view_id)
    kind = kind_of(found.kind)
    shape = shape_view(request.actor, found)
    errors: Mapping[str, Any] = {"": GONE} if found.archived_at is not None else {}
    if request.method == "POST":
        text = sent(request, "list")
        query = asked_of(request, kind, text) if text else shape.query
        try:
            _save(request, view_id, query, found)
        except Refused as refusal:
            errors = refusal.errors
        except Stale:
            errors = {
                "": _(
                    "Somebody changed this view meanwhile. Look at it below, and save yours over it if it's right."
                )
            }
            found = see_view(actor=request.actor, view_id=view_id)
        else:
            return done(request, url(ROUTES[kind], query={"view": view_id}), _("Kept."))
    return _form(request, kind, sent(request, "list"), errors, view=found)


def _save(request: ActorRequest, view_id: UUID, query: Query, found: View) -> None:
    draft = _draft(request, query)
    if "name" not in request.POST:  # the list alone is saved, from its own page
        draft = ViewDraft(name=found.name, query=query, share=found.share, is_pinned=found.is_pinned)
    version = sent(request, "version")
    correct_view(
        actor=request.actor, at=request.now, view_id=view_id, draft=draft,
        version=int(version) if version.isdecimal() and len(version) < 9 else None,
    )  # fmt: skip


def _draft(request: ActorRequest, query: Query) -> ViewDraft:
    return ViewDraft(
        name=sent(request, "name"), query=query, share=sent(request, "share", "private"),
        is_pinned=sent(request, "is_pinned") == "on",
    )  # fmt: skip


def _form(
    request: ActorRequest, kind: Kind, text: str, errors: Mapping[str, Any], *, view: View | None
) -> HttpResponseBase:
    labels = dict(View.Share.choices)
    shares = shares_for(request.actor)
    if view is not None and view.share not in shares:
        shares = (*shares, view.share)
    is_sent = request.method == "POST" and "name" in request.POST
    context = {
        "kind": kind,
        "view": view,
        "list": text,
        "shares": [(one, str(labels[one])) for one in shares],
        "name": sent(request, "name") if is_sent else view.name if view else "",
        "share": sent(request, "share") if is_sent else view.share if view else "private",
        "is_pinned": sent(request, "is_pinned") == "on" if is_sent else view.is_pinned if view else True,
        "longest": LONGEST_NAME,
        "errors": errors,
        "once": sent(request, "once") or fresh_key(),
    }
    return render(request, "lists/view.html", context, status=422 if errors and request.method == "POST" else 200)


@door("POST", right=RIGHT)
def removal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take a view away."""
    view = archive_view(actor=request.actor, at=request.now, view_id=id_of(id))
    undo = reverse("view_restoration", kwargs={"id": view.id})
    return done(
        request, url(ROUTES[kind_of(view.kind)]), _("The view is removed. Its records stay."), undo=undo
    )


@door("POST", right=RIGHT)
def restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Bring a view back."""
    view = restore_view(actor=request.actor, at=request.now, view_id=id_of(id))
    return done(request, url(ROUTES[kind_of(view.kind)], query={"view": view.id}), _("Restored."))
