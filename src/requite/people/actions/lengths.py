"""The shared rule of what a field holds: a text that is longer is refused, and nothing of it is cut."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from requite.kernel.errors import Refused, Text

LIMITS = {"title": 200, "registration_number": 20, "industry": 120, "website": 300}
LONGEST_TAG = 60


def refuse_long(texts: Mapping[str, str], tags: Iterable[str] = ()) -> None:
    """Raise Refused, by field, for texts and tags longer than what keeps them."""
    errors: dict[str, Text] = {
        name: _("This is longer than the field holds: at most %(limit)s letters.") % {"limit": LIMITS[name]}
        for name, text in texts.items()
        if name in LIMITS and len(text.strip()) > LIMITS[name]
    }
    if any(len(tag.strip()) > LONGEST_TAG for tag in tags):
        errors["tags"] = _("A tag has at most 60 letters.")
    if errors:
        raise Refused(errors=errors)
