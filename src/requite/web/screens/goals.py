"""Goals of the roll-out: set one, take it back."""

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.insight.adoption.access import SET
from requite.insight.adoption.actions.goals import GoalDraft, declare_goal, restore_goal, retract_goal
from requite.kernel.errors import Refused
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import done
from requite.web.toasts import with_toast

FIELDS = ("share", "days", "due_on")
USUAL = {"share": "80", "days": "4", "due_on": ""}


@door("GET", "POST", right=SET)
def new_goal(request: ActorRequest) -> HttpResponseBase:
    """So many of a hundred reps active on so many days a week, by a day."""
    typed = {name: sent(request, name)[:40] for name in FIELDS} if request.method == "POST" else USUAL
    context = {"typed": typed, "errors": {}, "once": sent(request, "once") or fresh_key()}
    if request.method == "GET":
        return render(request, "adoption/goal.html", context)
    try:
        goal = declare_goal(
            actor=request.actor, at=request.now, draft=GoalDraft(**typed), once=sent_id(request, "once")
        )
    except Refused as refusal:
        return render(request, "adoption/goal.html", {**context, "errors": refusal.errors}, status=422)
    undo = reverse("goal_retraction", kwargs={"id": goal.id})
    return with_toast(request, HttpResponseRedirect(reverse("adoption")), _("The goal holds."), undo=undo)


@door("POST", right=SET)
def goal_retraction(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Take a goal back."""
    goal = retract_goal(actor=request.actor, at=request.now, goal_id=id_of(id))
    undo = reverse("goal_restoration", kwargs={"id": goal.id})
    return done(request, reverse("adoption"), _("The goal was taken back."), undo=undo)


@door("POST", right=SET)
def goal_restoration(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Let it hold again."""
    restore_goal(actor=request.actor, at=request.now, goal_id=id_of(id))
    return done(request, reverse("adoption"), _("The goal holds again."))
