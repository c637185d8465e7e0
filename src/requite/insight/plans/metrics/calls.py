"""Calls made: attempts, whoever answered. Calls that came in aren't among them."""

from django.utils.translation import gettext_lazy as _

from requite.insight.figures import Figure, Records, Scope, declare
from requite.insight.plans.scoping import count_rows, parts
from requite.kernel.actor import Actor


def records(actor: Actor, scope: Scope) -> Records:
    """One row for each call."""
    return parts(actor, scope).filter(kind="call").exclude(direction="in")


CALLS_MADE = declare(Figure("calls_made", _("Calls made"), records, count_rows, position=30, is_usual=True))
