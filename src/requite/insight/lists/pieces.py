"""Expressions and fields that several kinds of record have alike."""

from collections.abc import Callable, Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.shapes import Field, Sort, Type

OWNER = "(SELECT ARRAY[u.family_name, u.given_name, u.email] FROM identity_user u WHERE u.id = r.owner_id)"
TEAM = """(SELECT t.name FROM identity_user u JOIN identity_team t ON t.id = u.team_id WHERE u.id = r.owner_id)"""
POINT = "EXISTS (SELECT FROM people_point t WHERE t.{link}_id = r.id AND t.kind = '{kind}' AND {{test}})"
FIRST = """(SELECT ARRAY[t.value, t.raw, t.state] FROM people_point t WHERE t.{link}_id = {record} AND t.kind = '{kind}'
    ORDER BY t.position LIMIT 1)"""
EVERY = """(SELECT array_agg(ARRAY[t.value, t.raw, t.state] ORDER BY t.position) FROM people_point t
    WHERE t.{link}_id = {record} AND t.kind = '{kind}')"""
# What was written of a point of contact that can't be read, as its index has it; any address can.
UNREAD = {"phone": r"regexp_replace(t.raw, '\D', '', 'g')", "email": "t.raw"}
SEEN = "(%(owners)s::uuid[] IS NULL OR {alias}.owner_id = ANY(%(owners)s))"
NAMED = "EXISTS (SELECT FROM people_company k WHERE k.id = r.company_id AND {test})"
COMPANY_SEEN = f"people_company k WHERE k.id = r.company_id AND {SEEN.format(alias='k')}"
OF_COMPANY = f"EXISTS (SELECT FROM {COMPANY_SEEN} AND {{test}})"
SEEN_COMPANIES = f"SELECT k.id FROM people_company k WHERE {SEEN.format(alias='k')} AND {{test}}"  # noqa: S608
PLACED_COMPANIES = """SELECT t.company_id FROM people_point t WHERE t.kind = 'address' AND t.company_id IS NOT NULL
    AND {test} AND (%(owners)s::uuid[] IS NULL OR EXISTS (SELECT FROM people_company k
        WHERE k.id = t.company_id AND k.owner_id = ANY(%(owners)s)))"""
PLACE = f"people_point t JOIN {COMPANY_SEEN.replace(' WHERE', ' ON k.id = t.company_id WHERE')} AND t.kind = 'address'"
OF_PERSON = "a.person_id = r.id"
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
NO_STANDING = "NOT EXISTS (SELECT FROM work_standing s WHERE s.person_id = r.id AND s.{column} IS NOT NULL)"
STOOD = "(SELECT s.{column} FROM work_standing s WHERE s.person_id = r.id)"
STAFF = f"""FROM work_standing s JOIN people_person p ON p.id = s.person_id
    WHERE p.company_id = r.id AND p.archived_at IS NULL AND {SEEN.format(alias="p")}"""

# Few own many: walked in the order of their names, the records of each by an index. The planner sorts no table below a join.
OWNERS = """JOIN (SELECT u.id, lower(concat_ws(' ', u.family_name, u.given_name)) COLLATE "C" AS name FROM identity_user u
    ORDER BY 2 {way} OFFSET 0) o ON o.id = r.owner_id"""
BY_OWNER = Sort("o.name", "text", OWNERS, "r.owner_id IS NULL")


def standing(column: str, *, down: bool) -> Sort:
    """An order by when a person was met last, or is met next."""
    return Sort(
        f"s.{column}", "timestamptz", STANDING.format(column=column), NO_STANDING.format(column=column),
        owner="s.owner_id", down=down, record="s.person_id",
    )  # fmt: skip


def point_of(link: str, kind: str, label: Promise) -> Field:
    """Points of contact of a kind."""
    within = POINT.format(link=link, kind=kind)
    first = FIRST.format(link=link, kind=kind, record="r.id")
    types: Mapping[str, Type] = {"phone": "digits", "address": "words"}
    every = EVERY.format(link=link, kind=kind, record="r.id")
    return Field(
        kind, label, types.get(kind, "text"), "t.value", within, group="contact", shown=first, whole=every,
        unread=UNREAD.get(kind, ""),
    )  # fmt: skip


def last_done(link: str, slug: str, label: Promise, kind: str, state: str, *, since: str = "") -> Field:
    """When the last activity of a kind was done."""
    done = DONE.format(link=link, kind=kind, state=state)
    return Field(
        slug, label, "moment", f"(SELECT max(a.at) {done})", group="work", right="work.see",
        ever=f"EXISTS (SELECT {done} AND a.at {{span}})", is_past=True, since=since,
    )  # fmt: skip


# By uniqueness nearly all of a million are alike: no index holds it, and nobody waits for all to be sorted.
INDEXED = ("completeness", "validity", "timeliness")


def parts_of(make: Callable[..., Field], *, orders: Collection[str] = INDEXED) -> tuple[Field, ...]:
    """The four parts of a record's quality, in percent; the lists are ordered by those of `orders`."""
    named = (
        ("completeness", _("Completeness")), ("validity", _("Validity")), ("timeliness", _("Timeliness")),
        ("uniqueness", _("Uniqueness")),
    )  # fmt: skip
    found = []
    for slug, label in named:
        column = f"r.{slug}"
        sort = Sort(column, "integer", held=f"{column} IS NOT NULL", rest=f"{column} IS NULL") if slug in orders else None
        found.append(make(slug, label, "number", column, sort=sort))
    return tuple(found)


def shared(link: str) -> tuple[Field, ...]:
    """Fields that persons and companies have alike."""
    return (
        point_of(link, "phone", _("Phone")),
        point_of(link, "email", _("E-mail")),
        point_of(link, "address", _("Address")),
        Field("owner", _("Owner"), "user", "r.owner_id", shown=OWNER, sort=BY_OWNER),
        Field("team", _("Owner's team"), "team", "r.owner_id", shown=TEAM),
        Field("tags", _("Tags"), "tags", "r.tags"),
        Field("source", _("Source"), "text", "r.source", repeats=link == "person"),
        Field("note", _("Note"), "text", "r.note"),
        Field("made", _("Entered"), "moment", "r.made_at", sort=Sort("r.id", "uuid", down=True), is_past=True),
        Field(
            "score", _("Quality"), "number", "r.score", sort=Sort("r.score", "integer"),
        ),
        *parts_of(Field),
        Field("missing", _("Missing"), "missing", "r.missing"),
        last_done(link, "last_call", _("Last call"), "call", "done"),
        # A meeting that was held is a contact, whoever held it; a call needn't be one.
        last_done(link, "last_meeting", _("Last meeting held"), "meeting", "held", since="last_contact"),
        Field(
            "deals", _("Open deals"), "number", f"(SELECT count(*) {DEALS.format(link=link)})", right="deals.see",
            most=BY_DEALS.format(link=link, OPEN=OPEN, measure="count(*)"),
        ),
        Field(
            "deals_value", _("Worth of open deals"), "number",
            f"(SELECT coalesce(sum(d.value), 0) {DEALS.format(link=link)})", right="deals.see",
            most=BY_DEALS.format(link=link, OPEN=OPEN, measure="sum(d.value)"), scale=100,
        ),
        Field(
            "deals_largest", _("Largest open deal"), "number",
            f"(SELECT coalesce(max(d.value), 0) {DEALS.format(link=link)})", right="deals.see",
            most=BY_DEALS.format(link=link, OPEN=OPEN, measure="max(d.value)"), scale=100,
        ),
        Field("archived", _("Archived"), "flag", "r.archived_at IS NOT NULL"),
        Field("owed", _("In debt"), "flag", "r.owed_at IS NOT NULL"),
    )  # fmt: skip
