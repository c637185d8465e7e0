"""Kinds of record as pages have them: the address of their list, the address of a record, what they are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.fields import Kind

ROUTES: Mapping[Kind, str] = {"person": "people", "company": "companies", "deal": "deal_list", "activity": "activities"}
RECORDS: Mapping[Kind, str] = {"person": "people", "company": "companies", "deal": "deals", "activity": "activities"}
WORDS: Mapping[Kind, Promise] = {
    "person": _("People"), "company": _("Companies"), "deal": _("Deals"), "activity": _("Activities"),
}  # fmt: skip
DOORS: Mapping[Kind, Promise] = {
    "person": _("To the people"),
    "company": _("To the companies"),
    "deal": _("To the deals"),
    "activity": _("To the activities"),
}
