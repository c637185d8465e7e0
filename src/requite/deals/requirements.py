"""What of a deal an administrator can require, and from which moment on."""

from django.utils.translation import gettext_lazy as _

from requite.fields import references
from requite.quality.registry import Default, Kind, Requirable, declare

DEAL = declare(
    Kind(
        slug="deal",
        reassess="requite.deals.reassessing.reassess_next",
        label=_("Deal"),
        fields=(
            Requirable("contact", _("Person or company"), "present", 6),
            Requirable("amount", _("Amount"), "present", 5),
            Requirable("expected_on", _("Expected close"), "present", 4),
            Requirable("reason", _("Reason"), "present", 4),
            Requirable("note", _("Note"), "text", 15),
        ),
        defaults=(
            Default("contact", 3),
            Default("amount", 3, "offer"),
            Default("expected_on", 2, "offer"),
            Default("reason", 1, "lost"),
        ),
        stages={"offer": _("from the offer on"), "won": _("won"), "lost": _("lost")},
    )
)
references.hold("deal", "deals_deal")
