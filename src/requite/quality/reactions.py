"""The rules changed: what was judged by the old ones is judged anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from requite.identity.events import (
    OrganisationCorrected,
    ProfileCorrected,
    TeamCorrected,
    TeamErased,
    UserCorrected,
)
from requite.journal.models import Entry
from requite.journal.reactions import reacts_to
from requite.quality.events import RequirementsChanged
from requite.quality.jobs import defer_beginning, defer_reassessment
from requite.quality.models import Requirement, going_on
from requite.quality.registry import KINDS


@reacts_to(RequirementsChanged)
def reassess_kind(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """Queue new judgements of every record of the kind, for each time from which its rules are others. Twice is once."""
    found = Requirement.objects.filter(id=subject_id).first()
    if found is not None:
        ahead = sorted({day for day in (found.starts_at, found.ends_at) if day and day > at})
        for day in ahead:
            defer_beginning(kind=found.kind, at=day)
        if not ahead or found.starts_at == at:  # else it is as it was until then
            defer_reassessment(kind=found.kind, at=at)


@reacts_to(UserCorrected)
def reassess_member(*, entry_id: int, subject_id: UUID, at: datetime) -> None:
    """Somebody may be in another team, or another role: that user's records are judged anew where it matters to them."""
    for kind in KINDS if "role" in _changes(entry_id) else _kinds_for_some(at):
        defer_reassessment(kind=kind, at=at, owner_id=subject_id)


@reacts_to(ProfileCorrected)
def reassess_zone(*, entry_id: int, subject_id: UUID, at: datetime) -> None:
    """Somebody works by another clock: what they owe is due by it."""
    if "time_zone" in _changes(entry_id):
        for kind in KINDS:
            defer_reassessment(kind=kind, at=at, owner_id=subject_id)


@reacts_to(OrganisationCorrected)
def reassess_all(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """The company has other holidays, or another clock: all that is owed is due by these."""
    if _changes(entry_id).keys() & {"country", "time_zone"}:
        for kind in KINDS:
            defer_reassessment(kind=kind, at=at)


@reacts_to(TeamCorrected)
@reacts_to(TeamErased)
def reassess_teams(*, entry_id: int, subject_id: UUID, at: datetime) -> None:  # noqa: ARG001
    """The tree may be another: what is asked of some teams alone is judged anew."""
    for kind in _kinds_for_some(at):
        defer_reassessment(kind=kind, at=at)


def _changes(entry_id: int) -> dict[str, Any]:
    return Entry.objects.filter(id=entry_id).values_list("changes", flat=True).first() or {}


def _kinds_for_some(at: datetime) -> list[str]:
    rows = Requirement.objects.filter(going_on(at)).exclude(teams=[])
    return sorted(rows.values_list("kind", flat=True).distinct())
