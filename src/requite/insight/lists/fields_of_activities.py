"""What a list of calls, meetings, tasks and notes can be filtered, sorted and shown by.

`at` is the event's own time: when it was, is to be, or is due. What belongs to the person, the company or the deal is
read only where the reader sees that record too; but who takes part reads with whom it is (ADR 0053).
"""

from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requite.insight.lists.fields_of_customers import OF_CUSTOMER, OF_PERSON, PERSON_SEEN
from requite.insight.lists.pieces import OWNER, SEEN, TEAM, UNREAD, parts_of
from requite.insight.lists.shapes import Field, Sort

OPEN = "r.state IN ('to_do', 'planned')"
PHONES = f"people_point t JOIN {PERSON_SEEN.replace(' WHERE', ' ON p.id = t.person_id WHERE')} AND t.kind = '{{kind}}'"
DEAL_SEEN = """deals_deal d WHERE d.id = r.deal_id
    AND (%(deal_owners)s::uuid[] IS NULL OR d.owner_id = ANY(%(deal_owners)s))"""
TAKES_PART = """(r.owner_id = %(me)s OR (r.is_joint AND EXISTS (SELECT FROM work_participation w
    WHERE w.activity_id = r.id AND w.user_id = %(me)s)))"""
PERSON_TOLD = f"people_person p WHERE p.id = r.person_id AND ({SEEN.format(alias='p')} OR {TAKES_PART})"
COMPANY_TOLD = f"people_company k WHERE k.id = r.company_id AND ({SEEN.format(alias='k')} OR {TAKES_PART})"
MINUTES = """(CASE r.kind WHEN 'call' THEN r.seconds / 60
    WHEN 'meeting' THEN (extract(epoch FROM r.until - r.at) / 60)::integer END)"""
OUTCOME = "(SELECT ARRAY[s.key, s.name] FROM work_call_status s WHERE s.id = r.outcome_id)"
MAKER = OWNER.replace("r.owner_id", "r.made_by_id")
THEN = "(SELECT t.name FROM identity_team t WHERE t.id = r.team_id)"
Own = partial(Field, right="work.see")


def _written(slug: str, label: Promise, column: str) -> Field:
    """What somebody wrote. A part of it is found by trigrams, of Hangul by those of its consonants and vowels."""
    return Own(slug, label, "text", f"r.{column}", trigrams=f"normalize(lower(r.{column}), NFD)")


def _person_point(kind: str, slug: str, label: object, type_: object) -> Field:
    of = PHONES.format(kind=kind)
    return Field(
        slug, label, type_, "t.value", f"EXISTS (SELECT FROM {of} AND {{test}})", group="contact",  # type: ignore[arg-type]
        shown=f"(SELECT ARRAY[t.value, t.raw, t.state] FROM {of} ORDER BY t.position LIMIT 1)",  # noqa: S608
        whole=f"(SELECT array_agg(ARRAY[t.value, t.raw, t.state] ORDER BY t.position) FROM {of})",  # noqa: S608
        unread=UNREAD[kind],
    )  # fmt: skip


ACTIVITY: tuple[Field, ...] = (
    _written("name", _("Topic"), "topic"),
    Own("kind", _("Kind"), "named", "r.kind", cast="text"),
    Own("when", _("When"), "moment", "r.at", sort=Sort("r.at", "timestamptz", down=True)),
    Own("state", _("State"), "named", "r.state", cast="text"),
    Own("open", pgettext_lazy("activities", "Open"), "flag", OPEN),
    Own("overdue", _("Overdue"), "flag", f"({OPEN} AND r.at < %(at)s)"),
    Field(
        "person", _("Person"), "name", "p.name_fold", f"EXISTS (SELECT FROM {PERSON_TOLD} AND {{test}})",
        shown=f"(SELECT ARRAY[p.family_name, p.given_name] FROM {PERSON_TOLD})", is_person=True,  # noqa: S608
    ),
    Field(
        "company", _("Company"), "name", "k.name_fold", f"EXISTS (SELECT FROM {COMPANY_TOLD} AND {{test}})",
        shown=f"(SELECT k.name FROM {COMPANY_TOLD})",  # noqa: S608
    ),
    Field(
        "deal", _("Deal"), "name", "d.title_fold", f"EXISTS (SELECT FROM {DEAL_SEEN} AND {{test}})", right="deals.see",
        shown=f"(SELECT d.title FROM {DEAL_SEEN})",  # noqa: S608
    ),
    Own("owner", _("Owner"), "user", "r.owner_id", shown=OWNER),
    Own("team", _("Owner's team"), "team", "r.owner_id", shown=TEAM),
    Own("team_then", _("Team at that time"), "named", "r.team_id", shown=THEN),
    Own("outcome", _("Outcome"), "named", "r.outcome_id", shown=OUTCOME),
    Own("outcome_class", _("Class of the outcome"), "named", "nullif(r.outcome_class, '')", cast="text"),
    Own("direction", _("Direction"), "named", "nullif(r.direction, '')", cast="text"),
    Own("length", _("Length, minutes"), "number", MINUTES),
    Own("ends", _("Until"), "moment", "r.until"),
    _written("place", _("Place"), "place"),
    _written("result", _("Result"), "result"),
    _written("note", _("Note"), "body"),
    Own("contact", _("Counts as a contact"), "flag", "r.is_contact"),
    Own("joint", _("Joint meeting"), "flag", "r.is_joint"),
    Own("missing", _("Missing"), "missing", "r.missing"),
    Own("score", _("Quality"), "number", "r.score"),
    *parts_of(Own, orders=()),
    Own("owed", _("In debt"), "flag", "r.owed_at IS NOT NULL"),
    Own("source", _("Source"), "named", "r.source", cast="text"),
    Own("made", _("Entered"), "moment", "r.made_at", sort=Sort("r.id", "uuid", down=True), is_past=True),
    Own("maker", _("Entered by"), "user", "r.made_by_id", shown=MAKER),
    Own("archived", _("Taken back"), "flag", "r.retracted_at IS NOT NULL"),
    Field(
        "person_title", _("Person's title"), "text", "p.title", OF_PERSON,
        shown=f"(SELECT p.title FROM {PERSON_SEEN})",  # noqa: S608
    ),
    _person_point("phone", "person_phone", _("Person's phone"), "digits"),
    _person_point("email", "person_email", _("Person's e-mail"), "text"),
    *OF_CUSTOMER,
)  # fmt: skip
