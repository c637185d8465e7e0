"""How allauth is to behave here: nobody signs up by themselves, passwords are journalled, mails are jobs."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requite.identity import jobs
from requite.identity.actions.correct_password import correct_password
from requite.identity.models import User

NEIGHBOURS = ("", "127.0.0.1", "::1")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in and passwords by allauth; log-ins are made by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "E-mail and password don't go together. Try again, or set a new password."
        ),
        "enter_current_password": _("This isn't your present password."),
        "incorrect_password": _("This isn't your present password."),
        "invalid_password_reset": _("This link doesn't work any more."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: see `actions.accept_invitation`."""
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Django's validators alone decide."""
        validate_password(password, user)
        return password

    def set_password(self, user: User, password: str) -> None:
        """Write and journal a password that allauth has checked."""
        correct_password(user=user, at=timezone.now(), password=password)

    def get_reset_password_from_key_url(self, key: str) -> str:  # noqa: ARG002 - allauth's signature
        """Nothing: the job that sends the link makes it, from the company's own address."""
        return ""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Queue the mail: an address that is known answers as fast as one that isn't."""
        jobs.send_password_link.defer(user_id=str(user.id))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """None: a change is in the journal."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """None: unknown addresses get no mail, and every other one is a job of ours."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """None: each page says what happened itself."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request came from: what the front on this machine says, else the connection itself.

        A header is believed only of a neighbour (a unix socket, or this machine), which writes it anew.
        """
        peer = str(request.META.get("REMOTE_ADDR", "")).split("%")[0]
        named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
        return named if named and peer in NEIGHBOURS else peer or "127.0.0.1"
