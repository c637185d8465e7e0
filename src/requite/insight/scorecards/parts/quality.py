"""Quality: the mean score of the rep's records in use, of 100, times what the spot checks say of it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.checks.access import SEE
from requite.insight.checks.queries.anchors import Anchor, anchors_now
from requite.insight.scorecards.parts import Asked, Part, declare
from requite.insight.scorecards.shapes import Reading
from requite.insight.supervision.queries.reps import Sum, list_sums

MOST_CHECKS = 10**6
NONE = Anchor()


def read(asked: Asked) -> Mapping[UUID, Reading]:
    """The points of all records in use, of 100 for each, times the anchor of today. Two statements."""
    sums = list_sums(user_ids=asked.user_ids)
    reader = replace(asked.actor, rights={**asked.actor.rights, SEE: "all"})  # who sees a card sees all that it is made of
    held = anchors_now(actor=reader, user_ids=list(sums), now=asked.at)
    return {user: _reading(one, held.get(user, NONE)) for user, one in sums.items()}


def _reading(quality: Sum, anchor: Anchor) -> Reading:
    factor = Fraction(anchor.value).limit_denominator(MOST_CHECKS)  # the anchor's own quotient, exactly
    checks = (anchor.ok, anchor.checks) if anchor.applies else None
    return Reading(Decimal(quality.points), Decimal(quality.records * 100), factor=factor, checks=checks)


SAY = _("the mean quality of the records in use, times what spot checks say of it")
declare(Part("quality", _("Quality"), SAY, read, 25, 20))
