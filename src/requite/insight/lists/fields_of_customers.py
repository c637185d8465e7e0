"""What lists of deals and of activities say of the person and the company that a row is about."""

from django.utils.translation import gettext_lazy as _

from requite.insight.lists.pieces import COMPANY_SEEN, OF_COMPANY, PLACE, SEEN
from requite.insight.lists.shapes import Field

PERSON_SEEN = f"people_person p WHERE p.id = r.person_id AND {SEEN.format(alias='p')}"
OF_PERSON = f"EXISTS (SELECT FROM {PERSON_SEEN} AND {{test}})"

OF_CUSTOMER: tuple[Field, ...] = (
    Field(
        "person_source", _("Person's source"), "text", "p.source", OF_PERSON,
        shown=f"(SELECT p.source FROM {PERSON_SEEN})",  # noqa: S608
    ),
    Field(
        "person_tags", _("Person's tags"), "tags", "p.tags", OF_PERSON,
        shown=f"(SELECT p.tags FROM {PERSON_SEEN})",  # noqa: S608
    ),
    Field(
        "company_industry", _("Company's industry"), "text", "k.industry", OF_COMPANY,
        shown=f"(SELECT k.industry FROM {COMPANY_SEEN})",  # noqa: S608
    ),
    Field(
        "company_address", _("Company's address"), "words", "t.value",
        f"EXISTS (SELECT FROM {PLACE} AND {{test}})", group="contact",
        shown=f"(SELECT ARRAY[t.value, t.raw, t.state] FROM {PLACE} ORDER BY t.position LIMIT 1)",  # noqa: S608
        whole=f"(SELECT array_agg(ARRAY[t.value, t.raw, t.state] ORDER BY t.position) FROM {PLACE})",  # noqa: S608
    ),
    Field(
        "company_tags", _("Company's tags"), "tags", "k.tags", OF_COMPANY,
        shown=f"(SELECT k.tags FROM {COMPANY_SEEN})",  # noqa: S608
    ),
)  # fmt: skip
