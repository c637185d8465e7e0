"""Ask for what was tried, or ask for it otherwise."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.access import demand_right
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import RIGHT, declare_requirement
from requite.quality.limits_given import typed_of
from requite.quality.models import Requirement, Trial
from requite.quality.queries import see_trial
from requite.quality.terms import Terms


def launch_requirement(*, actor: Actor, at: datetime, trial_id: UUID, is_sure: bool = False) -> Requirement:
    """Require what the trial tried, from its day, else from `at`, or change the line that it was tried for. The same
    trial twice asks once.

    Raises NotAllowed, NotVisible, Stale when somebody changed that line meanwhile, Refused while the trial isn't over,
    and by field where most of the base would owe it and nobody said that this is meant.
    """
    demand_right(actor=actor, right=RIGHT)
    tried = see_trial(actor=actor, trial_id=trial_id)
    if tried.ended_at is None:
        raise Refused(_("The trial isn’t over yet."))
    if tried.is_heavy and not is_sure:
        raise Refused(_("More than half of the records would owe it. Say that this is meant."), field="sure")
    terms = Terms(teams=[str(id_) for id_ in tried.teams], is_gate=tried.is_gate, limits=typed_of(tried.limits))
    if tried.instead_of_id:
        return _correct(tried, terms, actor=actor, at=at)
    made = declare_requirement(
        actor=actor, at=at, kind=tried.kind, stage=tried.stage, field=tried.field, weight=tried.weight,
        grace_hours=tried.grace_hours, starts_at=tried.starts_at, check=tried.check_name, once=tried.id, terms=terms,
    )  # fmt: skip
    if made.ends_at is not None:
        raise Refused(_("This was asked for once already and has ended since. Try it anew."))
    return made


def _correct(tried: Trial, terms: Terms, *, actor: Actor, at: datetime) -> Requirement:
    is_ahead = tried.starts_at is not None and tried.starts_at > at
    to = Correction(
        weight=tried.weight, grace_hours=tried.grace_hours, terms=terms,
        starts_on=actor.day_of(tried.starts_at).isoformat() if tried.starts_at and is_ahead else "",
    )  # fmt: skip
    assert tried.instead_of_id
    return correct_requirement(actor=actor, at=at, requirement_id=tried.instead_of_id, to=to, once=tried.id)
