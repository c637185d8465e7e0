"""Who is taken at a time that is being chosen: with what, where the reader may see it; else only that they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from requite.insight.plans.queries import list_gone
from requite.kernel.actor import Actor
from requite.web.calendar.saying import saying
from requite.web.formats import clock, day
from requite.work.queries.calendar import list_busy, list_span


def list_overlaps(
    actor: Actor, people: Mapping[UUID, str], *, start: datetime, end: datetime, without: UUID | None = None
) -> list[str]:
    """A sentence for each meeting of these people in [start, end), and for each day off. Three statements at most.

    `people` are names by id; those whose free time the actor may not ask for say nothing. `without` is left out.
    """
    found, say = [], saying(start)
    seen = [id_ for id_ in people if actor.covers("work.see", id_)]
    for item in list_span(actor=actor, user_ids=seen, start=start, end=end):
        if item.books and item.until > start and item.activity.id != without:
            who = ", ".join(people[id_] for id_ in item.users if id_ != actor.id)
            what = f"{say.span(item)} {say.title(item)}"
            found.append(f"{who}: {what}" if who else what)
    rest = [id_ for id_ in people if id_ not in seen]
    for user, spans in (list_busy(actor=actor, user_ids=rest, start=start, end=end) if rest else {}).items():
        for at, until in spans:
            if until > start:
                span = f"{clock(at)}–{clock(until)}"
                found.append(_("%(who)s: busy %(time)s") % {"who": people[user], "time": span})
    away = list_gone(actor=actor, user_ids=list(people), start=start, end=end)
    found += [
        _("%(who)s: away on %(day)s") % {"who": people[id_], "day": day(spans[0][0].astimezone(actor.zone))}
        for id_, spans in away.items()
    ]
    return found
