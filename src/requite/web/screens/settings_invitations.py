"""Invitations: a link for each newcomer, shown once."""

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity import queries
from requite.identity.actions.invite_user import Given, invite_user
from requite.identity.actions.retract_invitation import retract_invitation
from requite.web.doors import ActorRequest, door, fresh_key, id_of, sent, sent_id
from requite.web.pages import render
from requite.web.screens.settings_forms import OPEN, attempt, done
from requite.web.screens.settings_users import role_options, team_options

RIGHT = "settings.users"


@door("GET", "POST", right=RIGHT)
def invitations(request: ActorRequest) -> HttpResponseBase:
    """Make a link; the page after it is the only one that shows it."""
    given: list[Given] = []
    typed = {name: sent(request, name) for name in ("email", "role", "team")}
    outcome = OPEN
    if request.method == "POST":
        outcome = attempt(
            lambda: given.append(
                invite_user(
                    actor=request.actor,
                    at=request.now,
                    email=typed["email"],
                    role=typed["role"],
                    team_id=sent_id(request, "team"),
                    once=sent_id(request, "once"),
                )
            )
        )
    made = given[0] if given else None
    context = {
        "link": _link(request, made.secret) if made else "",
        "made": made.invitation if made else None,
        "typed": {"email": "", "role": "rep", "team": ""} if made or request.method == "GET" else typed,
        "errors": outcome.errors,
        "once": fresh_key() if made else sent(request, "once") or fresh_key(),
        "roles": role_options(request.actor),
        "teams": team_options(request.actor),
        "lines": queries.list_invitations(actor=request.actor, at=request.now),
    }
    return render(request, "settings/invitations.html", context, status=outcome.status)


def _link(request: ActorRequest, secret: str) -> str:
    # The company's own address where it is known; else what the administrator's own browser shows.
    company = queries.find_organisation()
    start = company.address if company and company.address else f"{request.scheme}://{request.get_host()}"
    return f"{start}{reverse('invitation', kwargs={'secret': secret})}"


@door("POST", right=RIGHT)
def withdrawal(request: ActorRequest, *, id: str) -> HttpResponseBase:  # noqa: A002
    """Takes an invitation back."""
    retract_invitation(actor=request.actor, at=request.now, invitation_id=id_of(id))
    return done(request, reverse("invitations"), _("Taken back: the link doesn’t work any more."))
