"""What is wrong with lines of a minimum set: what they name is gone, or two of them can't both be met."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from requite.quality.limits import FAMILIES, load
from requite.quality.models import Requirement
from requite.quality.moments import Moments
from requite.quality.registry import KINDS, options_of


def find_faults(
    moments: Moments, rows: Sequence[Requirement], *, fields: Collection[str], teams: Collection[UUID]
) -> Mapping[UUID, str]:
    """A sentence for each faulty line, by its id. `fields` and `teams` are those that there are."""
    found = {row.id: _fault(moments, row, rows, fields, teams) for row in rows}
    return {id_: text for id_, text in found.items() if text}


def _fault(
    moments: Moments, row: Requirement, rows: Sequence[Requirement], present: Collection[str], teams: Collection[UUID]
) -> str:
    if row.field not in present:
        return _("This field was removed: nobody can fill it. End the line.")
    gone = moments.fault(row.stage)
    if not gone and row.teams and not any(id_ in teams for id_ in row.teams):
        gone = _("None of its teams is there any more: nobody is asked. Choose teams, or end the line.")
    # In one place one follows on another: these are never in force at the same time.
    others = [one for one in rows if one.field == row.field and one.stage != row.stage]
    return gone or _misfit(moments, row) or _clash(moments, row, others)


def _misfit(moments: Moments, row: Requirement) -> str:
    """What a line asks of a value that its field holds no more: another type, or choices that are gone."""
    known = moments.kind.find_field(row.field)
    if known is None or not row.limits:
        return ""
    if set(row.limits) - {"digits", "currency", *FAMILIES.get(known.measured_as, ())}:
        return _("What it asks of the value doesn’t fit to the field any more, and isn’t looked at. Save the line anew.")
    chosen = set(row.limits.get("options", ()))
    if chosen and not chosen & {one.id for one in options_of(known) if not one.is_ended}:
        return _("None of its choices is offered any more: nobody can meet it. Choose others, or end the line.")
    return ""


def _clash(moments: Moments, row: Requirement, others: Sequence[Requirement]) -> str:
    """What is wrong with a line beside others of its field."""
    if any(one.check_name != row.check_name for one in others):
        return _("This field is asked for in another line with another check: one value can’t meet both.")
    if find_contradiction(moments, row, others):
        return say_contradiction()
    if row.stage and any(not one.stage and not one.teams for one in others):
        return _("This field is asked for always as well: here it weighs twice.")
    return ""


def find_contradiction(moments: Moments, row: Requirement, rows: Sequence[Requirement]) -> Requirement | None:
    """A line of the same field that asks for what no value can meet beside this one, of records that both mean."""
    known, mine = moments.kind.find_field(row.field), load(row.limits)
    if known is None or mine is None:
        return None
    is_several = known.measured_as == "choices"
    for one in rows:
        other = load(one.limits)
        if one.field != row.field or one.id == row.id or other is None or not _share_teams(row, one):
            continue
        if mine.contradicts(other, is_several=is_several) and moments.overlap(row.stage, one.stage):
            return one
    return None


def _share_teams(one: Requirement, other: Requirement) -> bool:
    """Whether some record may be meant by both; a team below one of the other's is its own business."""
    return not one.teams or not other.teams or bool(set(one.teams) & set(other.teams))


def say_contradiction() -> str:
    """Of a line that can't be met beside another."""
    return _("Another line asks of this field’s value what can’t be met beside this: no value would do for both.")


def is_checked_otherwise(kind: str, field: str, check: str, rows: Sequence[Requirement]) -> bool:
    """Whether another line asks for the field with another validator. `check` "": the field's own."""
    known = KINDS[kind].find_field(field)
    name = check or (known.check if known else "")
    return any(one.check_name != name for one in rows if one.field == field)
