"""Reads what a form or a file gave, field by field, and refuses once with all that is wrong."""

import unicodedata
from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from requite.identity.models import User
from requite.kernel.email import normalise_email
from requite.kernel.errors import Refused, Text
from requite.kernel.legible import legible

LONGEST_PASSWORD = 200


class Checks:
    """Collects the faults of one form. A method returns the value as it is to be kept; `settle` refuses."""

    def __init__(self) -> None:
        self.errors: dict[str, Text] = {}

    def fault(self, field: str, message: Text) -> None:
        """Note a fault; the first one of a field stands."""
        self.errors.setdefault(field, message)

    def text(self, field: str, value: str, *, limit: int, needed: bool = True) -> str:
        """One line: what can't be seen is gone, spaces single, NFC."""
        plain = "".join(
            " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in value
        )
        text = unicodedata.normalize("NFC", " ".join(legible(plain).split()))
        if needed and not text:
            self.fault(field, _("This is needed."))
        if len(text) > limit:
            self.fault(field, _("This is too long: at most %(limit)s letters.") % {"limit": limit})
        return text

    def choice(self, field: str, value: str, allowed: Collection[str], *, needed: bool = True) -> str:
        """One of the allowed values; "" too when it isn't needed."""
        if not value and needed:
            self.fault(field, _("Choose one."))
        elif value and value not in allowed:
            self.fault(field, _("Choose one of the list."))
        return value

    def email(self, field: str, value: str) -> str:
        """An address in lower case."""
        address = normalise_email(value)
        if address is None:
            self.fault(field, _("This isn't an e-mail address.") if value.strip() else _("This is needed."))
        return address or ""

    def password(self, field: str, value: str, *, user: User) -> str:
        """A password that Django's validators accept for that user."""
        if not value:
            self.fault(field, _("This is needed."))
        elif len(value) > LONGEST_PASSWORD:
            self.fault(field, _("This is too long: at most %(limit)s letters.") % {"limit": LONGEST_PASSWORD})
        else:
            try:
                validate_password(value, user)
            except ValidationError as error:
                self.fault(field, " ".join(error.messages))
        return value

    def names(self, family_name: str, given_name: str) -> tuple[str, str]:
        """Both names of a person, of whom some have one only."""
        family = self.text("family_name", family_name, limit=80, needed=False)
        given = self.text("given_name", given_name, limit=80, needed=False)
        if not family and not given:
            self.fault("family_name", _("A name is needed."))
        return family, given

    def settle(self) -> None:
        """Raise Refused when anything is wrong."""
        if self.errors:
            raise Refused(errors=self.errors)
