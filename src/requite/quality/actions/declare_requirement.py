"""Ask for a field from now on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.identity.models import Team
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.kernel.period import start_of_day
from requite.quality.checks import CHOSEN, OF_TEXTS
from requite.quality.events import RequirementsChanged
from requite.quality.faults import is_checked_otherwise
from requite.quality.limits import text_of
from requite.quality.limits_given import read_limits
from requite.quality.models import Requirement, in_force_within
from requite.quality.moments import moments_of
from requite.quality.passing import refuse_impassable
from requite.quality.registry import KINDS, Kind
from requite.quality.terms import EVERYBODY, Terms

RIGHT = "settings.requirements"
HEAVIEST = 10
LONGEST_GRACE = 24 * 365
FURTHEST = timedelta(days=366)


def declare_requirement(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    stage: str,
    field: str,
    weight: str | int,
    grace_hours: str | int,
    starts_at: datetime | None = None,
    check: str = "",
    once: UUID | None = None,
    terms: Terms = EVERYBODY,
) -> Requirement:
    """Require the field of that kind of record from that stage on ("" is always), from `starts_at`, else from `at`.

    The validator is `check`, else the field's own. Raises NotAllowed, NotVisible for an unknown kind, Refused by field.
    """
    demand_right(actor=actor, right=RIGHT)
    checks = Checks()
    check_place(checks, kind_of(kind), stage=stage, field=field, check=check)
    heavy, grace = check_measures(checks, weight=weight, grace_hours=grace_hours)
    teams, is_gate = terms.read_teams(checks), terms.read_gate(checks, kind_of(kind), stage)
    limits = read_limits(checks, kind_of(kind).find_field(field), terms.limits, actor=actor)
    made = Requirement(kind=kind, stage=stage, field=field, weight=heavy, grace_hours=grace, check_name=check)
    made.starts_at, made.teams, made.is_gate, made.limits = max(starts_at or at, at), teams, is_gate, limits
    checks.settle()
    refuse_impassable(checks, made, at=made.starts_at)
    checks.settle()
    with recording(actor=actor, at=at) as record:
        before = claim_once(key=once, actor=actor, subject_id=made.id, at=at)
        if before:
            return Requirement.objects.get(id=before)
        refuse_overlap(checks, made)
        insert(checks, made)
        place = {"kind": ("", kind), "stage": ("", moments_of(kind_of(kind)).name(stage)), "field": ("", field)}
        measures = {"weight": (None, heavy), "grace_hours": (None, grace)}
        changes = {**place, **_ahead(made, at), **say_terms(None, made), **measures}
        record(RequirementsChanged(subject_id=made.id, changes=changes))
    return made


def _ahead(made: Requirement, at: datetime) -> dict[str, tuple[object, object]]:
    return {"starts_at": (None, made.starts_at.isoformat())} if made.starts_at > at else {}


def say_terms(old: Requirement | None, new: Requirement) -> dict[str, tuple[object, object]]:
    """What the journal keeps of whom it is asked, where that differs: the teams by the names that they have now."""
    teams = (names_of(old.teams) if old else "", names_of(new.teams))
    gate = (old.is_gate if old else False, new.is_gate)
    pairs: dict[str, tuple[object, object]] = {"teams": teams, "gate": gate}
    pairs["limits"] = (text_of(old.limits) if old else "", text_of(new.limits))
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def names_of(teams: Sequence[UUID]) -> str:
    """Names of teams, "" for none."""
    found = Team.objects.filter(id__in=teams).order_by("name", "id") if teams else ()
    return ", ".join(team.name for team in found)


def read_start(
    checks: Checks, value: str, *, actor: Actor, at: datetime, field: str = "starts_on"
) -> datetime | None:
    """The company's day from which something is to be in force, or no longer; None for at once. Today is at once."""
    text = value.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        checks.fault(field, _("This isn’t a day."))
        return None
    today = actor.day_of(at)
    if not today <= day <= today + FURTHEST:
        checks.fault(field, _("A day from today on, at most a year ahead."))
        return None
    return start_of_day(day, zone=actor.company_zone) if day > today else None


def refuse_overlap(checks: Checks, made: Requirement) -> None:
    """Refuse what is asked for there already, or will be."""
    same = Requirement.objects.filter(kind=made.kind, stage=made.stage, field=made.field)
    if same.filter(in_force_within(made.starts_at, made.ends_at)).exists():
        refuse_twice(checks)


def kind_of(slug: str) -> Kind:
    """The kind of record of that name. Raises NotVisible."""
    if slug not in KINDS:
        raise NotVisible
    return KINDS[slug]


def check_place(checks: Checks, kind: Kind, *, stage: str, field: str, check: str = "") -> None:
    """The field is one of the kind's, the stage one that it knows; a validator is chosen for texts alone."""
    checks.choice("field", field, [one.name for one in kind.requirables])
    moments_of(kind).check(checks, stage)
    checks.choice("check", check, CHOSEN, needed=False)
    found = kind.find_field(field)
    others = Requirement.objects.filter(kind=kind.slug, field=field, ends_at=None) if found else ()
    if is_checked_otherwise(kind.slug, field, check, list(others)):
        checks.fault("check", _("This field is asked for in another line with another check: one value can’t meet both."))
    if check and found and not (found.chooses and found.check in OF_TEXTS):
        checks.fault("check", _("This field has a check of its own."))


def check_measures(checks: Checks, *, weight: str | int, grace_hours: str | int) -> tuple[int, int]:
    """Weight (1 to 10) and grace (hours, up to a year) as numbers."""
    heavy = _whole(weight)
    if not 1 <= heavy <= HEAVIEST:
        checks.fault("weight", _("A whole number from 1 to 10."))
    grace = _whole(grace_hours)
    if not 0 <= grace <= LONGEST_GRACE:
        checks.fault("grace_hours", _("Hours, a whole number up to 8760 (a year)."))
    return heavy, grace


def _whole(value: str | int) -> int:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


def insert(checks: Checks, made: Requirement) -> None:
    """Keep a new row, with its field's own validator where none was chosen; refuse a second one for the same place."""
    found = kind_of(made.kind).find_field(made.field)
    made.check_name = made.check_name or (found.check if found else "present")
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        refuse_twice(checks)


def refuse_twice(checks: Checks) -> None:
    """Refuse what is asked for there already."""
    checks.fault("field", _("This field is required there already."))
    checks.settle()
