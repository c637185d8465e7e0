"""The shared rule of correcting a record that somebody else may have changed meanwhile: a merge by field."""

from collections.abc import Mapping
from uuid import UUID

from requite.fields.values import own, refuse_lost, texts_of
from requite.journal.queries import last_writer
from requite.kernel.actor import Actor
from requite.kernel.errors import Stale


def merge_fields(
    *, subject_id: UUID, base: Mapping[str, str], given: Mapping[str, str], now: Mapping[str, str]
) -> dict[str, str]:
    """The fields to write: those that the reader changed (`given` differs from `base`, what they saw).

    Raises Stale where one of these was changed by another since (`now` differs from both), with theirs and the
    reader's own: nothing is overwritten silently, and changes to different fields both stand. How a line ends is no
    difference: browsers send each back in their own way.
    """
    base, given, kept = _lines(base), _lines(given), _lines(now)
    mine = {name: value for name, value in given.items() if value != base.get(name, kept[name])}
    clashes = {
        name: (now[name], value)
        for name, value in mine.items()
        if name in base and kept[name] != base[name] and kept[name] != value
    }
    if clashes:
        raise Stale(by=last_writer(subject_id), changes=clashes)
    return {name: value for name, value in mine.items() if value != kept[name]}


def now_of(
    actor: Actor, kind: str, record_id: UUID, given: Mapping[str, str], base: Mapping[str, str] | None
) -> dict[str, str]:
    """What the record holds in the company's own fields, where a form gave any.

    Raises Refused where something was typed for a field that has gone since the form was opened.
    """
    wanted = own(given)
    if not wanted:
        return {}
    now = texts_of(actor, kind, record_id)
    gone = {slug: text for slug, text in wanted.items() if slug not in now}
    refuse_lost(actor, {slug: text for slug, text in gone.items() if text != (base or {}).get(slug, "")})
    return {**gone, **now}


def _lines(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text.replace("\r\n", "\n").strip() for name, text in texts.items()}
