"""Who sets up the company's own fields; who sees which values, `Definition.access` says."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.models import Field, Option
from requite.identity.access import demand_right
from requite.identity.models import Organisation
from requite.journal.queries import list_history
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused, Stale
from requite.kernel.ids import new_id

RIGHT = "settings.fields"
TURNING = _("Its type is being changed. Wait until this is done.")


def take_fields(*, actor: Actor) -> Organisation:
    """The company's row, locked: changes of fields wait for one another. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right=RIGHT)
    organisation = Organisation.objects.select_for_update().first()
    if organisation is None:
        raise NotVisible
    return organisation


def take_field(*, actor: Actor, field_id: UUID, settled: bool = True) -> tuple[Organisation, Field]:
    """The field, locked, behind the company's row. Raises NotAllowed, NotVisible.

    `settled`: raise Refused while its type is being changed.
    """
    organisation = take_fields(actor=actor)
    found = Field.objects.select_for_update().filter(id=field_id).first()
    if found is None:
        raise NotVisible
    if settled and found.is_turning:
        raise Refused(TURNING)
    return organisation, found


def see_field(*, actor: Actor, field_id: UUID) -> Field:
    """The field, for who sets fields up. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right=RIGHT)
    found = Field.objects.filter(id=field_id).first()
    if found is None:
        raise NotVisible
    return found


def demand_same(field: Field, version: int | None) -> None:
    """Raise Stale when somebody changed the field since."""
    if version is not None and version != field.version:
        last = list_history(subject_id=field.id, limit=1)
        raise Stale(by=last[0].actor_name if last else "")


def stamp(organisation: Organisation) -> None:
    """Say that the fields changed: the last write of each change, since what is read after it is remembered by it."""
    organisation.fields_stamp = new_id()
    organisation.save(update_fields=["fields_stamp"])


def see_option(*, actor: Actor, option_id: UUID) -> Option:
    """The answer with its field, for who sets fields up. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right=RIGHT)
    found = Option.objects.select_related("field").filter(id=option_id).first()
    if found is None:
        raise NotVisible
    return found
