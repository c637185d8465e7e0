"""The answers of a choice: added, renamed, ordered and taken away by one list of lines."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.access import RIGHT, demand_same, stamp, take_field
from requite.fields.actions.fields import MOST_OPTIONS, split_options
from requite.fields.events import FieldCorrected
from requite.fields.models import Field, Option
from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.models import Organisation
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused


def register_options(
    *, actor: Actor, at: datetime, field_id: UUID, text: str, version: int | None = None
) -> Field:
    """Add answers at the end, one a line; one that was taken away comes back. Raises NotAllowed, Refused, Stale."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id)
        demand_same(field, version)
        if field.type not in ("choice", "choices"):
            raise NotVisible
        words = split_options(checks, text)
        known = {one.label.casefold(): one for one in field.options.all()}
        if len(known) + len(words) > MOST_OPTIONS:
            checks.fault("options", _("At most 200 choices of at most 80 letters each."))
        checks.settle()
        fresh = [word for word in words if word.casefold() not in known]
        back = [known[word.casefold()] for word in words if word.casefold() in known]
        back = [one for one in back if one.ended_at is not None]
        last = max((one.position for one in known.values()), default=0)
        Option.objects.bulk_create(
            Option(field=field, label=word, position=last + 1 + n) for n, word in enumerate(fresh)
        )
        Option.objects.filter(id__in=[one.id for one in back]).update(ended_at=None)
        if fresh or back:
            field.version += 1
            field.save(update_fields=["version"])
            said = ", ".join([*fresh, *(one.label for one in back)])
            record(FieldCorrected(subject_id=field.id, changes={"options": ("", said)}))
            stamp(organisation)
    return field


def correct_option(*, actor: Actor, at: datetime, option_id: UUID, label: str) -> Option:
    """Write an answer otherwise; records that hold it follow. Raises NotAllowed, NotVisible, Refused."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        organisation, field, option = _take(actor, option_id)
        word = checks.text("label", label, limit=80)
        if field.options.filter(label__iexact=word).exclude(id=option.id).exists():
            checks.fault("label", _("This choice is there already."))
        checks.settle()
        if word != option.label:
            record(FieldCorrected(subject_id=field.id, changes={"options": (option.label, word)}))
            option.label = word
            option.save(update_fields=["label"])
            stamp(organisation)
    return option


def archive_option(*, actor: Actor, at: datetime, option_id: UUID) -> Option:
    """Offer an answer no longer; records that hold it keep it. Raises NotAllowed, NotVisible, Refused for the last."""
    with recording(actor=actor, at=at) as record:
        organisation, field, option = _take(actor, option_id)
        if option.ended_at is None:
            if not field.options.filter(ended_at__isnull=True).exclude(id=option.id).exists():
                raise Refused(_("This is the last choice: add another one first, or remove the field."))
            option.ended_at = at
            option.save(update_fields=["ended_at"])
            record(FieldCorrected(subject_id=field.id, changes={"options": (option.label, "")}))
            stamp(organisation)
    return option


def restore_option(*, actor: Actor, at: datetime, option_id: UUID) -> Option:
    """Offer an answer again. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        organisation, field, option = _take(actor, option_id)
        if option.ended_at is not None:
            option.ended_at = None
            option.save(update_fields=["ended_at"])
            record(FieldCorrected(subject_id=field.id, changes={"options": ("", option.label)}))
            stamp(organisation)
    return option


def _take(actor: Actor, option_id: UUID) -> tuple[Organisation, Field, Option]:
    demand_right(actor=actor, right=RIGHT)
    known = Option.objects.filter(id=option_id).values_list("field_id", flat=True).first()
    if known is None:
        raise NotVisible
    organisation, field = take_field(actor=actor, field_id=known)
    return organisation, field, Option.objects.select_for_update().get(id=option_id)
