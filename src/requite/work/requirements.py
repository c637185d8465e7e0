"""What of this room an administrator can require, and what ships: the minimum sets of a meeting and a call."""

from django.utils.translation import gettext_lazy as _

from requite.fields import references
from requite.people.requirements import read_states
from requite.quality.registry import Default, Kind, Requirable, declare
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
            Requirable("date", _("Date and time"), "date", 5, sql="r.at"),
            Requirable("family_name", _("Family name"), "text", 5, sql=PERSON.format("family_name")),
            Requirable("given_name", _("Given name"), "text", 5, sql=PERSON.format("given_name")),
            Requirable("contact", _("Contact details"), "contact", 10, sql=REACHED_BY, read=read_states),
            Requirable("topic", _("Topic"), "text", 8, sql="r.topic"),
            Requirable("place", _("Place"), "text", 8, sql="r.place"),
            Requirable("result", _("Result"), "text", 15, sql="r.result"),
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
            Requirable("outcome", _("Outcome"), "present", 3, sql="r.outcome_id::text"),
            Requirable("result", _("Result"), "text", 15, sql="r.result"),
        ),
        defaults=(Default("person", 2, "done"), Default("outcome", 3, "done", 24)),
        stages={"done": _("done")},
    )
)
references.hold("activity", "work_activity")
