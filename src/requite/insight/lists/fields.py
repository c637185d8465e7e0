"""What a list can be filtered, sorted and shown by: one line for each field of a kind of record.

`sql` is an expression over `r`, the record of the list. `within`, where it is given, wraps a test of `sql` that many
rows may pass ("one of the person's phones holds …"). Named values: `at` the present, `owners`, `deal_owners` and
`work_owners` whose records the reader sees (NULL is everybody's). What belongs to another record, a person's company or
their calls, is read only where the reader sees that record too; the company's bare name stands on the person's page.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from requite.insight.lists.fields_of_activities import ACTIVITY
from requite.insight.lists.fields_of_deals import DEAL
from requite.insight.lists.own import find_own, own_fields
from requite.insight.lists.pieces import (
    COMPANY_SEEN,
    NAMED,
    OF_COMPANY,
    PLACE,
    PLACED_COMPANIES,
    SEEN,
    SEEN_COMPANIES,
    STAFF,
    STOOD,
    shared,
    standing,
)
from requite.insight.lists.shapes import Field, Kind, Sort
from requite.kernel.actor import Actor

__all__ = ["CATALOGUE", "DEFAULT_COLUMNS", "Field", "Kind", "Sort", "field_of", "fields_for", "find_field"]

PERSON: tuple[Field, ...] = (
    Field("name", _("Name"), "name", "r.name_fold", sort=Sort("r.name_fold", "text"), is_person=True),
    Field(
        "company", _("Company"), "name", "k.name_fold", NAMED,
        companies="SELECT k.id FROM people_company k WHERE {test}",
        shown="(SELECT k.name FROM people_company k WHERE k.id = r.company_id)",
        sort=Sort("k.name_fold", "text", "JOIN people_company k ON k.id = r.company_id", "r.company_id IS NULL"),
    ),
    Field("title", _("Title"), "text", "r.title", repeats=True),
    Field(
        "last_contact", _("Last contact"), "moment", STOOD.format(column="last_contact_at"),
        group="work", right="work.see", sort=standing("last_contact_at", down=True), is_past=True,
    ),
    Field(
        "next_step", _("Next step"), "moment", STOOD.format(column="next_step_at"),
        group="work", right="work.see", sort=standing("next_step_at", down=False),
    ),
    *shared("person"),
    Field(
        "company_industry", _("Company's industry"), "text", "k.industry", OF_COMPANY, companies=SEEN_COMPANIES,
        shown=f"(SELECT k.industry FROM {COMPANY_SEEN})",  # noqa: S608
    ),
    Field(
        "company_address", _("Company's address"), "words", "t.value",
        f"EXISTS (SELECT FROM {PLACE} AND {{test}})", group="contact", companies=PLACED_COMPANIES,
        shown=f"(SELECT ARRAY[t.value, t.raw, t.state] FROM {PLACE} ORDER BY t.position LIMIT 1)",  # noqa: S608
        whole=f"(SELECT array_agg(ARRAY[t.value, t.raw, t.state] ORDER BY t.position) FROM {PLACE})",  # noqa: S608
    ),
    Field(
        "company_tags", _("Company's tags"), "tags", "k.tags", OF_COMPANY, companies=SEEN_COMPANIES,
        shown=f"(SELECT k.tags FROM {COMPANY_SEEN})",  # noqa: S608
    ),
)  # fmt: skip
COMPANY: tuple[Field, ...] = (
    Field("name", _("Name"), "name", "r.name_fold", sort=Sort("r.name_fold", "text")),
    Field("industry", _("Industry"), "text", "r.industry"),
    Field("website", _("Website"), "text", "r.website"),
    Field("registration_number", _("Registration number"), "text", "r.registration_number"),
    Field("country", _("Country"), "text", "r.country"),
    Field(
        "people", _("People"), "number",
        f"""(SELECT count(*) FROM people_person p WHERE p.company_id = r.id AND p.archived_at IS NULL
            AND {SEEN.format(alias="p")})""",  # noqa: S608
    ),
    Field(
        "last_contact", _("Last contact"), "moment", f"(SELECT max(s.last_contact_at) {STAFF})", group="work",
        right="work.see", ever=f"EXISTS (SELECT {STAFF} AND s.last_contact_at {{span}})",
        is_past=True,
    ),
    *shared("company"),
)  # fmt: skip
CATALOGUE: Mapping[Kind, Mapping[str, Field]] = {
    "person": {field.slug: field for field in PERSON},
    "company": {field.slug: field for field in COMPANY},
    "deal": {field.slug: field for field in DEAL},
    "activity": {field.slug: field for field in ACTIVITY},
}
DEFAULT_COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "person": ("company", "phone", "email", "last_contact", "next_step", "score", "missing"),
    "company": ("phone", "address", "people", "score", "missing"),
    "deal": ("company", "person", "stage", "amount", "close", "age", "owner", "next_step", "missing"),
    "activity": ("kind", "person", "company", "deal", "when", "state", "outcome", "owner", "missing"),
}


def fields_for(actor: Actor, kind: Kind) -> dict[str, Field]:
    """The fields of the kind that the actor may know of, by slug, in the order of the catalogue; custom fields last."""
    known = {slug: field for slug, field in CATALOGUE[kind].items() if field.is_for(actor)}
    return {**known, **own_fields(actor, kind)}


def find_field(kind: Kind, slug: str) -> Field | None:
    """The field of that name, also a custom one that has ended."""
    return CATALOGUE[kind].get(slug) or find_own(kind, slug)


def field_of(actor: Actor, kind: Kind, slug: str) -> Field:
    """The field as this reader has it, masked or not; any other field of the kind where a caller asks on its own."""
    return own_fields(actor, kind).get(slug) or CATALOGUE[kind][slug]
