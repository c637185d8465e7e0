"""What of a deal an administrator can require, and from which moment on."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from requite.fields import references
from requite.quality.limits import Measured
from requite.quality.registry import Days, Default, Kind, Moment, Option, Requirable, declare

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
CLOSED = frozenset({"won", "lost"})
AHEAD = "d.state = 'open' AND d.archived_at IS NULL"
# When an open deal is expected to close is a question; the day on which one closed answers it, whatever is asked of it.
EXPECTED = """
ARRAY[coalesce(r.expected_on, r.closed_at::date)::text, CASE WHEN r.state = 'open' THEN r.expected_on::text END]
"""


def list_moments() -> Sequence[Moment]:
    """The stages of the pipelines."""
    from requite.deals import moments  # noqa: PLC0415 - declared before the models are there

    return moments.list_moments()


def read_amount(held: Sequence[int | None]) -> Measured:
    """An amount as the engine sees it: its own, measured by what it is worth in the company's currency."""
    amount, value = held
    return Measured("" if amount is None else str(amount), value)


def read_expected(held: Sequence[str | None]) -> Measured:
    """When a deal is expected to close, measured while it is open."""
    day, is_open_on = held
    return Measured(day or "", date.fromisoformat(is_open_on) if is_open_on else None)


def list_reasons() -> list[Option]:
    """Why deals are closed, with reasons that are given no more."""
    from requite.deals.models import Reason  # noqa: PLC0415 - declared before the models are there

    rows = Reason.objects.order_by("position", "id")
    return [Option(str(one.id), one.label, one.ended_at is not None, one.state) for one in rows]


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
            Requirable(
                "amount", _("Amount"), "present", 5, sql="ARRAY[r.amount, r.value]", read=read_amount, family="worth"
            ),
            Requirable(
                "expected_on", _("Expected close"), "present", 4, sql=EXPECTED, read=read_expected, family="date",
                days=Days("deals_deal", "coalesce(d.expected_on, 'infinity')", among=AHEAD),
            ),
            Requirable(
                "reason", _("Reason"), "present", 4, sql=REASON, family="choice", options=list_reasons, given_at=CLOSED
            ),
            Requirable("note", _("Note"), "text", 15, sql="r.note", words="r.note"),
        ),
        defaults=(
            Default("contact", 3),
            Default("amount", 3, "offer"),
            Default("expected_on", 2, "offer"),
            Default("reason", 1, "lost"),
        ),
        stages={"offer": _("from the offer on"), "won": _("won"), "lost": _("lost")},
        gates=frozenset({"offer", "won", "lost"}),
        exclusive=CLOSED,
        moments=list_moments,
    )
)
references.hold("deal", "deals_deal")
