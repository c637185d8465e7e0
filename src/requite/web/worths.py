"""What a record is worth, part by part, in words."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from requite.quality.engine import Shares
from requite.quality.judged import Judged
from requite.quality.proofs import UNTOLD, Proved
from requite.web.formats import day, percent

HOUR = timedelta(hours=1)
WHOLE = 100
BY = {
    "call": gettext_lazy("last proved by a call on %(day)s"),
    "meeting": gettext_lazy("last proved by a meeting on %(day)s"),
    "check": gettext_lazy("last proved by a spot check on %(day)s"),
}
IN_TIME, IN_HOURS = 24, 96  # hours: until when an entry is in time, and until when its delay is told in hours


def say_parts(
    shares: Shares,
    *,
    made_at: datetime,
    event_at: datetime | None = None,
    fades: bool = False,
    proved: Proved | None = None,
) -> str:
    """"complete 60%, valid 62%, timely 87%, entered 48 hours after the event"; "" where nothing is asked of such a record.

    `event_at` is the record's own event, where it is one and is over. One that `fades` also says what `proved` it last.
    Uniqueness is told where something lowers it.
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
    if shares.uniqueness is not None and shares.uniqueness < WHOLE:
        said.append(_("unique %(share)s") % {"share": percent(shares.uniqueness / 100)})
    return ", ".join([*said, *_late(made_at, event_at), *(_evidence(shares, made_at, proved) if fades else ())])


def _evidence(shares: Shares, made_at: datetime, proved: Proved | None) -> list[str]:
    """What last said that the record is true; where nothing did since it was entered, only once that costs it something."""
    if proved is UNTOLD:
        return []
    if proved is not None and proved.at > made_at:
        text = BY.get(proved.source, gettext_lazy("last proved on %(day)s"))
        return [str(text) % {"day": day(proved.at)}]
    if shares.timeliness is None or shares.timeliness == WHOLE:
        return []
    return [_("not proved since it was entered on %(day)s") % {"day": day(made_at)}]


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


def judged_by(judged: Judged, kind: str) -> Markup:
    """"judged by version 7, of 3 Nov", which leads to that version; and which one is about to judge it anew."""
    number = judged.number
    if judged.starts_at is None:
        said = _("judged by version %(number)s, as it shipped") % {"number": number}
    else:
        said = _("judged by version %(number)s, of %(day)s") % {"number": number, "day": day(judged.starts_at)}
    told = Markup('<a class="text-link" href="{}">{}</a>').format(version_address(kind, number), said)
    if judged.ahead is None:
        return told
    return told + ", " + _("version %(number)s is on its way to it") % {"number": judged.ahead}


def version_address(kind: str, number: int) -> str:
    """The page of a version."""
    return reverse("minimum_set_version", kwargs={"kind": kind, "number": number})
