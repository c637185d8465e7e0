"""One's own settings."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from requite.identity.access import see_user
from requite.identity.actions.correct_profile import ProfileDraft, correct_preferences, correct_profile
from requite.identity.models import User
from requite.insight.adoption.actions.digests import wants_digest
from requite.kernel.errors import NotVisible
from requite.web.doors import ActorRequest, door, sent
from requite.web.pages import is_fragment, render
from requite.web.screens.entrance import place_options, safe_path
from requite.web.screens.settings_forms import OPEN, Outcome, attempt, done, sent_version

TEXTS = ("family_name", "given_name", "language", "time_zone", "theme")


def _own(request: ActorRequest) -> User:
    if request.actor.id is None:
        raise NotVisible
    return see_user(actor=request.actor, user_id=request.actor.id)


@door("GET", "POST")
def profile(request: ActorRequest) -> HttpResponseBase:
    """Names, language, zone, colours, single keys."""
    user = _own(request)
    if request.method == "GET":
        typed = {name: getattr(user, name) for name in TEXTS}
        return _show(request, user, {**typed, "single_keys": user.single_keys}, OPEN)
    texts, keys = {name: sent(request, name) for name in TEXTS}, sent(request, "single_keys") == "on"
    draft, version = ProfileDraft(**texts, single_keys=keys), sent_version(request)
    outcome = attempt(
        lambda: correct_profile(actor=request.actor, at=request.now, draft=draft, version=version)
    )
    if not outcome.is_kept:
        return _show(request, _own(request), {**texts, "single_keys": keys}, outcome)
    with override(texts["language"] or request.actor.language):
        return done(request, reverse("profile"), _("Kept."))


def _show(request: ActorRequest, user: User, typed: dict[str, Any], outcome: Outcome) -> HttpResponseBase:
    labels = {
        "family_name": _("Family name"), "given_name": _("Given name"), "language": _("Language"),
        "time_zone": _("Time zone"), "theme": _("Colours"), "single_keys": _("Single keys"),
    }  # fmt: skip
    words = {
        True: _("on"),
        False: _("off"),
        "auto": _("As the device"),
        "light": _("Light"),
        "dark": _("Dark"),
    }
    context = {
        "user": user,
        "typed": typed,
        "errors": outcome.errors,
        "clash": outcome.named(labels, lambda _name, value: words.get(value, value)),
        "clash_by": outcome.by,
        "clash_at": outcome.at,
        "themes": [(value, words[value]) for value in ("auto", "light", "dark")],
        "zones": place_options()["zones"],
        "wants_digest": wants_digest(user_id=user.id),
    }
    return render(request, "profile/profile.html", context, status=outcome.status)


@door("POST")
def preferences(request: ActorRequest) -> HttpResponseBase:
    """Colours or language alone, from the menu of every page."""
    correct_preferences(
        actor=request.actor, at=request.now, theme=sent(request, "theme"), language=sent(request, "language")
    )
    if is_fragment(request):
        return HttpResponse(status=204)
    return HttpResponseRedirect(safe_path(_came_from(request)))


def _came_from(request: ActorRequest) -> str:
    start = f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer", "")
    return referer.removeprefix(start) if referer.startswith(f"{start}/") else "/"
