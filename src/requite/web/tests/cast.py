"""The cast in browsers of their own."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.signals import setting_changed
from django.db import connection
from django.dispatch import receiver
from django.test import Client
from django.test.client import ClientHandler
from django.utils.crypto import get_random_string

from requite.identity.models import User
from requite.identity.sessions import SessionStore
from requite.kernel.ids import new_id

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(user: User | None = None, **options) -> Client:
    """A browser in English, logged in when a user is given."""
    client = Client(headers={"Accept-Language": "en"}, **options)
    if not options:
        client.handler = _handler()
    if user is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


@cache
def _handler() -> ClientHandler:
    """What stands before the views, put together once for all browsers; anew when a test changes a setting."""
    return ClientHandler(enforce_csrf_checks=False)


@receiver(setting_changed)
def _forget(**_changed: Any) -> None:
    _handler.cache_clear()


def session_of(user: User) -> str:
    """The key of a session as a log-in leaves it, written by one statement; the log-in has tests of its own."""
    store, key = SessionStore(), get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
    holds = {
        SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()
    }  # fmt: skip
    row = [key, store.encode(holds), store.get_expiry_date()]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (%s, %s, %s)", row
        )
    return key


def once() -> str:
    """A key of a form."""
    return str(new_id())
