"""Forms of plans: set a target, change it, take it back; a rep's leave."""

from datetime import date
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.figures import Holder, list_figures
from requite.insight.plans import access
from requite.insight.plans.actions.drafts import TargetDraft
from requite.insight.plans.actions.leave import declare_leave, retract_leave
from requite.insight.plans.actions.retract_target import retract_target
from requite.insight.plans.actions.set_target import PlanMovedOn, set_target
from requite.insight.plans.models import Plan
from requite.insight.plans.queries import list_leaves
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Text
from requite.kernel.ids import parse_id
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.moments import read_day
from requite.web.pages import render
from requite.web.screens.plans import span_labels
from requite.web.toasts import with_toast

FIELDS = ("holder", "metric", "span", "target", "counts", "starts_on", "last_on")


@door("GET", "POST", right="plans.set")
def new_plan(request: ActorRequest) -> HttpResponseBase:
    """Set a target. One that replaces another asks first."""
    typed = {name: request.GET.get(name, "")[:60] for name in FIELDS}
    typed["holder"] = typed["holder"] or request.GET.get("of", "")[:60]
    typed |= {"span": typed["span"] or "month", "counts": typed["counts"] or "complete"}
    return _form(request, typed, plan=None)


@door("GET", "POST", right="plans.set")
def edit_plan(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Set another target in place of this one, from a period on."""
    plan = access.see_plan(actor=request.actor, plan_id=id_of(id))
    holder = access.holder_of(plan)
    if not holder.covered(request.actor, "plans.set"):
        raise NotAllowed
    is_single = plan.span == Plan.Span.CUSTOM
    begins = plan.starts_on if is_single else max(plan.starts_on, request.actor.day_of(request.now))
    last = date.fromordinal(plan.ends_on.toordinal() - 1) if is_single and plan.ends_on else None
    typed = {
        "holder": holder.key,
        "metric": plan.metric,
        "span": plan.span,
        "target": f"{plan.target.normalize():f}",
        "counts": plan.counts,
        "starts_on": begins.isoformat(),
        "last_on": last.isoformat() if last else "",
    }
    return _form(request, typed, plan=plan)


@door("POST", right="plans.set")
def plan_retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take a target back."""
    version = sent(request, "version")
    plan = retract_target(
        actor=request.actor,
        at=request.now,
        plan_id=id_of(id),
        version=int(version) if version.isdecimal() and len(version) < 9 else None,
    )
    response = HttpResponseRedirect(reverse("plan", kwargs={"id": plan.id}))
    return with_toast(request, response, _("The plan ended. Periods that are over keep their target."))


@door("GET", "POST", right="plans.set")
def leaves(request: ActorRequest) -> HttpResponseBase:
    """Leaves of the reps whose plans the reader sets, and the form of one more."""
    actor = request.actor
    typed = {name: sent(request, name)[:60] for name in ("user", "starts_on", "last_on")}
    context: dict[str, Any] = {"typed": typed, "errors": {}, "once": sent(request, "once") or fresh_key()}
    if request.method == "POST":
        try:
            user_id = parse_id(typed["user"])
            if user_id is None:
                raise Refused(_("Choose who is away."), field="user")
            days = _read_days(typed)
            declare_leave(
                actor=actor, at=request.now, user_id=user_id, starts_on=days[0], last_on=days[1],
                once=sent_id(request, "once"),
            )  # fmt: skip
        except Refused as refusal:
            context["errors"] = refusal.errors
        else:
            return HttpResponseRedirect(reverse("leaves"))
    context["leaves"] = list_leaves(actor=actor, at=request.now)
    context["users"] = [(user.id, user.name) for user in access.list_holders(actor, "plans.set")[1]]
    return render(request, "plans/leaves.html", context, status=422 if context["errors"] else 200)


@door("POST", right="plans.set")
def leave_retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take a leave back."""
    retract_leave(actor=request.actor, at=request.now, leave_id=id_of(id))
    return with_toast(request, HttpResponseRedirect(reverse("leaves")), _("The leave was taken back."))


def _form(request: ActorRequest, typed: dict[str, str], *, plan: Plan | None) -> HttpResponseBase:
    context = _context(request, typed, plan)
    if request.method == "GET":
        return render(request, "plans/form.html", context)
    fixed = ("holder", "metric", "span") if plan else ()
    given = {name: sent(request, name)[:60] for name in FIELDS if name in request.POST and name not in fixed}
    typed = {**typed, **given}
    context |= {"typed": typed}
    seen, version = sent_id(request, "seen"), sent(request, "version")
    try:
        made = set_target(
            actor=request.actor,
            at=request.now,
            draft=_draft(typed),
            seen=seen,
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            once=sent_id(request, "once"),
        )
    except Refused as refusal:
        return render(request, "plans/form.html", {**context, "errors": refusal.errors}, status=422)
    except PlanMovedOn as moved:
        return render(request, "plans/form.html", {**context, **_clash(moved)}, status=409)
    return HttpResponseRedirect(reverse("plan", kwargs={"id": made.id}))


def _context(request: ActorRequest, typed: dict[str, str], plan: Plan | None) -> dict[str, Any]:
    return {
        "plan": plan,
        "typed": typed,
        "errors": {},
        "clash": None,
        "clash_gone": False,
        "once": sent(request, "once") or fresh_key(),
        "seen": sent(request, "seen") or (str(plan.id) if plan else ""),
        "version": sent(request, "version") or (plan.version if plan else 0),
        "holders": _holders(request.actor),
        "metrics": [(figure.slug, str(figure.label)) for figure in list_figures()],
        "spans": list(span_labels().items()),
        "counts": [(key, str(label)) for key, label in Plan.Counts.choices],
    }


def _clash(moved: PlanMovedOn) -> dict[str, Any]:
    """The plan that stands, and its version, so that saving again is a choice."""
    former = moved.former
    return {
        "clash": former,
        "clash_gone": former is None,
        "seen": str(former.id) if former else "",
        "version": former.version if former else 0,
    }


def _holders(actor: Actor) -> list[tuple[str, str]]:
    """Those for whom the reader sets plans, as (key, name)."""
    teams, users, is_company = access.list_holders(actor, "plans.set")
    company = [("company", _("The company"))] if is_company else []
    return [
        *company,
        *((Holder("team", team.id).key, _("Team %(name)s") % {"name": team.name}) for team in teams),
        *((Holder("user", user.id).key, user.name) for user in users),
    ]


def _draft(typed: dict[str, str]) -> TargetDraft:
    holder = access.parse_holder(typed["holder"])
    if holder is None:
        if typed["holder"]:
            raise NotVisible
        raise Refused(_("Choose whose plan it is."), field="holder")
    starts_on, last_on = _read_days(typed)
    return TargetDraft(
        holder=holder, metric=typed["metric"], span=typed["span"], target=typed["target"], counts=typed["counts"],
        starts_on=starts_on, last_on=last_on,
    )  # fmt: skip


def _read_days(typed: dict[str, str]) -> tuple[date | None, date | None]:
    errors: dict[str, Text] = {}
    days: list[date | None] = []
    for name in ("starts_on", "last_on"):
        try:
            days.append(read_day(typed[name], field=name) if typed[name] else None)
        except Refused as refusal:
            errors |= refusal.errors
            days.append(None)
    if errors:
        raise Refused(errors=errors)
    return days[0], days[1]
