"""When each field of a record is due: a record keeps when the first of them is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from requite.deals.reassessing import list_dues as list_dues_of_deals
from requite.people.reassessing import list_dues as list_dues_of_people
from requite.work import assessing
from requite.work.held import list_these
from requite.work.queries.debts import Debt

Dues = Mapping[str, datetime]


def with_dues(debts: Sequence[Debt], *, at: datetime, is_chosen: bool = True) -> list[Debt]:
    """The debts, each due when its own field is, by the lines in force: what a record owes longer says nothing of it.

    Where `is_chosen` is False a record's line is that of the field that is due first. Nothing is asked of the base for
    records that lack one field alone.
    """
    several = sorted((debt for debt in debts if debt.lacks > 1 and debt.owed_at), key=lambda debt: debt.kind)
    found: dict[UUID, Dues] = {}
    for kind, ones in groupby(several, key=lambda debt: debt.kind):
        found |= LISTED.get(kind, _list_dues)(kind=kind, ids=list({one.record_id for one in ones}), at=at)
    return [_with_due(debt, found.get(debt.record_id, {}), is_chosen) for debt in debts]


def _list_dues(*, kind: str, ids: Sequence[UUID], at: datetime) -> dict[UUID, Dues]:  # noqa: ARG001 - as in every room
    assessed = assessing.find_all(list_these(ids), at=at)
    return {id_: assessment.dues for id_, assessment in assessed.items()}


LISTED = {"person": list_dues_of_people, "company": list_dues_of_people, "deal": list_dues_of_deals}


def _with_due(debt: Debt, dues: Dues, is_chosen: bool) -> Debt:
    known = [name for name in debt.fields if name in dues]
    name = debt.field if is_chosen or not known else min(known, key=lambda one: dues[one])
    return replace(debt, field=name, due_at=dues.get(name, debt.due_at))
