"""Deals won, and revenue: the closures of deals, less what was reopened within 30 days."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from requite.deals.models import Closure
from requite.insight.figures import Count, Figure, Records, Scope, declare, list_subtree
from requite.insight.plans.scoping import RIGHT
from requite.kernel.actor import Actor


def records(actor: Actor, scope: Scope) -> Records:
    """One row for each win with an amount, and one for each that was taken back within 30 days of it."""
    holder, period = scope.holder, scope.period
    if not holder.covered(actor, RIGHT):
        return Closure.objects.none()
    rows: QuerySet[Any] = Closure.objects.filter(day__gte=period.start, day__lt=period.end).exclude(sign=0)
    rows = rows.filter(Q(state="won", value__gt=0) | Q(state="reopened", reverses__state="won", value__lt=0))
    if holder.who == "user":
        rows = rows.filter(owner=holder.id)
    elif holder.who == "team":
        rows = rows.filter(team__in=list_subtree(holder.id))
    found: Records = rows.filter(owner__isnull=False).annotate(
        user_id=F("owner_id"), person_id=F("deal__person_id")
    )
    return found


def count_signs(rows: Records) -> Count:
    """Wins less reopenings, complete ones and the rest."""
    return _sum(rows, "sign")


def sum_values(rows: Records) -> Count:
    """What they are worth, in hundredths of a unit of the company's currency."""
    return _sum(rows, "value")


def _sum(rows: Records, column: str) -> Count:
    found = rows.aggregate(
        counted=Sum(column, filter=Q(is_complete=True)), pending=Sum(column, filter=Q(is_complete=False))
    )
    return Count(found["counted"] or 0, found["pending"] or 0)


DEALS_WON = declare(Figure("deals_won", _("Deals won"), records, count_signs, position=25, is_usual=True))
REVENUE = declare(Figure("revenue", _("Revenue"), records, sum_values, unit="money", position=28))
