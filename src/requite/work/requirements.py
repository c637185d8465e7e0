"""What of this room an administrator can require, and what ships: the minimum sets of a meeting and a call."""

from django.utils.translation import gettext_lazy as _

from requite.fields import references
from requite.quality.registry import Default, Kind, Requirable, declare

MEETING = declare(
    Kind(
        slug="meeting",
        reassess="requite.work.reassessing.reassess_next",
        label=_("Meeting"),
        fields=(
            Requirable("date", _("Date and time"), "date", 5),
            Requirable("family_name", _("Family name"), "text", 5),
            Requirable("given_name", _("Given name"), "text", 5),
            Requirable("contact", _("Contact details"), "contact", 10),
            Requirable("topic", _("Topic"), "text", 8),
            Requirable("place", _("Place"), "text", 8),
            Requirable("result", _("Result"), "text", 15),
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
    )
)

CALL = declare(
    Kind(
        slug="call",
        reassess="requite.work.reassessing.reassess_next",
        label=_("Call"),
        fields=(
            Requirable("person", _("Person"), "present", 8),
            Requirable("outcome", _("Outcome"), "present", 3),
            Requirable("result", _("Result"), "text", 15),
        ),
        defaults=(Default("person", 2, "done"), Default("outcome", 3, "done", 24)),
        stages={"done": _("done")},
    )
)
references.hold("activity", "work_activity")
