"""Bytes as a reader sees them."""

from django.utils.translation import gettext as _

from requite.web.formats import number

STEP = 1_000


def size(count: int) -> str:
    """"3 KB", "1.2 MB", "2 GB": in thousands, as disks and mails say it; at least 1 KB."""
    if count < STEP**2:
        return _("%(number)s KB") % {"number": number(max(1, round(count / STEP)))}
    unit, words = (STEP**2, _("%(number)s MB")) if count < STEP**3 else (STEP**3, _("%(number)s GB"))
    return words % {"number": number(round(count / unit, 1))}
