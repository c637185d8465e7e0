"""Who may see, judge and draw which checks: the rights over the rep whose record was drawn."""

from uuid import UUID

from django.db.models import QuerySet

from requite.insight.checks.models import Check, Draw
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible

SEE, JUDGE, DRAW, SET = "checks.see", "checks.judge", "checks.draw", "settings.checks"


def visible_checks(actor: Actor) -> QuerySet[Check]:
    """Checks of the reps whom the actor's right reaches."""
    owners = actor.owners(SEE)
    checks = Check.objects.all()
    return checks if owners is None else checks.filter(user__in=owners)


def see_check(*, actor: Actor, check_id: UUID) -> Check:
    """The check. Raises NotVisible."""
    found = visible_checks(actor).filter(id=check_id).first()
    if found is None:
        raise NotVisible
    return found


def can_judge(*, actor: Actor, user_id: UUID) -> bool:
    """Whether the actor may say what checks of that rep found. Nobody checks their own records."""
    return user_id != actor.id and actor.covers(JUDGE, user_id)


def take_check(*, actor: Actor, check_id: UUID) -> Check:
    """The check, locked, for one who may judge it. Raises NotVisible, NotAllowed."""
    found = visible_checks(actor).select_for_update(of=("self",)).filter(id=check_id).first()
    if found is None:
        raise NotVisible
    if not can_judge(actor=actor, user_id=found.user_id):
        raise NotAllowed
    return found


def take_own_check(*, actor: Actor, check_id: UUID) -> Check:
    """The check of a record of the actor's own, locked. Raises NotVisible; NotAllowed for another's."""
    found = visible_checks(actor).select_for_update(of=("self",)).filter(id=check_id).first()
    if found is None:
        raise NotVisible
    if found.user_id != actor.id:
        raise NotAllowed
    return found


def see_draw(*, actor: Actor, draw_id: UUID) -> Draw:
    """The draw: one of which the actor sees a check, or whose rep or team their right reaches. Raises NotVisible."""
    found = Draw.objects.select_related("user", "team", "plan", "drawn_by").filter(id=draw_id).first()
    if found is None or not (_covers(actor, found) or visible_checks(actor).filter(draw=found).exists()):
        raise NotVisible
    return found


def _covers(actor: Actor, draw: Draw) -> bool:
    if draw.user_id:
        return actor.covers(SEE, draw.user_id)
    scope = actor.scope(SEE)
    return scope == "all" or (scope == "team" and draw.team_id in actor.team_ids)
