"""What of a deal an administrator can require, and from which moment on."""

from django.utils.translation import gettext_lazy as _

from requite.fields import references
from requite.quality.registry import Default, Kind, Requirable, declare

OFFERED = """
(r.state = 'won' OR EXISTS (SELECT FROM deals_stage s WHERE s.id = r.stage_id AND (s.is_offer OR EXISTS (
    SELECT FROM deals_stage o WHERE o.pipeline_id = s.pipeline_id AND o.is_offer AND o.ended_at IS NULL
        AND (o.position, o.id) < (s.position, s.id)
))))
"""
REASON = """
(SELECT c.reason_id::text FROM deals_closure c WHERE c.deal_id = r.id AND c.state = r.state
    AND NOT EXISTS (SELECT FROM deals_closure x WHERE x.reverses_id = c.id) LIMIT 1)
"""

DEAL = declare(
    Kind(
        slug="deal",
        reassess="requite.deals.reassessing.reassess_next",
        table="deals_deal",
        fades=True,
        right="deals.edit",
        owing="r.archived_at IS NULL",
        reached={"offer": OFFERED, "won": "r.state = 'won'", "lost": "r.state = 'lost'"},
        label=_("Deal"),
        fields=(
            Requirable("contact", _("Person or company"), "present", 6, sql="coalesce(r.person_id, r.company_id)::text"),
            Requirable("amount", _("Amount"), "present", 5, sql="r.amount::text"),
            Requirable("expected_on", _("Expected close"), "present", 4, sql="coalesce(r.expected_on, r.closed_at::date)"),
            Requirable("reason", _("Reason"), "present", 4, sql=REASON),
            Requirable("note", _("Note"), "text", 15, sql="r.note"),
        ),
        defaults=(
            Default("contact", 3),
            Default("amount", 3, "offer"),
            Default("expected_on", 2, "offer"),
            Default("reason", 1, "lost"),
        ),
        stages={"offer": _("from the offer on"), "won": _("won"), "lost": _("lost")},
        gates=frozenset({"offer", "won", "lost"}),
    )
)
references.hold("deal", "deals_deal")
