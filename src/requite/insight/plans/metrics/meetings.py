"""Meetings held: ended meetings with at least one person of the customer's side."""

from django.utils.translation import gettext_lazy as _

from requite.insight.figures import Figure, Records, Scope, declare
from requite.insight.plans.scoping import count_rows, parts
from requite.kernel.actor import Actor


def records(actor: Actor, scope: Scope) -> Records:
    """One row for each rep and held meeting; without a person it can't be complete."""
    return parts(actor, scope).filter(kind="meeting")


MEETINGS_HELD = declare(
    Figure("meetings_held", _("Meetings held"), records, count_rows, position=10, is_usual=True)
)
