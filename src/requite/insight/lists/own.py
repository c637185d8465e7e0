"""Custom fields as fields of a list: their values are rows of a table beside the record.

Filters ask for a row by the record, or begin at the value's own index; orders walk along that index. What names another
record is read only where the reader sees that record too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from requite.fields import catalogue
from requite.fields.blanks import among
from requite.fields.catalogue import Definition
from requite.fields.models import Field as Added
from requite.insight.lists.shapes import HIDDEN, Field, Kind, Sort, Type
from requite.kernel.actor import Actor

ROW = "fields_value o WHERE o.record_id = r.id AND o.field_id = '{id}'"
TESTED = "EXISTS (SELECT FROM {rows} AND o.record_id = r.id AND {{test}})"
SEEN = "(%(owners)s::uuid[] IS NULL OR {alias}.owner_id = ANY(%(owners)s))"
NAMED = {
    "person": f"fields_value o JOIN people_person n ON n.id = o.ref AND {SEEN.format(alias='n')}",
    "company": f"fields_value o JOIN people_company n ON n.id = o.ref AND {SEEN.format(alias='n')}",
}
TYPES: Mapping[str, tuple[Type, str]] = {
    "text": ("line", "o.text"), "long": ("line", "o.text"), "link": ("line", "o.text"), "number": ("amount", "o.number"),
    "money": ("amount", "o.number"), "date": ("day", "o.day"), "time": ("moment", "o.moment"),
    "flag": ("choice", "o.number"), "choice": ("choice", "o.ref"), "choices": ("choices", "o.ref"),
    "user": ("user", "o.ref"), "person": ("record", "n.name_fold"), "company": ("record", "n.name_fold"),
}  # fmt: skip
KEYS = {
    "number": ("number", "numeric"), "money": ("number", "numeric"), "flag": ("number", "numeric"), "date": ("day", "date"),
    "time": ("moment", "timestamptz"), "choice": ("ref", "uuid"), "text": ("text", "text"), "long": ("text", "text"),
    "link": ("text", "text"),
}  # fmt: skip
HEAD = """lower("left"(x.text, 100))"""  # as its index has it: what begins with the same hundred letters comes by age
SHOWN = {
    "choice": "SELECT c.label FROM fields_option c JOIN {row} AND c.id = o.ref",
    "choices": "SELECT array_agg(c.label ORDER BY o.place) FROM fields_option c JOIN {row} AND c.id = o.ref",
    "user": "SELECT ARRAY[u.family_name, u.given_name, u.email] FROM identity_user u JOIN {row} AND u.id = o.ref",
    "person": """SELECT CASE WHEN {seen} THEN ARRAY[n.family_name, n.given_name, ''] ELSE ARRAY['', '', '•••'] END
        FROM people_person n JOIN {row} AND n.id = o.ref""",
    "company": """SELECT CASE WHEN {seen} THEN n.name ELSE '•••' END FROM people_company n JOIN {row} AND n.id = o.ref""",
}


@dataclass(frozen=True, slots=True)
class OwnField(Field):
    """A custom field. `own` is its type, "masked" for who sees only that there is something.

    `options` are what a choice chooses from, also those that are offered no longer. `rows` are the values of all records.
    `kinds` are the activities that have it, () where every record has.
    """

    own: str = ""
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: str = ""
    kinds: tuple[str, ...] = ()


def own_fields(actor: Actor, kind: Kind) -> Mapping[str, Field]:
    """The custom fields of the kind that the actor may know of, by slug, in their order."""
    if actor.fields_stamp is None:
        return {}
    return _fields(actor.fields_stamp, kind, tuple(sorted(actor.fields.items())), actor.has(_right(kind)))


def _right(kind: str) -> str:
    return {"deal": "deals.see", "activity": "work.see"}.get(kind, "people.see")


@lru_cache(maxsize=64)
def _fields(stamp: UUID, kind: Kind, groups: tuple[tuple[str, str], ...], may: bool) -> Mapping[str, Field]:
    access = dict(groups)
    found = catalogue.by_stamp(stamp).by_kind.get(kind, ()) if may else ()
    known = ((one, access.get(one.audience, "edit") if one.audience else "edit") for one in found)
    return {one.slug: make_field(one, is_masked=how == "masked") for one, how in known if how != "hidden"}


def find_own(kind: Kind, slug: str) -> Field | None:
    """The custom field of that slug, also one that has ended."""
    found = catalogue.find(slug)
    return make_field(found) if found is not None and found.kind == kind else None


def make_field(one: Definition, *, is_masked: bool = False) -> OwnField:
    """The field of a list for a custom field."""
    type_, sql = TYPES[one.type]
    row = ROW.format(id=one.id)
    rows = f"{NAMED.get(one.type, 'fields_value o')} WHERE o.field_id = '{one.id}'"
    plain = f"SELECT {sql} FROM {row}"  # noqa: S608
    shown = SHOWN.get(one.type, plain).replace("{seen}", SEEN.format(alias="n"))
    shown = shown.replace("{row}", row.replace(" WHERE ", " ON ", 1))
    return OwnField(
        one.slug,
        one.name,
        type_,
        sql,
        TESTED.replace("{rows}", rows).replace("{{test}}", "{test}"),
        group=one.audience,
        right=_right(one.kind),
        shown=f"(SELECT '{HIDDEN}' FROM {row} LIMIT 1)" if is_masked else f"({shown})",  # noqa: S608
        sort=None if is_masked else _sort(one),
        own="masked" if is_masked else one.type,
        unit=one.unit,
        rows=rows,
        is_person=one.type == "person",
        kinds=one.kinds if len(one.kinds) < len(Added.ACTIVITIES) else (),
        options=tuple((str(choice.id), choice.label) for choice in one.options),
    )


def _sort(one: Definition) -> Sort | None:
    if one.type not in KEYS:
        return None
    column, type_ = KEYS[one.type]
    key = HEAD if column == "text" else f"x.{column}"
    row = f"x.record_id = r.id AND x.field_id = '{one.id}'"
    return Sort(
        key,
        type_,
        f"JOIN fields_value x ON {row} AND x.{column} IS NOT NULL",
        f"NOT EXISTS (SELECT FROM fields_value x WHERE {row} AND x.{column} IS NOT NULL)",
        down=one.type in ("number", "money", "time"),
        record="x.record_id",
    )


def deny(known: Field, test: str) -> str:
    """What passes where the test doesn't; an activity that can't have the field doesn't lack it."""
    denied = f"NOT coalesce({test}, false)"
    return f"({denied}{among(known.kinds)})" if isinstance(known, OwnField) and known.kinds else denied


def is_option(field: Field, value: str) -> bool:
    """Whether the value is one that a choice chooses from; yes and no are those of a yes or no."""
    if not isinstance(field, OwnField):
        return False
    return value in ("yes", "no") if field.own == "flag" else value in dict(field.options)
