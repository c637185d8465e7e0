"""Contacts: a distinct person for each rep and day with a two-way event."""

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from requite.insight.figures import Figure, Records, Scope, declare
from requite.insight.plans.scoping import contacts, count_groups
from requite.kernel.actor import Actor


def records(actor: Actor, scope: Scope) -> Records:
    """One row for each rep, day and person; complete when one of the day's events is."""
    rows = contacts(actor, scope).values("user_id", "day", "person_id")
    return rows.annotate(is_complete=BoolOr("is_complete"), at=Min("at"))


CONTACTS = declare(Figure("contacts", _("Contacts"), records, count_groups, position=20, is_usual=True))
