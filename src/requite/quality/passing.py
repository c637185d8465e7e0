"""What nobody could meet is refused before it is asked for: lines that contradict one another, gates that nobody passes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from requite.identity.checks import Checks
from requite.identity.roles import ROLES, Role
from requite.kernel.errors import Text
from requite.quality.faults import find_contradiction, say_contradiction
from requite.quality.models import Requirement, going_on
from requite.quality.moments import moments_of, start_of
from requite.quality.registry import KINDS, Kind, Requirable, options_of


def refuse_impassable(checks: Checks, line: Requirement, *, at: datetime, instead_of: Requirement | None = None) -> None:
    """Faults beside what makes a line impossible: its value, or that it is a gate. `instead_of` is the line as it was."""
    kind = KINDS[line.kind]
    known = kind.find_field(line.field)
    if known is None:
        return
    rows = Requirement.objects.filter(going_on(at), kind=line.kind, field=line.field).exclude(limits={})
    here = instead_of.stage if instead_of else None  # in one place one line follows on another, never both at a time
    others = [row for row in rows if row.stage != here] if line.limits else []
    if others and find_contradiction(moments_of(kind), line, others):
        checks.fault(next(iter(line.limits)), say_contradiction())
    fault = _gate_fault(kind, known, line) if line.is_gate else None
    if fault:
        checks.fault("is_gate", fault)


def can_be_filled(kind: Kind, known: Requirable, roles: Iterable[Role]) -> bool:
    """Whether some role that may bring a record to a moment may fill the field."""
    doers = (role for role in roles if not kind.right or kind.right in role.rights)
    return any(role.fields.get(known.audience, "edit") == "edit" for role in doers)


def _gate_fault(kind: Kind, known: Requirable, line: Requirement) -> Text | None:
    if not can_be_filled(kind, known, ROLES.values()):
        return _("No role that may bring a record there may fill this field: the gate would stop nobody. Make it a debt.")
    if known.given_at and start_of(line.stage) not in known.given_at:
        return _("This field is given later than at this moment: nobody could pass. Make it a debt.")
    chosen = line.limits.get("options")
    if chosen:
        offered = {one.id for one in options_of(known) if not one.is_ended and one.at in ("", start_of(line.stage))}
        if not offered & set(chosen):
            return _("None of these choices is offered at this moment: nobody could pass.")
    return None
