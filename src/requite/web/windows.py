"""Windows of expected closes in words."""

from django.utils.translation import gettext as _

from requite.deals.queries.windows import Window
from requite.web.formats import day


def say_window(window: Window) -> str:
    """A window in words: "Overdue", "This month", "March 2027"."""
    words = {
        "overdue": _("Overdue"),
        "this": _("This month"),
        "next": _("Next month"),
        "later": _("Later"),
        "none": _("Without a date"),
    }
    month = day(window.starts_on, "month")
    return words.get(window.slug) or month[:1].upper() + month[1:]  # it stands among the others as they do
