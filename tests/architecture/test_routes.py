"""Every address: guarded or openly public, shut to strangers in every method, and to roles without its right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from testing.asserts import told, untouched
from testing.cast import HTMX
from testing.heard import ANY, heard

from requite.identity.models import Team, User
from requite.identity.roles import ROLES
from requite.identity.tests.cast import NOW
from requite.web.routes import entrance
from requite.web.tests.cast import browser
from tests.architecture.stage import Stage, cast, parts_of, stage, standing

pytestmark = pytest.mark.django_db
__all__ = ["cast", "stage", "standing"]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
PUBLIC = {"healthz", *(str(pattern.name) for pattern in entrance.urlpatterns)}


def routes() -> list[URLPattern]:
    """All addresses. Nothing is included from elsewhere: there is one list."""
    found = get_resolver().url_patterns
    assert all(isinstance(pattern, URLPattern) for pattern in found)
    return found


def guard_of(route: URLPattern) -> Any:
    """The methods and the right that stand before the view; None for a view without a guard."""
    return getattr(route.callback, "guard", None)


def parametrised(found: list[URLPattern]) -> Any:
    return pytest.mark.parametrize("route", found, ids=[str(route.name) for route in found])


GUARDED = [route for route in routes() if guard_of(route)]
OF_RECORDS = [route for route in GUARDED if "id" in parts_of(route)]
WITH_RIGHT = [route for route in GUARDED if guard_of(route)[1]]


def user_of(role: str, team: Team | None = None) -> User:
    """Somebody new of a role, who was here just now."""
    return User.objects.create(email=f"{role}@other.kr", role=role, team=team, made_at=NOW)


def test_every_address_is_guarded_or_on_the_public_list() -> None:
    bare = {str(route.name) for route in routes() if not guard_of(route)}
    assert bare == PUBLIC


def test_every_address_has_a_name_of_its_own() -> None:
    names = [route.name for route in routes()]
    assert sorted(names) == sorted(set(names))


@parametrised(GUARDED)
def test_asks_who_is_not_logged_in_to_log_in(stage: Stage, route: URLPattern) -> None:
    with untouched():
        for address, methods in doors(stage, route, METHODS):
            for method in methods:
                answer = browser().generic(method, address, headers=HTMX)
                assert (method, answer.status_code) == (method, 401)
                assert answer.content == b""
            seen = browser().get(address)
            assert (seen.status_code, seen.url.split("?")[0]) == (302, "/log-in/")
            sent = browser().post(address, stage.sent())
            assert sent.status_code == 401
            assert b"csrfmiddlewaretoken" in sent.content


def doors(stage: Stage, route: URLPattern, methods: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """Each address of a view with methods to try: all at the first, two at the others, which have the same door."""
    first, *others = stage.addresses(route)
    return [(first, methods), *((address, methods[:2]) for address in others)]


@parametrised(OF_RECORDS)
def test_gives_a_stranger_nothing_and_changes_nothing(stage: Stage, route: URLPattern) -> None:
    """By the methods that the view names; the others are refused to everybody, which is shown below."""
    strangers = [browser(stage.cast.gleb), browser(user_of("leader", stage.cast.south))]
    named = [method for method in METHODS if ("GET" if method == "HEAD" else method) in guard_of(route)[0]]
    with untouched():
        for client, address, method, headers in product(strangers, stage.addresses(route), named, ({}, HTMX)):
            for form in (stage.sent(), {}) if method == "POST" else ({},):
                with heard() as names:
                    answer = ask(client, method, address, form, headers)
                assert answer.status_code in {403, 404}, (method, address)
                assert "Seo" not in told(answer)
                assert "Sejong" not in told(answer)
                if names.isdisjoint((*form, ANY)):
                    break  # nothing of the form was asked for, so an empty one can't be answered otherwise


def ask(client: Client, method: str, address: str, sent: dict[str, Any], headers: dict[str, str]) -> Any:
    """Send the form by POST; the other methods come bare."""
    if method == "POST":
        return client.post(address, sent, headers=headers)
    return client.generic(method, address, headers=headers)


@parametrised(WITH_RIGHT)
def test_refuses_every_role_without_its_right(stage: Stage, route: URLPattern) -> None:
    methods, right = guard_of(route)
    without = [slug for slug, role in ROLES.items() if right not in role.rights]
    clients = [browser(user_of(slug, stage.cast.north)) for slug in without]
    with untouched():
        for client, address, method in product(clients, stage.addresses(route), methods):
            answer = ask(client, method, address, stage.sent(), {})
            assert answer.status_code == 403, (method, address)


@parametrised(GUARDED)
def test_takes_no_method_that_it_does_not_name(stage: Stage, route: URLPattern) -> None:
    methods = guard_of(route)[0]
    client = browser(stage.cast.oleg)
    with untouched():
        for address, unnamed in doors(stage, route, [one for one in METHODS if one not in (*methods, "HEAD")]):
            for method in unnamed:
                answer = client.generic(method, address, "name=Taken")
                assert answer.status_code == 405, (method, address)
                assert answer.headers["Allow"]
