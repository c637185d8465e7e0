"""What all metrics share: the rows of a scope, a joint meeting once for a team, and how rows are counted."""

from typing import Any

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q, QuerySet

from requite.insight.figures import Count, Records, Scope, list_subtree
from requite.insight.plans.models import Contact, Part
from requite.kernel.actor import Actor

RIGHT = "plans.see"


def within(rows: QuerySet[Any], actor: Actor, scope: Scope) -> QuerySet[Any]:
    """The rows of a view that are of the scope; a joint meeting's are one for a team or the company.

    Its one row is the owner's where the owner is of the team, else that of the colleague with the least id.
    """
    holder, period = scope.holder, scope.period
    if not holder.covered(actor, RIGHT):
        return rows.none()
    rows = rows.filter(day__gte=period.start, day__lt=period.end)
    if holder.who == "user":
        return rows.filter(user=holder.id)
    others: QuerySet[Any] = Part.objects.filter(activity=OuterRef("activity")).filter(
        Q(turn__lt=OuterRef("turn")) | Q(turn=OuterRef("turn"), user__lt=OuterRef("user"))
    )
    if holder.who == "team":
        teams = list_subtree(holder.id)
        rows, others = rows.filter(team__in=teams), others.filter(team__in=teams)
    return rows.filter(Q(is_joint=False) | ~Exists(others))


def parts(actor: Actor, scope: Scope) -> QuerySet[Part]:
    """Shares in calls and meetings."""
    return within(Part.objects.all(), actor, scope)


def contacts(actor: Actor, scope: Scope) -> QuerySet[Contact]:
    """Two-way events with persons."""
    return within(Contact.objects.all(), actor, scope)


def count_rows(records: Records) -> Count:
    """How many rows are complete, and how many aren't."""
    found = records.aggregate(
        counted=Number("pk", filter=Q(is_complete=True)), pending=Number("pk", filter=Q(is_complete=False))
    )
    return Count(found["counted"], found["pending"])


def count_groups(records: Records) -> Count:
    """The same where each record is a group of rows."""
    return Count(records.filter(is_complete=True).count(), records.filter(is_complete=False).count())
