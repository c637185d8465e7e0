"""What a trial asks for, looked for in the records: a batch of them, or a page of those that would owe it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from requite.identity.queries import find_organisation
from requite.kernel.errors import NotVisible
from requite.quality import trying
from requite.quality.limits import load
from requite.quality.models import Trial
from requite.quality.registry import KINDS
from requite.quality.rules import list_unable
from requite.quality.terms import owners_of

PAGE = 50
WINDOW = 2_000  # so many records of one owner are looked at by one statement
MOST = 5  # statements for one page; what they didn't reach is asked for by the next one


@dataclass(frozen=True, slots=True)
class Owing:
    """A page of records that would owe the field, as they are now; `rows` were looked at, and `after` asks for the next."""

    debtors: Sequence[trying.Debtor]
    rows: int
    after: UUID | None


def look(
    trial: Trial, *, at: datetime, after: UUID | None, of: UUID | None = None, limit: int | None = None
) -> trying.Looked:
    """The next records behind `after`, of those whom the trial's line concerns (`of`: of that owner alone).

    Who may not fill the field owes it nowhere. Raises NotVisible where the field is gone.
    """
    kind = KINDS.get(trial.kind)
    field = kind.find_field(trial.field) if kind else None
    if kind is None or field is None or not field.sql:
        raise NotVisible
    if trial.check_name:
        field = replace(field, check=trial.check_name)
    looked = trying.read_batch(
        kind, trial.stage, field, after=after, how=_how(trial, at), owners=owners_of(trial.teams), of=of, limit=limit
    )
    unable = list_unable(kind.slug, field.audience)
    return replace(looked, debtors=[one for one in looked.debtors if one.owner_id not in unable])


def list_owing(trial: Trial, *, at: datetime, after: UUID | None = None, of: UUID | None = None) -> Owing:
    """Which records would owe the field, in order of id, of all or of one owner. Two statements for each window."""
    limit = WINDOW if of else trying.BATCH
    found: list[trying.Debtor] = []
    rows, is_over = 0, False
    for _window in range(MOST):
        looked = look(trial, at=at, after=after, of=of, limit=limit)
        found += looked.debtors
        rows, after, is_over = rows + looked.rows, looked.upto or after, looked.rows < limit
        if is_over or len(found) > PAGE:
            break
    if len(found) > PAGE:
        return Owing(found[:PAGE], rows, found[PAGE - 1].id)
    return Owing(found, rows, None if is_over else after)


def _how(trial: Trial, at: datetime) -> trying.How:
    company = find_organisation()
    zone = company.time_zone if company else ""
    return trying.How(at.astimezone(ZoneInfo(zone)).date() if zone else at.date(), zone, load(trial.limits))
