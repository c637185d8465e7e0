"""How allauth is to behave here: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in and passwords by allauth; log-ins are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see `actions.accept_invitation`."""
        return False
