"""What a list can be filtered, sorted and shown by: what a field is, and the kinds of record."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from requite.kernel.actor import Actor

Kind = Literal["person", "company", "deal", "activity"]
Type = Literal[
    "text", "name", "digits", "words", "number", "money", "moment", "date", "user", "team", "named", "tags", "missing",
    "flag",
    # of custom fields
    "line", "amount", "day", "choice", "choices", "record",
]  # fmt: skip
HIDDEN = "•••"  # a value that its reader may not see


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: `key` may be NULL where `joined` finds nothing, or not `held`; those rows come last, by age.

    `rest` is the test that a row has no key, "" where each has one. `down`: the largest first is what one wants. `record`
    is the record's id as the joined rows have it, so that its index is walked and some tests needn't fetch the record.
    `is_flipped`: what is shown rises while the key falls, as an age does while its beginning goes back. `joined` may be
    sorted itself, `{way}` being ASC or DESC. `hidden` stands for `rest` with a reader who sees a part of what is joined.
    """

    key: str
    type: str
    joined: str = ""
    rest: str = ""
    owner: str = ""
    down: bool = False
    record: str = ""
    held: str = ""
    is_flipped: bool = False
    hidden: str = ""

    def joins(self, way: str) -> str:
        """What is joined for an order that goes this way: ASC or DESC."""
        return self.joined.replace("{way}", way)

    def among(self, ids: str) -> str:
        """The joined rows, where they have the `record`, of those whose ids the statement gives.

        As an array: its ids are sorted, and the index is gone through once and not from its root for each of them.
        """
        rows = self.joined.replace("JOIN ", "FROM ", 1).replace(" ON ", " WHERE ", 1)
        return rows.replace(f"{self.record} = r.id", f"{self.record} = ANY(ARRAY({ids}))", 1)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind. `group` is the field group that its reader must see, `right` the right they must hold.

    `shown` is the expression of a column where it isn't `sql`; `most` a test of "at least {least}", above zero, that
    begins at the other end and not at each record; `since` is the field whose moment is never earlier;
    `companies` finds those that pass a test of what the person's company
    holds; `ever` whether there was one within `{span}`, for the last of many;
    `whole` is the expression of a file, where a column shows one of several. `scale`: how many of what `sql` counts make one
    of what people write, of amounts in the company's currency. `cast` is the type of what is named. `is_past`: it never lies
    ahead. `is_person`: a person's name, whose parts come in another order in each language. `unread` is what was
    written where nothing could be read of it, and `sql` is blank.
    """

    slug: str
    label: Promise | str
    type: Type
    sql: str
    within: str = ""
    group: str = ""
    right: str = "people.see"
    shown: str = ""
    sort: Sort | None = None
    most: str = ""
    whole: str = ""
    ever: str = ""
    since: str = ""
    scale: int = 1
    cast: str = "uuid"
    companies: str = ""
    is_past: bool = False
    trigrams: str = ""
    repeats: bool = False
    is_person: bool = False
    unread: str = ""

    @property
    def is_near(self) -> bool:
        """Whether a test of it reads the record alone."""
        return not self.within and self.sql.startswith("r.")

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in the company's currency, which columns and files read in hundredths."""
        return self.scale > 1

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor may know of the field at all."""
        return actor.has(self.right) and (not self.group or actor.fields.get(self.group, "edit") != "hidden")

    def tells_values(self, actor: Actor) -> bool:
        """Whether the actor may ask for its values, and not only whether there is one."""
        return not self.group or actor.sees(self.group)
