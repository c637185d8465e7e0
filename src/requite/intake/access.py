"""Who may see and run which imports: one's own, a team's or all, by the scope of the right to import."""

from uuid import UUID

from django.db.models import QuerySet

from requite.intake.models import Import
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible


def refuse_unentitled(actor: Actor) -> None:
    """Raise NotAllowed for an actor who may import nothing."""
    if not actor.has("people.import") or actor.fields.get("contact", "edit") != "edit":
        raise NotAllowed


def visible_imports(actor: Actor) -> QuerySet[Import]:
    """Imports that the actor may see."""
    owners = actor.owners("people.import")
    return Import.objects.all() if owners is None else Import.objects.filter(owner__in=owners)


def see_import(*, actor: Actor, import_id: UUID) -> Import:
    """The import. Raises NotVisible."""
    found = visible_imports(actor).filter(id=import_id).first()
    if found is None:
        raise NotVisible
    return found


def take_import(*, actor: Actor, import_id: UUID) -> Import:
    """The import, locked for a change. Raises NotVisible, NotAllowed."""
    refuse_unentitled(actor)
    found = visible_imports(actor).select_for_update().filter(id=import_id).first()
    if found is None:
        raise NotVisible
    return found
