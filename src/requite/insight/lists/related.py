"""Records that hang on those of a list: a condition may ask for one of them, of which several things hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.pieces import COMPANY_SEEN
from requite.insight.lists.shapes import Kind


@dataclass(frozen=True, slots=True)
class Related:
    """Records of `kind` whose column `link` names what `of` says of the list's record; `also` must hold of that one.

    `one` and `none` say, before what must hold, that there is one, or none.
    """

    kind: Kind
    link: str
    one: Promise
    none: Promise
    of: str = "r.id"
    also: str = ""


def _activity(link: str) -> Related:
    return Related(
        "activity", link, _("A call, meeting, task or note with"), _("No call, meeting, task or note with")
    )


def _deal(link: str) -> Related:
    return Related("deal", link, _("A deal with"), _("No deal with"))


RELATED: Mapping[Kind, Mapping[str, Related]] = {
    "person": {
        "deal": _deal("person_id"),
        "company_deal": Related(
            "deal", "company_id", _("A deal of the company with"), _("No deal of the company with"), of="r.company_id",
            also=f"EXISTS (SELECT FROM {COMPANY_SEEN})",
        ),
        "activity": _activity("person_id"),
    },
    "company": {"deal": _deal("company_id"), "activity": _activity("company_id")},
    "deal": {"activity": _activity("deal_id")},
    "activity": {},
}  # fmt: skip
