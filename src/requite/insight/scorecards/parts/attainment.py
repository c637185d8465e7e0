"""Attainment: Σ weight · min(1, done/target) over the card's figures."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.insight.figures import list_figures
from requite.insight.plans.attained import NOTHING, Attained, list_attained
from requite.insight.scorecards.parts import ATTAINMENT, Asked, Part, declare
from requite.insight.scorecards.shapes import Reading, Term


def read(asked: Asked) -> Mapping[UUID, Reading]:
    """Every rep has a reading; without a target its share is None."""
    figures = list_figures(slug for slug, weight in asked.figures.items() if weight)
    found = list_attained(user_ids=asked.user_ids, figures=figures, period=asked.period)

    def term(slug: str, one: Attained) -> Term:
        set_on = asked.actor.day_of(one.set_at) if one.set_at else None
        in_period = set_on is not None and set_on > asked.period.start and asked.period.contains(set_on)
        return Term(slug, asked.figures[slug], one.done, one.target, one.plan_id, set_on if in_period else None, one.is_all)

    return {
        user: Reading(terms=tuple(term(one.slug, found.get((user, one.slug), NOTHING)) for one in figures))
        for user in asked.user_ids
    }


declare(
    Part(
        ATTAINMENT, _("Attainment"), _("what was done of the targets, each up to its whole"), read, 60, 10, is_of_period=True
    )
)
