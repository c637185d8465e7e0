"""What is wrong with lines of a minimum set: what they name is gone, or two of them can't both be met."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from requite.quality.models import Requirement
from requite.quality.registry import KINDS, Kind


def find_faults(
    kind: Kind, rows: Sequence[Requirement], *, fields: Collection[str], teams: Collection[UUID]
) -> Mapping[UUID, str]:
    """A sentence for each faulty line, by its id. `fields` and `teams` are those that there are."""
    found = {row.id: _fault(kind, row, rows, fields, teams) for row in rows}
    return {id_: text for id_, text in found.items() if text}


def _fault(
    kind: Kind, row: Requirement, rows: Sequence[Requirement], present: Collection[str], teams: Collection[UUID]
) -> str:
    if row.field not in present:
        return _("This field was removed: nobody can fill it. End the line.")
    if row.stage and row.stage not in kind.stages:
        return _("This moment is no longer there: nothing is asked for. End the line.")
    if row.teams and not any(id_ in teams for id_ in row.teams):
        return _("None of its teams is there any more: nobody is asked. Choose teams, or end the line.")
    others = [one for one in rows if one.field == row.field and one.id != row.id]
    if any(one.check_name != row.check_name for one in others):
        return _("This field is asked for in another line with another check: one value can’t meet both.")
    if row.stage and any(not one.stage and not one.teams for one in others):
        return _("This field is asked for always as well: here it weighs twice.")
    return ""


def is_checked_otherwise(kind: str, field: str, check: str, rows: Sequence[Requirement]) -> bool:
    """Whether another line asks for the field with another validator. `check` "": the field's own."""
    known = KINDS[kind].find_field(field)
    name = check or (known.check if known else "")
    return any(one.check_name != name for one in rows if one.field == field)
