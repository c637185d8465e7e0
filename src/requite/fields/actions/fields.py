"""The company's own fields: added, named, put in order, taken away, brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from requite.fields.access import demand_same, stamp, take_field, take_fields
from requite.fields.actions.kinds import give_kinds, read_kinds
from requite.fields.events import FieldArchived, FieldCorrected, FieldRegistered, FieldRestored
from requite.fields.models import Field, Option
from requite.identity.checks import Checks
from requite.identity.roles import FIELD_GROUPS
from requite.journal.recording import Recorder, claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.quality.events import RequirementsChanged
from requite.quality.models import Requirement, going_on

MOST_FIELDS, MOST_OPTIONS = 100, 200
WORDS = ("name", "section", "help", "unit", "audience")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDraft:
    """What a form says of a field. `options` are the words of a choice, one a line; `kinds` the activities that have it."""

    kind: str = "person"
    type: str = "text"
    name: str = ""
    section: str = ""
    help: str = ""
    unit: str = ""
    audience: str = ""
    options: str = ""
    kinds: tuple[str, ...] = ()


def _words(
    checks: Checks, draft: FieldDraft, *, type_: str, kind: str, currency: str, but: UUID | None = None
) -> dict[str, str]:
    found = {
        "name": checks.text("name", draft.name, limit=60),
        "section": checks.text("section", draft.section, limit=60, needed=False),
        "help": checks.text("help", draft.help, limit=200, needed=False),
        "unit": checks.text("unit", draft.unit, limit=20, needed=False),
        "audience": checks.choice("audience", draft.audience, FIELD_GROUPS, needed=False),
    }
    if type_ == "money":
        found["unit"] = found["unit"].upper() or currency
        if not is_currency(found["unit"]):
            checks.fault("unit", _("Write the currency by its three letters, for example KRW."))
    elif type_ != "number":
        found["unit"] = ""
    same = Field.objects.filter(kind=kind, name__iexact=found["name"], ended_at__isnull=True)
    if found["name"] and (same.exclude(id=but) if but else same).exists():
        checks.fault("name", _("There is a field of this name already. Choose another name."))
    return found


def split_options(checks: Checks, text: str) -> list[str]:
    """The words of a choice, one a line, each once."""
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines()]
    words = list({line.casefold(): line for line in reversed(lines) if line}.values())[::-1]
    if not words:
        checks.fault("options", _("Write at least one choice, each on a line of its own."))
    if len(words) > MOST_OPTIONS or any(len(word) > 80 for word in words):
        checks.fault("options", _("At most 200 choices of at most 80 letters each."))
    return words


def register_field(*, actor: Actor, at: datetime, draft: FieldDraft, once: UUID | None = None) -> Field:
    """Add a field to a kind of record, at the end. Raises NotAllowed, Refused by field."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        organisation = take_fields(actor=actor)
        made = Field(kind=draft.kind, type=draft.type, made_at=at)
        earlier = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if earlier:
            return Field.objects.get(id=earlier)
        checks.choice("kind", draft.kind, Field.Kind.values)
        checks.choice("type", draft.type, Field.Type.values)
        words = _words(checks, draft, type_=draft.type, kind=draft.kind, currency=actor.currency)
        made.kinds = read_kinds(checks, draft.kind, draft.kinds)
        options = split_options(checks, draft.options) if draft.type in ("choice", "choices") else []
        held = Field.objects.filter(kind=draft.kind, ended_at__isnull=True)
        if held.count() >= MOST_FIELDS:
            checks.fault("", _("A kind of record has at most 100 custom fields. Remove one first."))
        checks.settle()
        last = (
            Field.objects.filter(kind=draft.kind)
            .order_by("-position")
            .values_list("position", flat=True)
            .first()
        )
        made.position = (last or 0) + 1
        for name, value in words.items():
            setattr(made, name, value)
        made.save(force_insert=True)
        Option.objects.bulk_create(
            Option(field=made, label=word, position=n) for n, word in enumerate(options)
        )
        changes: dict[str, tuple[object, object]] = {
            "name": ("", made.name), "record_kind": ("", made.kind), "field_type": ("", made.type),
        }  # fmt: skip
        if made.kinds:
            changes["record_kinds"] = ("", ", ".join(made.kinds))
        if options:
            changes["options"] = ("", ", ".join(options))
        record(FieldRegistered(subject_id=made.id, changes=changes))
        stamp(organisation)
    return made


def correct_field(
    *, actor: Actor, at: datetime, field_id: UUID, draft: FieldDraft, version: int | None = None
) -> Field:
    """Change a field's words, unit, group or audience. Raises NotAllowed, NotVisible, Refused, Stale."""
    checks = Checks()
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id)
        demand_same(field, version)
        words = _words(checks, draft, type_=field.type, kind=field.kind, currency=actor.currency, but=field.id)
        kinds = read_kinds(checks, field.kind, draft.kinds)
        checks.settle()
        changes: dict[str, tuple[object, object]] = {
            name: (getattr(field, name), value)
            for name, value in words.items()
            if getattr(field, name) != value
        }
        changes |= give_kinds(record, field, kinds)
        if changes:
            for name, value in words.items():
                setattr(field, name, value)
            field.version += 1
            field.save(update_fields=[*WORDS, "kinds", "version"])
            record(FieldCorrected(subject_id=field.id, changes=changes))
            stamp(organisation)
    return field


def archive_field(*, actor: Actor, at: datetime, field_id: UUID) -> Field:
    """Take the field away; its values stay, and minimum sets ask for it no longer. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id)
        if field.ended_at is None:
            field.ended_at = at
            field.version += 1
            field.save(update_fields=["ended_at", "version"])
            _close(record, list(Requirement.objects.filter(going_on(at), field=field.slug)))
            record(FieldArchived(subject_id=field.id, changes={"name": (field.name, "")}))
            stamp(organisation)
    return field


def _close(record: Recorder, rules: Sequence[Requirement]) -> None:
    for rule in rules:
        rule.ends_at = record.at
        rule.save(update_fields=["ends_at"])
        record(RequirementsChanged(subject_id=rule.id, changes={"field": (rule.field, "")}))


def restore_field(*, actor: Actor, at: datetime, field_id: UUID) -> Field:
    """Bring the field back with its values, and into the minimum sets that asked for it.

    Raises NotAllowed, NotVisible, Refused when its name is taken.
    """
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id)
        if field.ended_at is not None:
            same = Field.objects.filter(kind=field.kind, name__iexact=field.name, ended_at__isnull=True)
            if same.exists():
                raise Refused(_("There is a field of this name already. Rename it first."))
            for rule in Requirement.objects.filter(
                field=field.slug, starts_at__lte=field.ended_at, ends_at=field.ended_at
            ):
                again = Requirement(
                    kind=rule.kind, stage=rule.stage, field=rule.field, weight=rule.weight, starts_at=at,
                    check_name=rule.check_name, grace_hours=rule.grace_hours, teams=rule.teams, is_gate=rule.is_gate,
                    limits=rule.limits,
                )  # fmt: skip
                again.save(force_insert=True)
                record(RequirementsChanged(subject_id=again.id, changes={"field": ("", rule.field)}))
            field.ended_at = None
            field.version += 1
            field.save(update_fields=["ended_at", "version"])
            record(FieldRestored(subject_id=field.id, changes={"name": ("", field.name)}))
            stamp(organisation)
    return field
