"""What a record is worth, part by part, in words."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requite.quality.engine import Shares
from requite.web.formats import percent

HOUR = timedelta(hours=1)
IN_TIME, IN_HOURS = 24, 96  # hours: until when an entry is in time, and until when its delay is told in hours


def say_parts(shares: Shares, *, made_at: datetime, event_at: datetime | None = None) -> str:
    """"complete 60%, valid 62%, timely 87%, entered 48 hours after the event"; "" where nothing is asked of such a record.

    `event_at` is the record's own event, where it is one and is over. Uniqueness is told where something lowers it.
    """
    if shares.completeness is None:
        return ""
    said = [
        word % {"share": percent((share or 0) / 100)}
        for word, share in (
            (_("complete %(share)s"), shares.completeness),
            (_("valid %(share)s"), shares.validity),
            (_("timely %(share)s"), shares.timeliness),
        )
    ]
    if shares.uniqueness is not None and shares.uniqueness < 100:
        said.append(_("unique %(share)s") % {"share": percent(shares.uniqueness / 100)})
    return ", ".join([*said, *_late(made_at, event_at)])


def _late(made_at: datetime, event_at: datetime | None) -> list[str]:
    """How long after its event a record was entered, where that was late."""
    hours = round((made_at - event_at) / HOUR) if event_at else 0
    if hours <= IN_TIME:
        return []
    if hours <= IN_HOURS:
        text = ngettext("entered %(n)s hour after the event", "entered %(n)s hours after the event", hours)
        return [text % {"n": hours}]
    days = round(hours / 24)
    return [ngettext("entered %(n)s day after the event", "entered %(n)s days after the event", days) % {"n": days}]
