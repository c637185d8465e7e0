"""Enter a rep's leave, and take it back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.insight.figures import Holder
from requite.insight.plans import access
from requite.insight.plans.actions.set_target import topics_of_holder
from requite.insight.plans.events import LeaveDeclared, LeaveRetracted
from requite.insight.plans.models import Leave
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Text
from requite.kernel.ids import new_id

LONGEST = timedelta(days=400)
YEARS = 5


def declare_leave(
    *,
    actor: Actor,
    at: datetime,
    user_id: UUID,
    starts_on: date | None,
    last_on: date | None,
    once: UUID | None = None,
) -> Leave:
    """Keep that the rep is away from the first day to the last, both among them, and return the leave.

    Raises NotVisible, NotAllowed, Refused by field.
    """
    holder = Holder("user", user_id)
    access.see_holder(actor=actor, holder=holder, right="plans.set")
    start, end = _read_days(starts_on, last_on, today=actor.day_of(at))
    with recording(actor=actor, at=at) as record:
        leave = Leave(id=new_id(), user_id=user_id, starts_on=start, ends_on=end, made_at=at)
        earlier = claim_once(key=once, actor=actor, subject_id=leave.id, at=at)
        if earlier:
            return access.visible_leaves(actor).get(id=earlier)
        User.objects.select_for_update().get(id=user_id)
        if Leave.objects.filter(user=user_id, starts_on__lt=end, ends_on__gt=start).exists():
            raise Refused(_("There is a leave on some of these days already."), field="starts_on")
        leave.save(force_insert=True)
        changes = {"user": (None, user_id), "starts_on": (None, start), "ends_on": (None, end)}
        record(LeaveDeclared(subject_id=leave.id, changes=changes, topics=topics_of_holder(holder)))
    return leave


def retract_leave(*, actor: Actor, at: datetime, leave_id: UUID) -> None:
    """Take a leave back. Raises NotVisible, NotAllowed."""
    with recording(actor=actor, at=at) as record:
        leave = access.take_leave(actor=actor, leave_id=leave_id)
        changes = {
            "starts_on": (leave.starts_on, None),
            "ends_on": (leave.ends_on, None),
            "user": (leave.user_id, None),
        }
        topics = topics_of_holder(Holder("user", leave.user_id))
        record(LeaveRetracted(subject_id=leave.id, changes=changes, topics=topics))
        leave.delete()


def _read_days(starts_on: date | None, last_on: date | None, *, today: date) -> tuple[date, date]:
    errors: dict[str, Text] = {}
    if starts_on is None:
        errors["starts_on"] = _("Give the first day.")
    elif abs(starts_on.year - today.year) > YEARS:
        errors["starts_on"] = _("This day is too far away.")
    if last_on is None:
        errors["last_on"] = _("Give the last day.")
    elif starts_on is not None and last_on < starts_on:
        errors["last_on"] = _("The last day comes before the first.")
    elif starts_on is not None and last_on - starts_on > LONGEST:
        errors["last_on"] = _("A leave lasts 400 days at most.")
    if errors or starts_on is None or last_on is None:
        raise Refused(errors=errors)
    return starts_on, last_on + timedelta(days=1)
