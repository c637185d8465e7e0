"""The minimum sets and their trials as their pages show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from requite.identity.access import demand_right
from requite.identity.models import Team, User
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.names import display_name
from requite.quality.checks import CHOSEN
from requite.quality.faults import find_faults
from requite.quality.limits_given import Given, say_limits, typed_of
from requite.quality.models import Requirement, Trial, going_on
from requite.quality.moments import Moments, moments_of
from requite.quality.registry import KINDS, Kind, Option, Requirable, label_of, list_added, options_of

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a line may ask of its field's value: the family of its parameters ("": nothing), the choices that there are, and
    what stands beside a number.
    """

    family: str = ""
    options: Sequence[Option] = ()
    unit: str = ""


def measure_of(*, actor: Actor, kind: str, field: str) -> Measure:
    """Of a field of the kind; nothing of one that isn't there. A statement where there are choices to be read."""
    known = KINDS[kind].find_field(field)
    if known is None:
        return Measure()
    return Measure(known.measured_as, options_of(known), actor.currency if known.measured_as == "worth" else known.unit)


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A required field; `check` names a chosen validator; `starts_at` is None for what is in force, `ends_at` for what
    has no end.

    `teams` are the ids of those whose records alone are meant, `team_names` the names of those that there still are.
    `limits` are what its value must meet, as a form has them, `said` is that in words.
    `is_change`: it comes in the place of a line that is in force until then, `is_changing`: it is that line.
    `may_gate`: an act brings a record to its stage. `fault` says what is wrong with it, "" for nothing.
    """

    id: UUID
    field: str
    label: str
    stage: str
    stage_label: str
    weight: int
    grace_hours: int
    check: str
    starts_at: datetime | None
    limits: Given
    teams: tuple[str, ...] = ()
    team_names: tuple[str, ...] = ()
    ends_at: datetime | None = None
    is_gate: bool = False
    said: str = ""
    may_gate: bool = False
    fault: str = ""
    is_change: bool = False
    is_changing: bool = False


@dataclass(frozen=True, slots=True)
class MinimumSet:
    """What one kind of record must hold, and what else could be asked for: from which `stages` on, until which `ends`."""

    kind: str
    label: str
    lines: tuple[RequirementLine, ...]
    stages: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    gates: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()


def list_minimum_sets(*, actor: Actor, at: datetime) -> list[MinimumSet]:
    """Each kind's set in force, with what will be, stage by stage, heaviest fields first. Raises NotAllowed."""
    demand_right(actor=actor, right="settings.requirements")
    rows: dict[str, list[Requirement]] = {slug: [] for slug in KINDS}
    for row in Requirement.objects.filter(going_on(at), kind__in=KINDS).order_by("-weight", "field"):
        rows[row.kind].append(row)
    added = list_added()
    ids = {id_ for found in rows.values() for row in found for id_ in row.teams}
    names = dict(Team.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
    return [_shape(kind, rows[slug], added.get(slug, ()), at, names) for slug, kind in KINDS.items()]


def list_lines(kind: Kind, rows: Sequence[Requirement], *, at: datetime) -> tuple[RequirementLine, ...]:
    """Lines of a set as they were at `at`, stage by stage, heaviest first. One statement where teams are named."""
    ids = {id_ for row in rows for id_ in row.teams}
    names = dict(Team.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
    moments = moments_of(kind)
    return tuple(_line(moments, row, at, names) for row in _by_stage(moments, rows))


def _by_stage(moments: Moments, rows: Sequence[Requirement]) -> list[Requirement]:
    """A line's change comes behind the line."""
    weights: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=lambda row: row.starts_at):
        weights.setdefault((row.stage, row.field), row.weight)
    place = {stage: moments.place(stage) for stage in {row.stage for row in rows}}
    return sorted(rows, key=lambda row: (place[row.stage], -weights[row.stage, row.field], row.field, row.starts_at))


def _line(moments: Moments, row: Requirement, at: datetime, names: Mapping[UUID, str], fault: str = "") -> RequirementLine:
    kind = moments.kind
    return RequirementLine(
        id=row.id,
        field=row.field,
        label=label_of(kind.slug, row.field),
        stage=row.stage,
        stage_label=moments.say(row.stage),
        weight=row.weight,
        grace_hours=row.grace_hours,
        check=str(CHOSEN.get(row.check_name, "")),
        starts_at=row.starts_at if row.starts_at > at else None,
        ends_at=row.ends_at,
        is_gate=row.is_gate,
        limits=typed_of(row.limits),
        said=say_limits(kind.find_field(row.field), row.limits),
        fault=fault,
        may_gate=moments.may_gate(row.stage),
        teams=tuple(str(id_) for id_ in row.teams),
        team_names=tuple(names[id_] for id_ in row.teams if id_ in names),
    )


def _shape(
    kind: Kind, rows: list[Requirement], added: tuple[Requirable, ...], at: datetime, names: Mapping[UUID, str]
) -> MinimumSet:
    moments = moments_of(kind)
    faults = find_faults(moments, rows, fields={one.name for one in (*kind.fields, *added)}, teams=names)
    lines = [_line(moments, row, at, names, faults.get(row.id, "")) for row in _by_stage(moments, rows)]
    return MinimumSet(
        kind=kind.slug,
        label=str(kind.label),
        lines=tuple(_follow(lines)),
        stages=tuple(moments.options),
        ends=tuple(moments.ends),
        fields=tuple((one.name, str(one.label)) for one in (*kind.fields, *added)),
        gates=_gates(moments),
    )


def _follow(lines: Sequence[RequirementLine]) -> Iterator[RequirementLine]:
    """Lines, of which each knows whether another takes its place, or it another's: these stand beside each other."""
    starts = {(one.stage, one.field, one.starts_at) for one in lines if one.starts_at}
    ends = {(one.stage, one.field, one.ends_at) for one in lines if one.ends_at}
    for one in lines:
        is_change = one.starts_at is not None and (one.stage, one.field, one.starts_at) in ends
        yield replace(one, is_change=is_change, is_changing=(one.stage, one.field, one.ends_at) in starts)


def _gates(moments: Moments) -> tuple[str, ...]:
    known = moments.kind.stages
    return (*(str(known[slug]) for slug in known if slug in moments.kind.gates), *([_("a stage")] if moments.made else []))


def see_trial(*, actor: Actor, trial_id: UUID) -> Trial:
    """The trial. Raises NotAllowed, NotVisible."""
    demand_right(actor=actor, right="settings.requirements")
    found = Trial.objects.filter(id=trial_id).first()
    if found is None or found.kind not in KINDS:
        raise NotVisible
    return found


def list_debtors(*, actor: Actor, trial: Trial) -> list[tuple[UUID, str, int]]:
    """Whose records lack the field: id, name and how many, the most first. One statement."""
    counts = {UUID(id_): count for id_, count in trial.owners.items()}
    named = User.objects.filter(id__in=counts).values_list("id", "family_name", "given_name", "email")
    found = [
        (id_, display_name(family, given, locale=actor.language) or email, counts[id_])
        for id_, family, given, email in named
    ]
    return sorted(found, key=lambda one: (-one[2], one[1], one[0]))
