"""The fields that a column can fill."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Side = Literal["person", "company", "row"]


@dataclass(frozen=True, slots=True)
class Target:
    """A field: whose it is, whether several columns may fill it, and its name on screen."""

    slug: str
    side: Side
    many: bool
    label: Promise | str


def _t(slug: str, side: Side, label: Promise, *, many: bool = False) -> tuple[str, Target]:
    return slug, Target(slug=slug, side=side, many=many, label=label)


TARGETS: Mapping[str, Target] = dict(
    (
        _t("family_name", "person", pgettext_lazy("import field", "Family name")),
        _t("given_name", "person", pgettext_lazy("import field", "Given name")),
        _t("middle_name", "person", pgettext_lazy("import field", "Middle name or patronymic")),
        _t("full_name", "person", pgettext_lazy("import field", "Full name")),
        _t("title", "person", pgettext_lazy("import field", "Job title")),
        _t("phone", "person", pgettext_lazy("import field", "Phone"), many=True),
        _t("email", "person", pgettext_lazy("import field", "E-mail"), many=True),
        _t("messenger", "person", pgettext_lazy("import field", "Messenger"), many=True),
        _t("address", "person", pgettext_lazy("import field", "Address"), many=True),
        _t("postcode", "person", pgettext_lazy("import field", "Postcode"), many=True),
        _t("region", "person", pgettext_lazy("import field", "Region or city"), many=True),
        _t("company", "company", pgettext_lazy("import field", "Company name")),
        _t("company_phone", "company", pgettext_lazy("import field", "Company's phone"), many=True),
        _t("company_email", "company", pgettext_lazy("import field", "Company's e-mail"), many=True),
        _t("company_address", "company", pgettext_lazy("import field", "Company's address"), many=True),
        _t("company_postcode", "company", pgettext_lazy("import field", "Company's postcode"), many=True),
        _t("company_region", "company", pgettext_lazy("import field", "Company's region or city"), many=True),
        _t("registration_number", "company", pgettext_lazy("import field", "Registration number")),
        _t("website", "company", pgettext_lazy("import field", "Website")),
        _t("industry", "company", pgettext_lazy("import field", "Industry"), many=True),
        _t("company_state", "company", pgettext_lazy("import field", "Open or closed")),
        _t("closed_on", "company", pgettext_lazy("import field", "Day of closing")),
        _t("country", "row", pgettext_lazy("import field", "Country")),
        _t("tags", "row", pgettext_lazy("import field", "Tags"), many=True),
        _t("source", "row", pgettext_lazy("import field", "Source")),
        _t("note", "row", pgettext_lazy("import field", "Note"), many=True),
        _t("owner", "row", pgettext_lazy("import field", "Owner")),
    )
)

PERSON_NAMES = frozenset({"family_name", "given_name", "full_name"})
TO_COMPANY: Mapping[str, str] = {
    "phone": "company_phone",
    "email": "company_email",
    "address": "company_address",
    "postcode": "company_postcode",
    "region": "company_region",
}
TO_PERSON: Mapping[str, str] = {company: person for person, company in TO_COMPANY.items()}


def find_target(slug: str | None, own: Mapping[str, Target] | None = None) -> Target | None:
    """The field of that name: one of everybody's, or one of the custom ones given."""
    return (TARGETS.get(slug) or (own or {}).get(slug)) if slug else None
