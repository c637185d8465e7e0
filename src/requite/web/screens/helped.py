"""The records of one's own that colleagues worked with in a week: what the digest tells in numbers."""

from uuid import UUID

from django.http import HttpResponseBase

from requite.fields.references import names_of
from requite.insight.adoption.access import DIGEST
from requite.insight.adoption.actions.digests import week_of
from requite.insight.adoption.queries import helped as queries
from requite.insight.adoption.queries.use import WEEK
from requite.kernel.ids import parse_id
from requite.kernel.period import Kind, period_of
from requite.web.addresses import url
from requite.web.doors import ActorRequest, door
from requite.web.pages import render
from requite.web.screens.adoption import label_of_week, week_asked
from requite.web.screens.journal import about
from requite.web.screens.lists import limit_of
from requite.web.screens.names import full

COLLEAGUES = 20  # as many are offered as chips
DIGITS = 19  # more, and it is no number of a row


@door("GET", right=DIGEST)
def helped(request: ActorRequest) -> HttpResponseBase:
    """Of the `week`, the last whole one unless it is named; `by` one colleague alone."""
    actor, given = request.actor, request.GET
    present = week_of(actor.day_of(request.now))
    week = week_asked(given.get("week", ""), present) if given.get("week") else present - WEEK
    by, before = parse_id(given.get("by", "")), given.get("after", "")
    after = int(before) if before.isdecimal() and len(before) < DIGITS else None
    limit, days = limit_of(request, "helped", queries.PAGE), {"start": week, "end": week + WEEK}
    found = queries.list_helped(user_id=actor.me, **days, by=by, after=after, most=limit)
    rows = found[:limit]
    helpers, colleagues = queries.list_helpers(user_id=actor.me, **days, most=COLLEAGUES)
    names = names_of(actor, "user", {row.actor_id for row in rows})
    told = about(actor, {row.record_id: row.kind for row in rows})

    def address(whom: UUID | None, **more: object) -> str:
        return url("helped", query={"week": period_of(Kind.WEEK, week).key, **({"by": str(whom)} if whom else {}), **more})

    context = {
        "rows": [(row, *told[row.record_id], names.get(row.actor_id, "")) for row in rows],
        "week_label": label_of_week(week),
        "faces": [(address(one.id), full(*one.names) or one.email, one.id == by, one.records) for one in helpers],
        "all": address(None), "is_all": by is None, "colleagues": colleagues,
        "next": address(by, after=rows[-1].key) if len(found) > limit else "",
    }  # fmt: skip
    fragment = "digests/helped_rows.html" if after else None
    return render(request, "digests/helped.html", context, fragment=fragment, topics=[f"user:{actor.me}"])
