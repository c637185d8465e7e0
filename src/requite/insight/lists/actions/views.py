"""Keep a list under a name, change it, take it away, bring it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.lists import access
from requite.insight.lists.conditions import Query
from requite.insight.lists.events import ViewArchived, ViewCorrected, ViewKept, ViewRestored
from requite.insight.lists.models import View
from requite.insight.lists.trees import write_groups
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused, Stale
from requite.kernel.ids import new_id

LONGEST_NAME = 60
MOST_VIEWS = 100
GONE = _("This view was removed. Restore it first.")
FIELDS = ("name", "share", "is_pinned", "base", "match", "conditions", "sort", "columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDraft:
    """A view as given."""

    name: str
    query: Query
    share: str = "private"
    is_pinned: bool = True


def keep_view(*, actor: Actor, at: datetime, draft: ViewDraft, once: UUID | None = None) -> View:
    """Keep the list as a view of the actor's and return it. Raises NotAllowed, Refused by field."""
    with recording(actor=actor, at=at) as record:
        view = View(id=new_id(), kind=draft.query.kind, owner_id=actor.me, team_id=actor.team_id, made_at=at)
        earlier = claim_once(key=once, actor=actor, subject_id=view.id, at=at)
        if earlier:
            return View.objects.get(id=earlier)
        if View.objects.filter(owner=actor.id, archived_at=None).count() >= MOST_VIEWS:
            raise Refused(_("You have a hundred views already. Remove one that you don't need."), field="name")
        _fill(view, actor, draft)
        view.save(force_insert=True)
        changes: dict[str, tuple[object, object]] = {name: (None, getattr(view, name)) for name in FIELDS}
        record(ViewKept(subject_id=view.id, changes=changes))
    return view


def correct_view(*, actor: Actor, at: datetime, view_id: UUID, draft: ViewDraft, version: int | None = None) -> View:
    """Change name, sharing or the list itself. Raises NotVisible, NotAllowed, Refused by field, Stale."""
    with recording(actor=actor, at=at) as record:
        view = access.take_view(actor=actor, view_id=view_id)
        if version is not None and version != view.version:
            raise Stale
        if view.archived_at is not None:
            raise Refused(GONE)
        before = {name: getattr(view, name) for name in FIELDS}
        _fill(view, actor, draft)
        changes: dict[str, tuple[object, object]] = {
            name: (before[name], getattr(view, name)) for name in FIELDS if before[name] != getattr(view, name)
        }
        if changes:
            view.version += 1
            view.save()
            record(ViewCorrected(subject_id=view.id, changes=changes))
    return view


def archive_view(*, actor: Actor, at: datetime, view_id: UUID) -> View:
    """Take the view out of everybody's lists. Raises NotVisible, NotAllowed."""
    with recording(actor=actor, at=at) as record:
        view = access.take_view(actor=actor, view_id=view_id)
        if view.archived_at is None:
            view.archived_at = at
            view.save(update_fields=["archived_at"])
            record(ViewArchived(subject_id=view.id))
    return view


def restore_view(*, actor: Actor, at: datetime, view_id: UUID) -> View:
    """Bring it back. Raises NotVisible, NotAllowed."""
    with recording(actor=actor, at=at) as record:
        view = access.take_view(actor=actor, view_id=view_id)
        if view.archived_at is not None:
            view.archived_at = None
            view.save(update_fields=["archived_at"])
            record(ViewRestored(subject_id=view.id))
    return view


def _fill(view: View, actor: Actor, draft: ViewDraft) -> None:
    name = " ".join(draft.name.split())
    if not name:
        raise Refused(_("Give the view a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(_("A name has 60 signs at most."), field="name")
    if draft.share not in View.Share.values:
        raise Refused(_("Choose who may use it."), field="share")
    if draft.share != view.share and draft.share not in access.shares_for(actor):
        raise NotAllowed(_("You don't have the right to share a view that far."))
    if draft.share != view.share:
        view.team_id = actor.team_id  # the present one, which may have changed since the view was kept
    query = draft.query
    if not query.filter.is_whole:
        raise Refused(_("The filter isn't finished: a condition is left out. Finish or remove it first."))
    view.name, view.share, view.is_pinned, view.base = name, draft.share, draft.is_pinned, query.base
    view.match, view.conditions = query.filter.match, write_groups(query.filter)
    view.sort, view.columns = f"{'-' * query.down}{query.sort}", list(query.columns)

