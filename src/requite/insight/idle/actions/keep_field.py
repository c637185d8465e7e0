"""A field stays although nobody used it, and is proposed again after as long; or that is taken back."""

from datetime import datetime

from requite.identity.access import demand_right
from requite.insight.idle.events import FieldKept
from requite.insight.idle.models import FieldUse
from requite.insight.idle.queries import RIGHT
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible
from requite.quality.models import Requirement, going_on


def mark_kept(*, actor: Actor, at: datetime, kind: str, field: str, kept_at: datetime | None) -> datetime | None:
    """Note that the field stays as from `kept_at`, None: nobody said so. Gives what was noted before.

    Raises NotAllowed, NotVisible for what no line asks for.
    """
    demand_right(actor=actor, right=RIGHT)
    with recording(actor=actor, at=at) as record:
        line = Requirement.objects.filter(going_on(at), kind=kind, field=field).order_by("starts_at", "id").first()
        if line is None:
            raise NotVisible
        use, _is_new = FieldUse.objects.select_for_update().get_or_create(kind=kind, field=field)
        before = use.kept_at
        if before != kept_at:
            use.kept_at = kept_at
            use.save(update_fields=["kept_at"])
            days = tuple(one.isoformat() if one else None for one in (before, kept_at))
            record(FieldKept(subject_id=line.id, changes={"field": (field, field), "kept_at": (days[0], days[1])}))
    return before
