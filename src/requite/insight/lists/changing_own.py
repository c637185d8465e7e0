"""Custom fields of many records of a list changed at once: which ones, by whom, in which words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from requite.deals.actions.correct_own_many import correct_own_many as correct_deals
from requite.fields.catalogue import Definition, editable, find, told
from requite.fields.many import say_same
from requite.fields.references import names_of
from requite.fields.values import KEPT_BY_ID, say_text
from requite.insight.lists.change_ways import Way
from requite.insight.lists.listed import LISTED
from requite.insight.lists.shapes import HIDDEN, Kind
from requite.journal.acts import Tally
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused
from requite.kernel.ids import parse_id
from requite.kernel.reading import fetch_one
from requite.people.actions.correct_own_many import correct_own_many as correct_customers
from requite.quality.asking import list_askings, say_asked_for
from requite.work.actions.correct_own_many import correct_own_many as correct_activities

SHORT = """
SELECT 1 FROM journal_act_line l JOIN {table} r ON r.id = l.record_id WHERE l.act_id = %s AND %s = ANY(r.missing) LIMIT 1
"""
CORRECT: Mapping[Kind, Callable[..., Tally]] = {
    "person": partial(correct_customers, kind="person"), "company": partial(correct_customers, kind="company"),
    "deal": correct_deals, "activity": correct_activities,
}  # fmt: skip


def own_ways(actor: Actor, kind: Kind, right: str) -> list[Way]:
    """A way for each custom field of the kind that the actor may fill."""
    if not actor.has(right):
        return []
    return [Way(one.slug, _label(one), "own", right) for one in editable(actor, kind)]


def _label(one: Definition) -> str:
    return _("Change “%(name)s”") % {"name": one.name}


def apply_own(
    *, actor: Actor, at: datetime, kind: Kind, slug: str, given: str, ids: Sequence[UUID], act_id: UUID
) -> Tally:
    """Give the records the value, in the transaction that is open. Raises Refused, NotAllowed."""
    return CORRECT[kind](actor=actor, at=at, ids=ids, field=slug, value=given, act_id=act_id)


def check_own(actor: Actor, kind: Kind, slug: str, given: str) -> str:
    """The value in words for the journal. Raises Refused, under "value"."""
    return say_same(actor, kind, slug, given)


def say_short(kind: Kind, slug: str, act_id: UUID, *, at: datetime) -> str:
    """What is asked of the field's value, in words, where some of the act's records hold it and it isn't enough; else ""."""
    if not fetch_one(SHORT.format(table=LISTED[kind].table), [act_id, slug]):
        return ""
    known, askings = find(slug), list_askings(at=at)
    kinds = known.kinds or (kind,) if known else ()
    return ", ".join(dict.fromkeys(filter(None, (say_asked_for(askings, one, slug) for one in kinds))))


def refuse_gone(actor: Actor, slug: str, given: str) -> None:
    """Raise Refused, with what was typed, for a field that was removed or gets another type while the form was open."""
    known = find(slug)
    if known is None or not told(actor, [slug]) or not (known.is_ended or known.is_turning):
        return
    values = {"name": known.name, "typed": say_text(actor, slug, given) or "—"}
    if known.is_turning:
        raise Refused(_("“%(name)s” is being given another type. Nothing was changed. What you typed: %(typed)s") % values)
    raise Refused(
        _("“%(name)s” was removed while this form was open. Nothing was changed. What you typed: %(typed)s") % values
    )


def label_for(actor: Actor, slug: str) -> str:
    """What an act on a custom field is called, for this reader."""
    known = find(slug)
    if known is None or not told(actor, [slug]):
        return _("Change a custom field that isn’t there for you")
    return _label(known)


def value_for(actor: Actor, slug: str, words: str) -> str:
    """What was given in such an act, as this reader may read it: dots for what they don't see."""
    known = find(slug)
    if not words or known is None or known.access_once_settled(actor) in ("hidden", "masked"):
        return HIDDEN if words else ""
    type_, _mark, id_ = words.partition(":")
    record = parse_id(id_) if type_ in KEPT_BY_ID else None
    return names_of(actor, type_, [record]).get(record, HIDDEN) if record else words
