"""New people: persons who came into the base, on the company's day of their making, for their present owner."""

from django.db.models import BooleanField, Case, F, Value, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.insight.figures import Figure, Records, Scope, declare, list_subtree
from requite.insight.plans.scoping import RIGHT, count_rows
from requite.kernel.actor import Actor
from requite.people.models import Person


def records(actor: Actor, scope: Scope) -> Records:
    """One row for each person that isn't archived; a team's are those of its present members."""
    holder = scope.holder
    if not holder.covered(actor, RIGHT):
        return Person.objects.none()
    start, end = scope.period.instants(actor.company_zone)
    rows = Person.objects.filter(
        archived_at__isnull=True, owner__isnull=False, made_at__gte=start, made_at__lt=end
    )
    if holder.who == "user":
        rows = rows.filter(owner=holder.id)
    elif holder.who == "team":
        rows = rows.filter(owner__in=User.objects.filter(team__in=list_subtree(holder.id)).values("id"))
    is_complete = Case(
        When(missing=[], then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )
    day = TruncDate("made_at", tzinfo=actor.company_zone)
    return rows.annotate(
        is_complete=is_complete, user_id=F("owner_id"), person_id=F("id"), day=day, at=F("made_at")
    )


NEW_PEOPLE = declare(
    Figure("new_people", _("New people"), records, count_rows, team_by="owner", position=40, is_usual=True)
)
