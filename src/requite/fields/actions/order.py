"""The order of custom fields and of their groups: past a neighbour, or to any place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from requite.fields.access import stamp, take_field, take_fields
from requite.fields.events import FieldCorrected
from requite.fields.models import Field
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible

Groups = dict[str, list[Field]]
Way = Literal["up", "down"]


def move_field(*, actor: Actor, at: datetime, field_id: UUID, to: Way) -> Field:
    """Change places with the neighbour of its group; at the end nothing moves. Raises NotAllowed, NotVisible."""
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id, settled=False)
        groups = _groups(field.kind)
        order = groups.get(field.section, [])
        here = _place(order, field.id)
        there = -1 if here < 0 else here + (-1 if to == "up" else 1)
        if 0 <= there < len(order):
            order.insert(there, order.pop(here))
            _keep(groups)
            record(FieldCorrected(subject_id=field.id, changes={"place": (here + 1, there + 1)}))
            stamp(organisation)
    return field


def move_field_before(
    *, actor: Actor, at: datetime, field_id: UUID, section: str, before: UUID | None
) -> Field:
    """Put the field into a group, before another of its fields; at its end where that one isn't there (any more).

    Raises NotAllowed, NotVisible, also for a group that isn't there.
    """
    with recording(actor=actor, at=at) as record:
        organisation, field = take_field(actor=actor, field_id=field_id, settled=False)
        groups = _groups(field.kind)
        here, former = _place(groups.get(field.section, []), field.id), field.section
        if here < 0 or (section and section not in groups):
            raise NotVisible
        moved = groups[former].pop(here)
        order = groups.setdefault(section, [])
        there = _place(order, before)
        there = len(order) if there < 0 else there
        order.insert(there, moved)
        if section != former:
            moved.section = section
            moved.version += 1
            moved.save(update_fields=["section", "version"])
            changes: dict[str, tuple[object, object]] = {"section": (former, section)}
        else:
            changes = {"place": (here + 1, there + 1)}
        if section != former or here != there:
            _keep(groups)
            record(FieldCorrected(subject_id=field.id, changes=changes))
            stamp(organisation)
    return field


def move_section(*, actor: Actor, at: datetime, kind: str, section: str, before: str) -> None:
    """Put a group before another one, at the end where that one isn't there; fields without a group stand first.

    Raises NotAllowed, NotVisible for a group that isn't there.
    """
    with recording(actor=actor, at=at) as record:
        organisation = take_fields(actor=actor)
        groups = _groups(kind)
        names = [name for name in groups if name]
        if section not in names:
            raise NotVisible
        here = names.index(section)
        others = [name for name in names if name != section]
        there = others.index(before) if before in others else len(others)
        if here == there:
            return
        others.insert(there, section)
        _keep({name: groups[name] for name in ("", *others) if name in groups})
        first = groups[section][0]
        record(FieldCorrected(subject_id=first.id, changes={"section_place": (here + 1, there + 1)}))
        stamp(organisation)


def _groups(kind: str) -> Groups:
    """The kind's fields in force by group, in the order in which they are shown: those without a group first."""
    fields = list(Field.objects.filter(kind=kind, ended_at__isnull=True).order_by("position", "id"))
    names = dict.fromkeys(one.section for one in sorted(fields, key=lambda one: one.section != ""))
    first = {name: min(one.position for one in fields if one.section == name) for name in names}
    order = sorted(names, key=lambda name: (name != "", first[name], name))
    return {name: [one for one in fields if one.section == name] for name in order}


def _place(order: Sequence[Field], field_id: UUID | None) -> int:
    return next((n for n, one in enumerate(order) if one.id == field_id), -1)


def _keep(groups: Groups) -> None:
    fields = [one for group in groups.values() for one in group]
    for place, one in enumerate(fields):
        one.position = place
    Field.objects.bulk_update(fields, ["position"])
