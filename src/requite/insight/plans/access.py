"""Who may see and set which plans: the plans rights over the holder."""

from uuid import UUID

from django.db.models import Q, QuerySet

from requite.identity.models import Team, User
from requite.insight.figures import COMPANY, Holder
from requite.insight.plans.models import Leave, Plan
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.ids import parse_id


def holder_of(plan: Plan) -> Holder:
    """Whose plan it is."""
    if plan.user_id:
        return Holder("user", plan.user_id)
    return Holder("team", plan.team_id) if plan.team_id else COMPANY


def parse_holder(text: str) -> Holder | None:
    """Read a holder as an address writes it (user:<id>, team:<id>, company); None when it is none."""
    who, _colon, id_text = text.partition(":")
    if who == "company" and not id_text:
        return COMPANY
    id_ = parse_id(id_text)
    if id_ is None or who not in ("user", "team"):
        return None
    return Holder("user", id_) if who == "user" else Holder("team", id_)


def see_holder(*, actor: Actor, holder: Holder, right: str = "plans.see", only_active: bool = True) -> str:
    """The holder's name, "" for the company. Raises NotVisible; NotAllowed where the right doesn't reach.

    A deactivated rep's plans aren't changed any more, but seen without `only_active`.
    """
    if not holder.covered(actor, "plans.see"):
        raise NotVisible
    if not holder.covered(actor, right):
        raise NotAllowed
    if holder.who == "company":
        return ""
    found: User | Team | None = None
    if holder.id and holder.who == "user":
        found = User.objects.filter(id=holder.id, is_active__in={True, only_active}).first()
    elif holder.id:
        found = Team.objects.filter(id=holder.id).first()
    if found is None:
        raise NotVisible
    return found.name


def list_holders(actor: Actor, right: str) -> tuple[list[Team], list[User], bool]:
    """Teams and active users whom the right reaches, by name, and whether it reaches the company."""
    scope = actor.scope(right)
    teams = Team.objects.order_by("name", "id")
    users = User.objects.filter(is_active=True).order_by("family_name", "given_name", "id")
    if scope == "all":
        return list(teams), list(users), True
    if scope == "team":
        return list(teams.filter(id__in=actor.team_ids)), list(users.filter(id__in=actor.reach)), False
    return [], list(users.filter(id=actor.id)) if scope and actor.id else [], False


def visible_plans(actor: Actor) -> QuerySet[Plan]:
    """Plans that the actor may see."""
    scope = actor.scope("plans.see")
    plans = Plan.objects.all()
    if scope == "all":
        return plans
    if scope == "team":
        return plans.filter(Q(user__in=actor.reach) | Q(team__in=actor.team_ids))
    return plans.filter(user=actor.id) if scope == "own" else plans.none()


def see_plan(*, actor: Actor, plan_id: UUID) -> Plan:
    """The plan. Raises NotVisible."""
    plan = visible_plans(actor).select_related("user", "team", "made_by").filter(id=plan_id).first()
    if plan is None:
        raise NotVisible
    return plan


def take_plan(*, actor: Actor, plan_id: UUID) -> Plan:
    """The plan, locked for a change. Raises NotVisible, NotAllowed."""
    plan = visible_plans(actor).select_for_update(of=("self",)).filter(id=plan_id).first()
    if plan is None:
        raise NotVisible
    if not holder_of(plan).covered(actor, "plans.set"):
        raise NotAllowed
    return plan


def visible_leaves(actor: Actor) -> QuerySet[Leave]:
    """Leaves of the reps whose plans the actor may see."""
    owners = actor.owners("plans.see")
    return Leave.objects.all() if owners is None else Leave.objects.filter(user__in=owners)


def take_leave(*, actor: Actor, leave_id: UUID) -> Leave:
    """The leave, locked for a change. Raises NotVisible, NotAllowed."""
    leave = visible_leaves(actor).select_for_update(of=("self",)).filter(id=leave_id).first()
    if leave is None:
        raise NotVisible
    if not actor.covers("plans.set", leave.user_id):
        raise NotAllowed
    return leave
