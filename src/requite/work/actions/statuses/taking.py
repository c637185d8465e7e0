"""What every change of the list of outcomes goes by."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.access import demand_right
from requite.identity.checks import Checks
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.work.models import CallStatus

RIGHT = "settings.statuses"
LONGEST_NAME = 60


def take_statuses(*, actor: Actor) -> dict[UUID, CallStatus]:
    """All outcomes in their order, locked: names, order and the last of a class concern the whole list."""
    demand_right(actor=actor, right=RIGHT)
    return {status.id: status for status in CallStatus.objects.select_for_update().order_by("position", "id")}


def take_status(statuses: dict[UUID, CallStatus], status_id: UUID) -> CallStatus:
    """One of them. Raises NotVisible."""
    if status_id not in statuses:
        raise NotVisible
    return statuses[status_id]


def check_name(checks: Checks, status: CallStatus, statuses: Iterable[CallStatus]) -> None:
    """A shipped outcome may do without a word of its own; no two on offer read alike."""
    status.name = checks.text("name", status.name, limit=LONGEST_NAME, needed=not status.key)
    others = (one for one in statuses if one.id != status.id and one.ended_at is None)
    if any(one.label.casefold() == status.label.casefold() for one in others):
        checks.fault("name", _("There is an outcome of that name already."))


def refuse_last(status: CallStatus, statuses: Iterable[CallStatus], *, field: str = "") -> None:
    """Raise Refused when no other outcome of the status's class would be on offer."""
    others = (one for one in statuses if one.id != status.id and one.ended_at is None)
    if not any(one.class_name == status.class_name for one in others):
        label = CallStatus.Class(status.class_name).label
        text = _("“%(name)s” is the last outcome of the class “%(class)s”: add another one first.")
        raise Refused(text % {"name": status.label, "class": label}, field=field)
