"""Give many records the same value in a field, or add a tag to them or take one away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.people.access import visible_companies
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
    """Put `value` into `field` of each record; "" empties it. A company is one that there is. Raises Refused."""
    if not is_correctable(actor):
        raise NotAllowed
    new = read_value(actor=actor, kind=kind, field=field, value=value)
    change = Change(
        kind=kind, right="people.edit", act_id=act_id, after=lambda _before: new,
        column="company_id" if field == "company" else field,
    )  # fmt: skip
    return change_many(actor=actor, at=at, ids=ids, change=change)


def is_correctable(actor: Actor) -> bool:
    """Whether the actor may write the fields of records at all."""
    return actor.has("people.edit") and actor.fields.get("identity", "edit") == "edit"


def read_value(*, actor: Actor, kind: Kind, field: str, value: str) -> str | None:
    """The value as the base keeps it. Raises Refused, under "value", for one that the field can't hold."""
    limit = FIELDS[kind].get(field)
    if limit is None:
        raise Refused(_("Choose one of the list."), field="what")
    value = " ".join(value.replace("\x00", "").split())
    if len(value) > limit:
        text = _("This is longer than the field holds: at most %(limit)s letters.") % {"limit": limit}
        raise Refused(text, field="value")
    return _find_company(actor, value) if field == "company" else value


def _find_company(actor: Actor, name: str) -> str | None:
    if not name:
        return None
    found = visible_companies(actor).filter(name_fold=fold_company(name), archived_at__isnull=True)
    ids = list(found.order_by("id").values_list("id", flat=True)[:2])
    if not ids:
        raise Refused(_("There is no company of this name. Enter it first."), field="value")
    if len(ids) > 1:
        raise Refused(_("Several companies have this name: give them names that differ first."), field="value")
    return str(ids[0])


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
    tag = " ".join(text.replace("\x00", "").split())
    if not tag:
        raise Refused(_("Give the tag."), field="value")
    if "," in tag:
        raise Refused(_("One tag at a time, without a comma."), field="value")
    if len(tag) > LONGEST_TAG:
        raise Refused(_("A tag has at most 60 letters."), field="value")
    return tag
