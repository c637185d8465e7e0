"""What a list of deals can be filtered, sorted and shown by.

A deal's `value` is what it is worth in the company's currency, in hundredths; `amount` is in minor units of its own one.
"""

from functools import partial

from babel.core import get_global
from django.utils.translation import gettext_lazy as _

from requite.insight.lists.fields_of_customers import OF_CUSTOMER, OF_PERSON, PERSON_SEEN
from requite.insight.lists.pieces import (
    BY_OWNER,
    COMPANY_SEEN,
    OF_COMPANY,
    OWNER,
    SEEN,
    TEAM,
    last_done,
    parts_of,
)
from requite.insight.lists.shapes import Field, Sort
from requite.quality.engine import PARTS

STOOD = f"""(SELECT s.{{column}} FROM work_standing s JOIN people_person p ON p.id = s.person_id
    WHERE s.person_id = r.person_id AND {SEEN.format(alias="p")})"""  # noqa: S608
STEP = "(SELECT s.next_step_at FROM work_deal_standing s WHERE s.deal_id = r.id)"  # its own, as on the board by time
STAGE = "(SELECT {what} FROM deals_stage s WHERE s.id = r.stage_id)"
PIPELINE = (
    "(SELECT {what} FROM deals_stage s JOIN deals_pipeline l ON l.id = s.pipeline_id WHERE s.id = r.stage_id)"
)
IN_PIPELINE = "r.stage_id IN (SELECT s.id FROM deals_stage s WHERE {test})"
CHANCE = f"CASE r.state WHEN 'won' THEN 100 WHEN 'lost' THEN 0 ELSE {STAGE.format(what='s.probability')} END"
CLOSURE = """deals_closure c WHERE c.deal_id = r.id AND c.state = r.state
    AND NOT EXISTS (SELECT FROM deals_closure b WHERE b.reverses_id = c.id)"""
CHOSEN = CLOSURE.replace(" WHERE", " ON c.reason_id = w.id WHERE", 1)
REASON = f"(SELECT ARRAY[w.key, w.name] FROM deals_reason w JOIN {CHOSEN})"  # noqa: S608
LINES = "deals_line n WHERE n.deal_id = r.id AND n.removed_at IS NULL"
ROTS = """(r.state = 'open' AND EXISTS (SELECT FROM deals_stage s WHERE s.id = r.stage_id
    AND r.entered_at < %(at)s::timestamptz - s.rot_days * interval '24 hours'))"""
# A deal that is closed stands in its stage no longer.
DAYS = "CASE WHEN r.state = 'open' THEN floor(extract(epoch FROM %(at)s::timestamptz - r.entered_at) / 86400) END"
MOST_DAYS = 500_000  # in a stage: the base knows no instant that lies much further back
DIGITS: dict[int, list[str]] = {}
for code, (digits, *_rest) in get_global("currency_fractions").items():
    DIGITS.setdefault(digits, []).append(code)
UNIT = "CASE {cases} ELSE 0.01 END".format(
    cases=" ".join(
        f"WHEN r.currency = ANY('{{{','.join(sorted(codes))}}}') THEN {10.0**-digits:.{digits}f}"
        for digits, codes in DIGITS.items()
        if digits != 2
    )
)
# A company that the reader doesn't see sorts as none does: its place would tell its name.
SEEN_JOINED = "JOIN {}".format(COMPANY_SEEN.replace(" WHERE", " ON"))
SEEN_NONE = f"NOT EXISTS (SELECT FROM {COMPANY_SEEN})"
Own = partial(Field, right="deals.see")

DEAL: tuple[Field, ...] = (
    Own("name", _("Deal"), "name", "r.title_fold", shown="r.title", sort=Sort("r.title_fold", "text")),
    Field(
        "company", _("Company"), "name", "k.name_fold", OF_COMPANY,
        shown=f"(SELECT k.name FROM {COMPANY_SEEN})",  # noqa: S608
        sort=Sort("k.name_fold", "text", SEEN_JOINED, "r.company_id IS NULL", hidden=SEEN_NONE),
    ),
    Field(
        "person", _("Person"), "name", "p.name_fold", OF_PERSON, is_person=True,
        shown=f"(SELECT ARRAY[p.family_name, p.given_name] FROM {PERSON_SEEN})",  # noqa: S608
    ),
    Own(
        "pipeline", _("Pipeline"), "named", "s.pipeline_id", IN_PIPELINE,
        shown=PIPELINE.format(what="ARRAY[l.key, l.name]"),
    ),
    Own("stage", _("Stage"), "named", "r.stage_id", shown=STAGE.format(what="ARRAY[s.key, s.name]")),
    Own("state", _("State"), "named", "r.state", cast="text"),
    Own("reason", _("Reason"), "named", "c.reason_id", f"EXISTS (SELECT FROM {CLOSURE} AND {{test}})", shown=REASON),
    Own(
        "amount", _("Amount"), "money", "r.value", shown="ARRAY[r.amount::text, r.currency, r.value::text]", scale=100,
        most="coalesce(r.value, -1) >= {least}", whole="r.value", sort=Sort("coalesce(r.value, -1)", "bigint", down=True),
    ),
    Own("own_amount", _("Amount in its currency"), "number", f"(r.amount * {UNIT})"),
    Own("currency", _("Currency"), "text", "r.currency"),
    Own("chance", _("Probability"), "number", CHANCE),
    Own(
        "weighted", _("Weighted amount"), "money", f"(r.value * {CHANCE})", shown=f"(r.value * {CHANCE} / 100)",
        scale=10_000,
    ),
    Own(
        "close", _("Expected close"), "date", "r.expected_on",
        sort=Sort("coalesce(r.expected_on, 'infinity'::date)", "date"),
    ),
    Own(
        "entered", _("In its stage since"), "moment", "r.entered_at", is_past=True,
        sort=Sort("r.entered_at", "timestamptz", down=True),
    ),
    Own(
        "age", _("Days in its stage"), "number", DAYS,
        most=f"r.entered_at <= %(at)s::timestamptz - least(ceil({{least}}), {MOST_DAYS}) * interval '24 hours'",
        sort=Sort("r.entered_at", "timestamptz", down=True, is_flipped=True),
    ),
    Own("rots", _("Stands too long"), "flag", ROTS),
    Field("next_step", _("Next step"), "moment", STEP, group="work", right="work.see"),
    Field(
        "last_contact", _("Last contact"), "moment", STOOD.format(column="last_contact_at"), group="work", right="work.see",
        is_past=True,
    ),
    last_done("deal", "last_call", _("Last call"), "call", "done"),
    last_done("deal", "last_meeting", _("Last meeting held"), "meeting", "held"),
    Own("owner", _("Owner"), "user", "r.owner_id", shown=OWNER, sort=BY_OWNER),
    Own("team", _("Owner's team"), "team", "r.owner_id", shown=TEAM),
    Own(
        "products", _("Products"), "text", "n.name", f"EXISTS (SELECT FROM {LINES} AND {{test}})",
        shown=f"(SELECT string_agg(n.name, ', ' ORDER BY n.position, n.id) FROM {LINES})",  # noqa: S608
    ),
    Own("note", _("Note"), "text", "r.note"),
    Own("made", _("Entered"), "moment", "r.made_at", sort=Sort("r.id", "uuid", down=True), is_past=True),
    Own(
        "closed", _("Closed"), "moment", "r.closed_at", is_past=True,
        sort=Sort("r.closed_at", "timestamptz", held="r.closed_at IS NOT NULL", rest="r.closed_at IS NULL", down=True),
    ),
    Own("score", _("Quality"), "number", "r.score", sort=Sort("r.score", "integer")),
    *parts_of(Own, orders=PARTS),  # few enough to be sorted
    Own("missing", _("Missing"), "missing", "r.missing"),
    Own("owed", _("In debt"), "flag", "r.owed_at IS NOT NULL"),
    Own("archived", _("Archived"), "flag", "r.archived_at IS NOT NULL"),
    Field(
        "person_title", _("Person's title"), "text", "p.title", OF_PERSON,
        shown=f"(SELECT p.title FROM {PERSON_SEEN})",  # noqa: S608
    ),
    *OF_CUSTOMER,
)  # fmt: skip
