"""The frame around each page: what of the rail the reader may open, and the pass for the live stream."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from requite.identity.access import Reader
from requite.identity.roles import role_of
from requite.identity.topics import topics_for
from requite.kernel.actor import Actor
from requite.kernel.dates import language
from requite.live.token import sign
from requite.web.addresses import url
from requite.web.frame import Frame, NavItem


def nav_for(actor: Actor) -> tuple[tuple[NavItem, ...], ...]:
    """The entries of the rail that the actor may open, by right."""
    return _nav(frozenset(actor.rights), language())


@lru_cache(maxsize=64)
def _nav(rights: frozenset[str], code: str) -> tuple[tuple[NavItem, ...], ...]:  # noqa: ARG001 (the language is part of the key)
    main = [
        ("team", _("Team"), "team", {"team.see"}),
        ("today", _("Today"), "today", {"work.see", "work.edit"}),
        ("people", _("People"), "people", {"people.see"}),
        ("companies", _("Companies"), "company", {"people.see"}),
        ("deals", _("Deals"), "deal", {"deals.see"}),
        ("calendar", _("Calendar"), "calendar", {"work.see"}),
        ("activities", _("Activities"), "activities", {"work.see"}),
    ]
    more = [
        ("plans", _("Plans"), "plans", {"plans.see"}),
        ("checks", _("Checks"), "check", {"checks.judge"}),
        ("checks_mine", _("My checks"), "check", {"checks.see"} if "checks.judge" not in rights else {""}),
        ("adoption", _("Adoption"), "ahead", {"adoption.see"}),
        ("my_card", _("Scorecard"), "star", {"cards.see"}),
        ("imports", _("Imports"), "import", {"people.import"}),
        (
            "settings",
            _("Settings"),
            "settings",
            {right for right in rights if right.startswith("settings.")} or {""},
        ),
    ]
    main_items, more_items = (
        tuple(NavItem(slug, label, url(slug), icon) for slug, label, icon, needed in part if needed <= rights)
        for part in (main, more)
    )
    return main_items, more_items


def home_of(actor: Actor) -> str:
    """The address of the page that answers the actor's first question."""
    return url(role_of(actor.role).home)


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
        search=url("search") if actor.has("people.see") else "",
        find_key="⌘K" if "Mac OS X" in request.headers.get("User-Agent", "") else "Ctrl K",
        preferences=url("preferences"),
        profile=url("profile"),
        log_in=url("account_login"),
        log_out=url("account_logout"),
        live_token=live_token(actor, topics, at=now.timestamp()),
        live_renew=url("live_token"),
    )
