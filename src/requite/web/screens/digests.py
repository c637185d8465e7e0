"""One's own weekly digest as a page, and how to get it by mail no more: in the settings, or by the link of a mail."""

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from requite.identity.access import find_actor
from requite.insight.adoption.access import DIGEST, SET
from requite.insight.adoption.actions.digests import restore_digest, retract_digest, wants_digest, week_of
from requite.insight.adoption.actions.failed import return_failed
from requite.kernel.actor import Actor
from requite.web.doors import ActorRequest, door, sent
from requite.web.jobs import queue
from requite.web.listening import topic_of
from requite.web.mails.digest import digest_letter
from requite.web.mails.opting import read_out_token
from requite.web.mails.sending import has_mail_server
from requite.web.pages import render
from requite.web.screens.settings_forms import done


@door("GET", right=DIGEST)
def digest(request: ActorRequest) -> HttpResponseBase:
    """What the reader's digest says at this moment, of the week before this one."""
    actor = request.actor
    week, here = week_of(request.now.astimezone(actor.zone).date()), f"{request.scheme}://{request.get_host()}"
    letter = digest_letter(actor=actor, week=week, at=request.now, address=here)
    topic = topic_of(actor, DIGEST)
    context = {
        "letter": letter, "topic": topic,
        "wants": wants_digest(user_id=actor.me),
        "goes_out": has_mail_server(),
    }
    return render(request, "digests/digest.html", context, topics=[topic])


@door("POST", right=DIGEST)
def digest_choice(request: ActorRequest) -> HttpResponseBase:
    """Turn the mail on or off; `to` is where the form came from."""
    act, text = (restore_digest, _("You get the weekly digest.")) if sent(request, "wants") else (
        retract_digest, _("You get no weekly digest any more.")
    )  # fmt: skip
    act(actor=request.actor, at=request.now)
    where = "profile" if sent(request, "to") == "profile" else "digest"
    return done(request, reverse(where), text)


@csrf_exempt
def digest_out(request: HttpRequest, *, token: str) -> HttpResponseBase:
    """The link of a mail: it works without a log-in, since its signature says whose it is. Only a POST changes anything.

    A mail program that offers to unsubscribe posts here by itself (RFC 8058), so there is no other proof to be asked for.
    """
    actor = _actor_of(token)
    if actor is None:
        return render(request, "digests/spent.html", status=404)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method == "POST":
        act = restore_digest if request.POST.get("again") else retract_digest
        act(actor=actor, at=request.now)  # type: ignore[attr-defined]
    with override(actor.language):
        return render(request, "digests/out.html", {"wants": wants_digest(user_id=actor.me), "token": token})


def _actor_of(token: str) -> Actor | None:
    user_id = read_out_token(token)
    actor = find_actor(user_id=user_id, via="mail") if user_id else None
    return actor if actor and actor.has(DIGEST) else None


@door("POST", right=SET)
def digests_again(request: ActorRequest) -> HttpResponseBase:
    """Try the digests of this week again that couldn't be sent."""
    with transaction.atomic():
        week = week_of(request.actor.day_of(request.now))
        queue(return_failed(actor=request.actor, at=request.now, week=week))
    return HttpResponseRedirect(reverse("adoption"))
