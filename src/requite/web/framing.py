"""The frame around each page: what of the rail the reader may open, and the pass for the live stream."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from requite.identity.access import Reader
from requite.identity.roles import role_of
from requite.identity.topics import topics_for
from requite.kernel.actor import Actor
from requite.live.token import sign
from requite.web.frame import Frame, NavItem


def nav_for(actor: Actor) -> tuple[tuple[NavItem, ...], ...]:
    """The entries of the rail that the actor may open, by right."""
    main: list[NavItem] = []
    if actor.has("team.see"):
        main.append(NavItem("team", _("Team"), reverse("team"), "team"))
    if actor.has("work.see") and actor.has("work.edit"):
        main.append(NavItem("today", _("Today"), reverse("today"), "today"))
    if actor.has("people.see"):
        main.append(NavItem("people", _("People"), reverse("people"), "people"))
        main.append(NavItem("companies", _("Companies"), reverse("companies"), "company"))
    more: list[NavItem] = []
    if actor.has("plans.see"):
        more.append(NavItem("plans", _("Plans"), reverse("plans"), "plans"))
    if actor.has("people.import"):
        more.append(NavItem("imports", _("Imports"), reverse("imports"), "import"))
    if any(right.startswith("settings.") for right in actor.rights):
        more.append(NavItem("settings", _("Settings"), reverse("settings"), "settings"))
    return tuple(main), tuple(more)


def home_of(actor: Actor) -> str:
    """The address of the page that answers the actor's first question."""
    return reverse(role_of(actor.role).home)


def live_token(actor: Actor, topics: Iterable[str], *, at: float) -> str:
    """A pass for the stream, good for the actor's own topics and `topics`, which the caller has authorised."""
    return sign(
        key=settings.SECRET_KEY, user=str(actor.id), topics=sorted({*topics_for(actor), *topics}), at=at
    )


def frame_for(request: HttpRequest, *, topics: Iterable[str] = ()) -> Frame:
    """The frame of a page of somebody who is logged in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now: Any = request.now  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return Frame(
        nav=nav_for(actor),
        user_name=actor.name,
        user_say=str(role_of(actor.role).label),
        user_key=str(actor.id),
        theme=reader.theme,  # type: ignore[arg-type]
        keys=reader.single_keys,
        home=home_of(actor),
        search=reverse("search") if actor.has("people.see") else "",
        preferences=reverse("preferences"),
        profile=reverse("profile"),
        log_in=reverse("account_login"),
        log_out=reverse("account_logout"),
        live_token=live_token(actor, topics, at=now.timestamp()),
        live_renew=reverse("live_token"),
    )
