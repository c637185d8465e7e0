"""What of this room an administrator can require, and what ships: the minimum sets of a meeting and a call."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from requite.fields import references
from requite.people.requirements import read_states
from requite.quality.limits import Measured
from requite.quality.registry import Days, Default, Kind, Option, Requirable, declare
from requite.work.models.activity import CONNECTED_SECONDS

PERSON = "(SELECT p.{} FROM people_person p WHERE p.id = r.person_id)"
REACHED_BY = """
(SELECT array_agg(t.state::text) FROM people_point t WHERE t.person_id = r.person_id AND t.kind IN ('phone', 'email'))
"""
# With a company alone only somebody who was reached has a name to give.
WHOM = f"""
coalesce(r.person_id, CASE WHEN r.outcome_class <> 'reached'
    AND (coalesce(r.seconds, 0) < {CONNECTED_SECONDS} OR r.outcome_class = 'wrong_number') THEN r.company_id END)::text
"""
# When a meeting is to be is measured while it is ahead: one that was held is past.
AT = "ARRAY[r.at, CASE WHEN r.state = 'planned' THEN r.at END]"
AHEAD = "d.kind = 'meeting' AND d.state = 'planned' AND d.retracted_at IS NULL"
DAYS = Days("work_activity", "d.at", among=AHEAD, is_instant=True)


def read_time(held: Sequence[datetime | None]) -> Measured:
    """The time of a meeting as the engine sees it."""
    return Measured(*held)


def list_outcomes() -> list[Option]:
    """What calls come to, with outcomes that are given no more."""
    from requite.work.models import CallStatus  # noqa: PLC0415 - declared before the models are there

    rows = CallStatus.objects.order_by("position", "id")
    return [Option(str(one.id), str(one.label), one.ended_at is not None) for one in rows]


MEETING = declare(
    Kind(
        slug="meeting",
        reassess="requite.work.reassessing.reassess_next",
        table="work_activity",
        right="work.edit",
        among="r.kind = 'meeting' AND r.retracted_at IS NULL",
        owing="r.kind = 'meeting' AND r.state IN ('planned', 'held') AND r.retracted_at IS NULL",
        reached={"held": "r.state = 'held'"},
        label=_("Meeting"),
        fields=(
            Requirable("date", _("Date and time"), "date", 5, sql=AT, read=read_time, family="date", days=DAYS),
            Requirable("family_name", _("Family name"), "text", 5, sql=PERSON.format("family_name")),
            Requirable("given_name", _("Given name"), "text", 5, sql=PERSON.format("given_name")),
            Requirable("contact", _("Contact details"), "contact", 10, sql=REACHED_BY, read=read_states),
            Requirable("topic", _("Topic"), "text", 8, sql="r.topic"),
            Requirable("place", _("Place"), "text", 8, sql="r.place"),
            Requirable("result", _("Result"), "text", 15, sql="r.result", words="r.result"),
        ),
        defaults=(
            Default("date", 2),
            Default("family_name", 2),
            Default("given_name", 2),
            Default("contact", 3),
            Default("topic", 2),
            Default("result", 3, "held", 24),
        ),
        stages={"planned": _("planned"), "held": _("held")},
        gates=frozenset({"held"}),
    )
)

CALL = declare(
    Kind(
        slug="call",
        reassess="requite.work.reassessing.reassess_next",
        table="work_activity",
        right="work.edit",
        among="r.kind = 'call' AND r.retracted_at IS NULL",
        owing="r.kind = 'call' AND r.state = 'done' AND r.retracted_at IS NULL",
        label=_("Call"),
        fields=(
            Requirable("person", _("Person"), "present", 8, sql=WHOM),
            Requirable(
                "outcome", _("Outcome"), "present", 3, sql="r.outcome_id::text", family="choice", options=list_outcomes
            ),
            Requirable("result", _("Result"), "text", 15, sql="r.result", words="r.result"),
        ),
        defaults=(Default("person", 2, "done"), Default("outcome", 3, "done", 24)),
        stages={"done": _("done")},
    )
)
references.hold("activity", "work_activity")
