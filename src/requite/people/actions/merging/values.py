"""The survivor's fields as a merge leaves them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.leading import read_cells
from requite.fields.values import Reading
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.people.comparing import Difference, list_differences, list_own_differences
from requite.people.drafts import fold_company, fold_name
from requite.people.hanging import Kind
from requite.people.models import Company, Person

Change = tuple[object, object]
COLUMNS = {"company": "company_id"}  # of a person


def write_fields(
    kind: Kind, survivor: Person | Company, merged: Person | Company, choices: Mapping[str, str]
) -> dict[str, Change]:
    """Give the survivor what was chosen, and of tags, of what was asked and ruled what both have. Returns what changed.

    Of what was asked and ruled the survivor's own word holds. The caller saves it. What the actor may not see isn't theirs
    to choose: see `choosable`. Raises Refused where nothing was chosen of a person's name.
    """
    changes: dict[str, Change] = {}
    for one in list_differences(kind, survivor, merged):
        value = one.outcome(one.chosen(choices))
        if value == one.value:
            continue
        changes[one.field] = (_said(survivor, one.field, one.value), _said(merged, one.field, value))
        setattr(survivor, COLUMNS.get(one.field, one.field) if kind == "person" else one.field, value)
    if isinstance(survivor, Person) and not (survivor.family_name or survivor.given_name):
        raise Refused(_("Give at least a family name or a given name."), field="family_name")
    tags = list(dict.fromkeys([*survivor.tags, *merged.tags]))
    if tags != survivor.tags:
        changes["tags"] = (", ".join(survivor.tags), ", ".join(tags))
        survivor.tags = tags
    survivor.asked = {**merged.asked, **survivor.asked}
    survivor.rulings = {**merged.rulings, **survivor.rulings}
    fold(survivor)
    return changes


def fold(record: Person | Company) -> None:
    """Let the folded name follow the name."""
    if isinstance(record, Person):
        record.name_fold = fold_name(record.family_name, record.given_name, record.middle_name)
    else:
        record.name_fold = fold_company(record.name)


def _said(record: Person | Company, field: str, value: Any) -> object:
    """A value as the journal keeps it: of a company its name."""
    if field == "company" and isinstance(record, Person):
        return record.company.name if record.company else ""
    return value


def read_own(actor: Actor, kind: Kind, survivor: UUID, merged: UUID, choices: Mapping[str, str]) -> Reading:
    """What the survivor is to hold in the company's own fields, locked."""
    differing = list_own_differences(kind, survivor, merged)
    wanted = {one.field: one.outcome(one.chosen(choosable(actor, one, choices))) for one in differing}
    return read_cells(actor, kind, survivor, wanted)


def choosable(actor: Actor, one: Difference, choices: Mapping[str, str]) -> Mapping[str, str]:
    """What was chosen, of a field that the actor may fill; of any other the usual value stands."""
    return choices if one.own is None or one.own.access(actor) == "edit" else {}
