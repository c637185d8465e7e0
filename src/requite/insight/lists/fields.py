"""What a list can be filtered, sorted and shown by: one line for each field of a kind of record.

`sql` is an expression over `r`, the record of the list. `within`, where it is given, wraps a test of `sql` that many
rows may pass ("one of the person's phones holds …"). Named values: `at` the present, `owners`, `deal_owners` and
`work_owners` whose records the reader sees (NULL is everybody's). What belongs to another record, a person's company or
their calls, is read only where the reader sees that record too; the company's bare name stands on the person's page.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.own import find_own, own_fields
from requite.insight.lists.shapes import Field, Kind, Sort, Type
from requite.kernel.actor import Actor

__all__ = ["CATALOGUE", "DEFAULT_COLUMNS", "Field", "Kind", "Sort", "field_of", "fields_for", "find_field"]

OWNER = "(SELECT ARRAY[u.family_name, u.given_name, u.email] FROM identity_user u WHERE u.id = r.owner_id)"
TEAM = """(SELECT t.name FROM identity_user u JOIN identity_team t ON t.id = u.team_id WHERE u.id = r.owner_id)"""
POINT = "EXISTS (SELECT FROM people_point t WHERE t.{link}_id = r.id AND t.kind = '{kind}' AND {{test}})"
FIRST = """(SELECT ARRAY[t.value, t.raw, t.state] FROM people_point t WHERE t.{link}_id = {record} AND t.kind = '{kind}'
    ORDER BY t.position LIMIT 1)"""
EVERY = """(SELECT array_agg(ARRAY[t.value, t.raw, t.state] ORDER BY t.position) FROM people_point t
    WHERE t.{link}_id = {record} AND t.kind = '{kind}')"""
SEEN = "(%(owners)s::uuid[] IS NULL OR {alias}.owner_id = ANY(%(owners)s))"
NAMED = "EXISTS (SELECT FROM people_company k WHERE k.id = r.company_id AND {test})"
COMPANY_SEEN = f"people_company k WHERE k.id = r.company_id AND {SEEN.format(alias='k')}"
OF_COMPANY = f"EXISTS (SELECT FROM {COMPANY_SEEN} AND {{test}})"
PLACE = f"people_point t JOIN {COMPANY_SEEN.replace(' WHERE', ' ON k.id = t.company_id WHERE')} AND t.kind = 'address'"
DONE = """FROM work_activity a WHERE a.{link}_id = r.id AND a.kind = '{kind}' AND a.state = '{state}'
    AND a.retracted_at IS NULL AND (%(work_owners)s::uuid[] IS NULL OR a.owner_id = ANY(%(work_owners)s)
    OR (a.is_joint AND EXISTS (SELECT FROM work_participation w WHERE w.activity_id = a.id
        AND w.user_id = ANY(%(work_owners)s))))"""
OPEN = """d.state = 'open' AND d.archived_at IS NULL
    AND (%(deal_owners)s::uuid[] IS NULL OR d.owner_id = ANY(%(deal_owners)s))"""
DEALS = "FROM deals_deal d WHERE d.{link}_id = r.id AND " + OPEN
BY_DEALS = """r.id IN (SELECT d.{link}_id FROM deals_deal d WHERE d.{link}_id IS NOT NULL AND {OPEN}
    GROUP BY d.{link}_id HAVING {measure} >= {{least}})"""
STANDING = "JOIN work_standing s ON s.person_id = r.id AND s.{column} IS NOT NULL"
NO_STANDING = (
    "NOT EXISTS (SELECT FROM work_standing s WHERE s.person_id = r.id AND s.{column} IS NOT NULL)"
)
STOOD = "(SELECT s.{column} FROM work_standing s WHERE s.person_id = r.id)"
STAFF = f"""FROM work_standing s JOIN people_person p ON p.id = s.person_id
    WHERE p.company_id = r.id AND p.archived_at IS NULL AND {SEEN.format(alias="p")}"""


def _standing(column: str, *, down: bool) -> Sort:
    return Sort(
        f"s.{column}", "timestamptz", STANDING.format(column=column), NO_STANDING.format(column=column),
        owner="s.owner_id", down=down,
    )  # fmt: skip


def _point(link: str, kind: str, label: Promise) -> Field:
    within = POINT.format(link=link, kind=kind)
    first = FIRST.format(link=link, kind=kind, record="r.id")
    types: Mapping[str, Type] = {"phone": "digits", "address": "words"}
    every = EVERY.format(link=link, kind=kind, record="r.id")
    return Field(
        kind, label, types.get(kind, "text"), "t.value", within, group="contact", shown=first, whole=every
    )


def _last(link: str, slug: str, label: Promise, kind: str, state: str) -> Field:
    """When the last activity of a kind was done."""
    done = DONE.format(link=link, kind=kind, state=state)
    return Field(
        slug, label, "moment", f"(SELECT max(a.at) {done})", group="work", right="work.see",
        ever=f"EXISTS (SELECT {done} AND a.at {{span}})",
    )  # fmt: skip


def _shared(link: str) -> tuple[Field, ...]:
    """Fields that persons and companies have alike."""
    return (
        _point(link, "phone", _("Phone")),
        _point(link, "email", _("E-mail")),
        _point(link, "address", _("Address")),
        Field("owner", _("Owner"), "user", "r.owner_id", shown=OWNER),
        Field("team", _("Owner's team"), "team", "r.owner_id", shown=TEAM),
        Field("tags", _("Tags"), "tags", "r.tags"),
        Field("source", _("Source"), "text", "r.source"),
        Field("note", _("Note"), "text", "r.note"),
        Field("made", _("Entered"), "moment", "r.made_at", sort=Sort("r.id", "uuid", down=True)),
        Field(
            "score", _("Quality"), "number", "r.score", sort=Sort("r.score", "integer"),
        ),
        Field("missing", _("Missing"), "missing", "r.missing"),
        _last(link, "last_call", _("Last call"), "call", "done"),
        _last(link, "last_meeting", _("Last meeting held"), "meeting", "held"),
        Field(
            "deals", _("Open deals"), "number", f"(SELECT count(*) {DEALS.format(link=link)})", right="deals.see",
            most=BY_DEALS.format(link=link, OPEN=OPEN, measure="count(*)"),
        ),
        Field(
            "deals_value", _("Worth of open deals"), "number",
            f"(SELECT coalesce(sum(d.value), 0) / 100 {DEALS.format(link=link)})", right="deals.see",
            most=BY_DEALS.format(link=link, OPEN=OPEN, measure="sum(d.value) / 100"),
        ),
        Field(
            "deals_largest", _("Largest open deal"), "number",
            f"(SELECT coalesce(max(d.value), 0) / 100 {DEALS.format(link=link)})", right="deals.see",
            most=BY_DEALS.format(link=link, OPEN=OPEN, measure="max(d.value) / 100"),
        ),
        Field("archived", _("Archived"), "flag", "r.archived_at IS NOT NULL"),
        Field("owed", _("In debt"), "flag", "r.owed_at IS NOT NULL"),
    )  # fmt: skip


PERSON: tuple[Field, ...] = (
    Field("name", _("Name"), "name", "r.name_fold", sort=Sort("r.name_fold", "text")),
    Field(
        "company", _("Company"), "name", "k.name_fold", NAMED,
        shown="(SELECT k.name FROM people_company k WHERE k.id = r.company_id)",
    ),
    Field("title", _("Title"), "text", "r.title"),
    Field(
        "last_contact", _("Last contact"), "moment", STOOD.format(column="last_contact_at"),
        group="work", right="work.see", sort=_standing("last_contact_at", down=True),
    ),
    Field(
        "next_step", _("Next step"), "moment", STOOD.format(column="next_step_at"),
        group="work", right="work.see", sort=_standing("next_step_at", down=False),
    ),
    *_shared("person"),
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
COMPANY: tuple[Field, ...] = (
    Field("name", _("Name"), "name", "r.name_fold", sort=Sort("r.name_fold", "text")),
    Field("industry", _("Industry"), "text", "r.industry"),
    Field("website", _("Website"), "text", "r.website"),
    Field("registration_number", _("Registration number"), "text", "r.registration_number"),
    Field("country", _("Country"), "text", "r.country"),
    Field(
        "people", _("People"), "number",
        "(SELECT count(*) FROM people_person p WHERE p.company_id = r.id AND p.archived_at IS NULL)",
    ),
    Field(
        "last_contact", _("Last contact"), "moment", f"(SELECT max(s.last_contact_at) {STAFF})", group="work",
        right="work.see", ever=f"EXISTS (SELECT {STAFF} AND s.last_contact_at {{span}})",
    ),
    *_shared("company"),
)  # fmt: skip
CATALOGUE: Mapping[Kind, Mapping[str, Field]] = {
    "person": {field.slug: field for field in PERSON},
    "company": {field.slug: field for field in COMPANY},
}
DEFAULT_COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "person": ("company", "phone", "email", "last_contact", "next_step", "score", "missing"),
    "company": ("phone", "address", "people", "score", "missing"),
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
