"""Ask for what was tried."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.access import demand_right
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.quality.actions.declare_requirement import RIGHT, declare_requirement
from requite.quality.limits_given import typed_of
from requite.quality.models import Requirement
from requite.quality.queries import see_trial
from requite.quality.terms import Terms


def launch_requirement(*, actor: Actor, at: datetime, trial_id: UUID, is_sure: bool = False) -> Requirement:
    """Require what the trial tried, from its day, else from `at`. The same trial twice asks once.

    Raises NotAllowed, NotVisible, Refused while the trial isn't over, and by field where most of the base would owe it
    and nobody said that this is meant.
    """
    demand_right(actor=actor, right=RIGHT)
    tried = see_trial(actor=actor, trial_id=trial_id)
    if tried.ended_at is None:
        raise Refused(_("The trial isn’t over yet."))
    if tried.is_heavy and not is_sure:
        raise Refused(_("More than half of the records would owe it. Say that this is meant."), field="sure")
    made = declare_requirement(
        actor=actor, at=at, kind=tried.kind, stage=tried.stage, field=tried.field, weight=tried.weight,
        grace_hours=tried.grace_hours, starts_at=tried.starts_at, check=tried.check_name, once=tried.id,
        terms=Terms(teams=[str(id_) for id_ in tried.teams], is_gate=tried.is_gate, limits=typed_of(tried.limits)),
    )  # fmt: skip
    if made.ends_at is not None:
        raise Refused(_("This was asked for once already and has ended since. Try it anew."))
    return made
