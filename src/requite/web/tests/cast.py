"""The cast in browsers of their own."""

from django.test import Client

from requite.identity.models import User
from requite.kernel.ids import new_id

BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(user: User | None = None, **options) -> Client:
    """A browser in English, logged in when a user is given."""
    client = Client(headers={"Accept-Language": "en"}, **options)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def once() -> str:
    """A key of a form."""
    return str(new_id())
