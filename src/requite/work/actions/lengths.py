"""How long something takes: a length is what books time."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.work import access
from requite.work.actions import keeping
from requite.work.events import ActivityCorrected
from requite.work.models import Activity

LONGEST = timedelta(days=31)
BOOKABLE = (Activity.Kind.TASK, Activity.Kind.CALL)


def correct_length(
    *, actor: Actor, at: datetime, activity_id: UUID, until: datetime | None, version: int | None = None
) -> Activity:
    """Let a meeting, or a task or call that is to be done, end at `until`; None: the task or call takes no time.

    Raises Stale when it isn't that version any more.
    """
    with recording(actor=actor, at=at) as record:
        found = access.take_activity(actor=actor, activity_id=activity_id)
        if found.kind not in (Activity.Kind.MEETING, *BOOKABLE):
            raise Refused(_("Only a meeting, a task or a call has a length."))
        keeping.demand_version(found, version)
        _refuse_state(found, until)
        refuse_bad_end(found.at, until)
        before = found.until
        if before != until:
            found.until = until
            changes: dict[str, tuple[object, object]] = {
                "until": (before.isoformat() if before else None, until.isoformat() if until else None)
            }
            keeping.keep(record, found, ActivityCorrected, changes)
    return found


def refuse_bad_end(event_at: datetime | None, until: datetime | None) -> None:
    """Raise Refused for an end before the beginning, for one a month after it, and where nothing says when it begins."""
    if until is None:
        return
    if event_at is None:
        raise Refused(_("Give the time too."), field="clock")
    if until < event_at:
        raise Refused(_("It ends before it begins."), field="until")
    if until - event_at > LONGEST:
        raise Refused(_("It lasts at most a month."), field="until")


def _refuse_state(found: Activity, until: datetime | None) -> None:
    if found.kind == Activity.Kind.MEETING:
        if found.state == Activity.State.MOVED:
            raise Refused(_("A moved meeting has a new date already. Call that one off instead."))
        if until is None or until == found.at:
            raise Refused(_("A meeting lasts five minutes at least."), field="until")
    elif not found.is_open:
        raise Refused(_("Only what is still to be done can be given a length."))
    elif found.is_all_day and until is not None:
        raise Refused(_("Give the time too."), field="clock")
