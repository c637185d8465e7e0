"""Periods in the reader's language."""

from django.utils.translation import gettext as _

from requite.kernel.period import Kind, Period
from requite.web.formats import day


def period_label(period: Period) -> str:
    """ "October 2026", "9 Nov – 15 Nov", "Q4 2026", "2026", "18 Nov 2026"."""
    match period.kind:
        case Kind.DAY:
            return day(period.start, "year")
        case Kind.MONTH:
            return day(period.start, "month")
        case Kind.QUARTER:
            return _("Q%(quarter)s %(year)s") % {
                "quarter": (period.start.month + 2) // 3,
                "year": period.start.year,
            }
        case Kind.YEAR:
            return _("year %(year)s") % {"year": period.start.year}
    return f"{day(period.start)} – {day(period.last)}"
