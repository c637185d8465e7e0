"""Give many records the same value in a field, or add a tag to them or take one away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.journal.acts import Tally
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.kernel.legible import legible
from requite.people.access import visible_companies
from requite.people.actions.register_company import find_or_register
from requite.people.bulk.changing import Change, change_many
from requite.people.bulk.rejudging import Kind
from requite.people.drafts import fold_company

FIELDS: Mapping[Kind, Mapping[str, int]] = {
    "person": {"title": 200, "company": 300, "source": 60},
    "company": {"industry": 120, "source": 60},
}
LONGEST_TAG = 60


def correct_many(
    *,
    actor: Actor,
    at: datetime,
    kind: Kind,
    ids: Sequence[UUID],
    field: str,
    value: str,
    act_id: UUID | None = None,
) -> Tally:
    """Put `value` into `field` of each record; "" empties it. Raises Refused.

    A company of a name that there isn't is made, as the form makes it, once there is a record to change.
    """
    if not is_correctable(actor):
        raise NotAllowed
    new = read_value(actor=actor, kind=kind, field=field, value=value)

    @cache
    def company() -> str:
        with recording(actor=actor, at=at) as record:
            return str(find_or_register(record=record, name=new, owner_id=actor.id).id)

    is_company = field == "company"
    change = Change(
        kind=kind, right="people.edit", act_id=act_id, column="company_id" if is_company else field,
        after=lambda _before: (company() if new else None) if is_company else new,
    )  # fmt: skip
    return change_many(actor=actor, at=at, ids=ids, change=change)


def is_correctable(actor: Actor) -> bool:
    """Whether the actor may write the fields of records at all."""
    return actor.has("people.edit") and actor.fields.get("identity", "edit") == "edit"


def read_value(*, actor: Actor, kind: Kind, field: str, value: str) -> str:
    """The value as the base keeps it. Raises Refused, under "value", for one that the field can't hold."""
    limit = FIELDS[kind].get(field)
    if limit is None:
        raise Refused(_("Choose one of the list."), field="what")
    value = " ".join(legible(value).split())
    if len(value) > limit:
        text = _("This is longer than the field holds: at most %(limit)s letters.") % {"limit": limit}
        raise Refused(text, field="value")
    if field == "company" and value:
        _refuse_several(actor, value)
    return value


def _refuse_several(actor: Actor, name: str) -> None:
    found = visible_companies(actor).filter(name_fold=fold_company(name), archived_at__isnull=True)
    if len(found.values_list("id")[:2]) > 1:
        raise Refused(_("Several companies have this name: give them names that differ first."), field="value")


def mark_many(
    *,
    actor: Actor,
    at: datetime,
    kind: Kind,
    ids: Sequence[UUID],
    tag: str,
    mark: Literal["add", "remove"] = "add",
    act_id: UUID | None = None,
) -> Tally:
    """Add the tag behind the others of each record, or take it away. Raises Refused for what can't be a tag."""
    if not is_correctable(actor):
        raise NotAllowed
    tag = read_tag(tag)

    def after(before: list[str]) -> list[str]:
        if mark == "remove":
            return [one for one in before if one != tag]
        return before if tag in before else [*before, tag]

    change = Change(kind=kind, right="people.edit", column="tags", act_id=act_id, after=after)
    return change_many(actor=actor, at=at, ids=ids, change=change)


def read_tag(text: str) -> str:
    """A tag as it is kept. Raises Refused."""
    tag = " ".join(legible(text).split())
    if not tag:
        raise Refused(_("Give the tag."), field="value")
    if "," in tag:
        raise Refused(_("One tag at a time, without a comma."), field="value")
    if len(tag) > LONGEST_TAG:
        raise Refused(_("A tag has at most 60 letters."), field="value")
    return tag
