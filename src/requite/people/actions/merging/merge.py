"""Merge two persons, or two companies, that are one: all that hangs on the one comes over to the survivor."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.queries import last_writer
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Stale
from requite.kernel.reading import run
from requite.people.actions.candidates import correct_others, register_candidates
from requite.people.actions.merging.judging import reassess
from requite.people.actions.merging.keeping import moved, plain_own, values_of
from requite.people.actions.merging.pairs import carry_pairs
from requite.people.actions.merging.taking import Taken, take_both
from requite.people.actions.merging.values import read_own, write_fields
from requite.people.events import CompanyJoined, CompanyMerged, PersonJoined, PersonMerged
from requite.people.hanging import Kind, Pair, list_hanging
from requite.people.models import Merge
from requite.people.queries.same_points import same_points, say_points

CONFIRMED = 0.99  # how likely a record is another's double once somebody said so: u = 0.01
MERGED: Mapping[Kind, tuple[type[Event], type[Event]]] = {
    "person": (PersonMerged, PersonJoined), "company": (CompanyMerged, CompanyJoined),
}  # fmt: skip
Change = tuple[object, object]
Versions = tuple[int, int]


class Done(NamedTuple):
    """What came of it: the rows that came over, the fields that changed, and what takes the rest back."""

    rows: dict[str, Any]
    changes: dict[str, Change]
    kept: dict[str, Any]


def merge_persons(
    *, actor: Actor, at: datetime, survivor_id: UUID, merged_id: UUID, choices: Mapping[str, str] | None = None,
    versions: Versions | None = None,
) -> Merge:  # fmt: skip
    """Let the one person become part of the other, the survivor, who keeps their id, owner and day of entry.

    `choices` say by field whose value stands ("survivor", "merged", of a note "both"); of the others the filled one does, of
    two the survivor's. Fields that the actor may not fill are never theirs to choose. `versions` are those that the actor
    saw, of the survivor and of the other. Raises NotVisible, NotAllowed, Refused for one that was merged or archived
    meanwhile, Stale where somebody changed either.
    """
    return _merge(actor, Pair("person", survivor_id, merged_id, at), choices or {}, versions)


def merge_companies(
    *, actor: Actor, at: datetime, survivor_id: UUID, merged_id: UUID, choices: Mapping[str, str] | None = None,
    versions: Versions | None = None,
) -> Merge:  # fmt: skip
    """The same of two companies."""
    return _merge(actor, Pair("company", survivor_id, merged_id, at), choices or {}, versions)


def _merge(actor: Actor, pair: Pair, choices: Mapping[str, str], versions: Versions | None) -> Merge:
    if pair.survivor == pair.merged:
        raise Refused(_("A record can’t be merged with itself. Choose another one."), field="other")
    with recording(actor=actor, at=pair.at) as record:
        taken = take_both(actor=actor, pair=pair, rights=("people.edit", "people.archive"))
        _refuse(taken, versions)
        run("DISCARD PLANS")  # as in keeping.py: the triggers keep plans made for one row
        made = Merge(kind=pair.kind, survivor_id=pair.survivor, merged_id=pair.merged, at=pair.at, by_id=actor.id)
        done = _join(actor, pair, taken, choices)
        made.kept = {**done.kept, "rows": done.rows}
        made.save(force_insert=True)
        _settle(pair, taken)
        _tell(record, pair, taken, done)
    return made


def _refuse(taken: Taken, versions: Versions | None) -> None:
    if any(one.survivor_id for one in taken):
        raise Refused(_("One of the two was merged into another record meanwhile. Nothing was changed."))
    if any(one.archived_at for one in taken):
        raise Refused(_("One of the two is archived. Restore it first."))
    for one, version in zip(taken, versions or (), strict=False):
        if one.version != version:
            raise Stale(by=last_writer(one.id))


def _join(actor: Actor, pair: Pair, taken: Taken, choices: Mapping[str, str]) -> Done:
    """Bring all over, and give the survivor its values."""
    survivor, merged = taken
    pairs = carry_pairs(pair)
    pair = pair._replace(points=same_points(pair))
    points = say_points(pair)
    rows = {one.name: kept for one in list_hanging(pair.kind) if (kept := one.move(pair))}
    before = values_of(pair.kind, survivor)
    changes = write_fields(pair.kind, survivor, merged, choices)
    survivor.version += 1
    was, now = moved(before, values_of(pair.kind, survivor))
    survivor.save(update_fields=[*now, "version"])
    own = read_own(actor, pair.kind, pair.survivor, pair.merged, choices)
    told = own.keep(pair.survivor)
    fresh = {slug: cells for slug, cells in own.fresh.items() if slug not in own.unmoved}
    merged.archived_at, merged.survivor_id, merged.doubt = pair.at, pair.survivor, CONFIRMED
    merged.version += 1
    merged.save(update_fields=["archived_at", "survivor", "doubt", "version"])
    kept = {"before": was, "after": now, "own": plain_own(own.held, fresh), "pairs": pairs}
    return Done(rows, {**changes, **told, **points}, kept)


def _settle(pair: Pair, taken: Taken) -> None:
    """Judge anew: the survivor, whom it may be the same as now, who lost a double, and what hangs on it."""
    survivor, merged = taken
    register_candidates(kind=pair.kind, ids=[survivor.id], at=pair.at)
    correct_others(kind=pair.kind, record_id=merged.id, at=pair.at)
    for one in taken:
        one.refresh_from_db()
        reassess(one, at=pair.at)
    for hanging in list_hanging(pair.kind):
        if hanging.settle:
            hanging.settle(pair)


def _tell(record: Recorder, pair: Pair, taken: Taken, done: Done) -> None:
    merged, joined = MERGED[pair.kind]
    topics = topics_of([one.owner_id for one in taken]) | {f"{pair.kind}:{one.id}" for one in taken}
    counts: dict[str, Change] = {
        one.counts: (None, str(one.count(done.rows[one.name])))
        for one in list_hanging(pair.kind)
        if one.counts and one.name in done.rows
    }
    changes: dict[str, Change] = {"merged": (None, f"{pair.kind}:{pair.merged}"), **done.changes, **counts}
    record(merged(subject_id=pair.survivor, changes=changes, topics=topics))
    record(joined(subject_id=pair.merged, changes={"survivor": (None, f"{pair.kind}:{pair.survivor}")}, topics=topics))
