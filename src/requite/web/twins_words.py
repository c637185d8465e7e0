"""Why two records may be the same, in words."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SIGNS: Mapping[str, Promise] = {
    "phone": gettext_lazy("same phone"),
    "email": gettext_lazy("same e-mail"),
    "name": gettext_lazy("same name"),
    "company": gettext_lazy("same company"),
    "number": gettext_lazy("same registration number"),
}


def say_signs(signs: Sequence[str]) -> str:
    """"same phone, same name"."""
    return ", ".join(str(SIGNS[sign]) for sign in signs if sign in SIGNS)
