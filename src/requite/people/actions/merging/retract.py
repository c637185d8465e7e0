"""Take a merge back: two records again, each as it was, but for what somebody has changed since."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.leading import read_cells
from requite.identity.topics import topics_of
from requite.journal.events import Event
from requite.journal.recording import Recorder, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotVisible, Refused
from requite.kernel.reading import fetch_all, run
from requite.people.actions.candidates import correct_others, register_candidates
from requite.people.actions.merging.judging import reassess
from requite.people.actions.merging.keeping import own_from, plain, put, values_of
from requite.people.actions.merging.pairs import return_pairs
from requite.people.actions.merging.taking import Taken, take_both
from requite.people.actions.merging.values import fold
from requite.people.events import CompanyParted, PersonParted
from requite.people.hanging import Kind, Pair, list_hanging
from requite.people.models import Company, Merge, Person

PARTED: Mapping[str, type[Event]] = {"person": PersonParted, "company": CompanyParted}
LED = "SELECT survivor_id FROM people_company WHERE id = %s FOR KEY SHARE"
UNTOLD = ("name_fold", "asked", "rulings")
NAMES: Mapping[str, Sequence[str]] = {"person": ("family_name", "given_name"), "company": ("name",)}
Change = tuple[object, object]


class Retracted(NamedTuple):
    """A merge taken back. `fields` and `rows` name what somebody has changed since and what therefore stays as it is."""

    merge: Merge
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


def retract_merge(*, actor: Actor, at: datetime, merge_id: UUID) -> Retracted:
    """Make two of the one again: all goes back that came over, and each field that holds what the merge gave it.

    What somebody has changed since stays, and is named. What was added to the survivor since is the survivor's. Twice is
    once. Raises NotVisible, NotAllowed without the right to archive both, and Refused where the survivor was itself merged
    since.
    """
    with recording(actor=actor, at=at) as record:
        found = Merge.objects.filter(id=merge_id).first()
        if found is None:
            raise NotVisible
        kind: Kind = "person" if found.kind == "person" else "company"
        pair = Pair(kind, found.survivor_id, found.merged_id, at)
        taken = take_both(actor=actor, pair=pair, rights=("people.archive", "people.archive"))
        found = Merge.objects.select_for_update(of=("self",)).get(id=merge_id)
        if found.retracted_at is not None:
            return Retracted(found)
        if taken.survivor.survivor_id:
            raise Refused(_("It was itself merged into another record since. Undo that first."))
        run("DISCARD PLANS")
        return _part(record, pair, taken, found)


def _part(record: Recorder, pair: Pair, taken: Taken, found: Merge) -> Retracted:
    survivor, merged = taken
    rows = tuple(_go_back(pair, found.kept["rows"]))
    changes, fields = _return_fields(survivor, found)
    own, own_left = _return_own(record.actor, pair, found)
    merged.archived_at = merged.survivor_id = merged.doubt = None
    merged.version += 1
    merged.save(update_fields=["archived_at", "survivor", "doubt", "version"])
    return_pairs(found.kept["pairs"])
    found.retracted_at, found.retracted_by_id = record.at, record.actor.id
    found.save(update_fields=["retracted_at", "retracted_by"])
    _settle(pair, taken)
    _tell(record, pair, taken, {**changes, **own})
    return Retracted(found, (*fields, *own_left), rows)


def _go_back(pair: Pair, kept: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Let the rows go back; names those of which some have gone elsewhere since."""
    for one in list_hanging(pair.kind):
        if one.name in kept and one.back(pair, kept[one.name]):
            yield one.name


def _return_fields(survivor: Person | Company, found: Merge) -> tuple[dict[str, Change], tuple[str, ...]]:
    """Give the survivor its fields as they were; of those that were changed since the names."""
    before, after = (_lead_on(found.kept[name]) for name in ("before", "after"))
    back = {name: value for name, value in before.items() if plain(getattr(survivor, name)) == after[name]}
    if not any({**values_of(found.kind, survivor), **back}[name] for name in NAMES[found.kind]):
        back = {name: value for name, value in back.items() if name not in NAMES[found.kind]}
    put(survivor, back)
    fold(survivor)
    survivor.version += 1
    survivor.save(update_fields=[*back, "name_fold", "version"])
    shown = {said: pair for name in back for said, pair in _said(name, after[name], before[name])}
    return shown, tuple(name.removesuffix("_id") for name in before if name not in back and name not in UNTOLD)


def _lead_on(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values; a company that was itself merged since is its survivor, which is where its people are now."""
    company = values.get("company_id")
    led = fetch_all(LED, [company]) if company else ()
    return {**values, "company_id": str(led[0][0])} if led and led[0][0] else dict(values)


def _said(name: str, *values: Any) -> Iterator[tuple[str, Change]]:
    """A field and what it was and is, as the journal keeps them: of a company its name."""
    if name == "company_id":
        found = Company.objects.filter(id__in=filter(None, values)).values_list("id", "name")
        names = {str(id_): text for id_, text in found}
        values = tuple(names.get(value, "") for value in values)
    if name not in UNTOLD:
        old, new = (", ".join(value) if isinstance(value, list) else value for value in values)
        yield name.removesuffix("_id"), (old, new)


def _return_own(actor: Actor, pair: Pair, found: Merge) -> tuple[dict[str, Change], tuple[str, ...]]:
    """The same of the company's own fields; one that has ended stays as it is."""
    kept = own_from(found.kept["own"])
    reading = read_cells(actor, pair.kind, pair.survivor, {slug: before for slug, (before, _after) in kept.items()})
    for slug in list(reading.fresh):
        if reading.held.get(slug, ()) != kept[slug][1]:
            del reading.fresh[slug]
    return reading.keep(pair.survivor), tuple(slug for slug in kept if slug not in reading.fresh)


def _settle(pair: Pair, taken: Taken) -> None:
    """Judge both anew, whom they may be the same as, and what hangs on them."""
    register_candidates(kind=pair.kind, ids=[one.id for one in taken], at=pair.at, is_parted=True)
    for one in taken:
        correct_others(kind=pair.kind, record_id=one.id, at=pair.at)
        one.refresh_from_db()
        reassess(one, at=pair.at)
    for hanging in list_hanging(pair.kind):
        if hanging.settle:
            hanging.settle(pair)
            hanging.settle(pair._replace(survivor=pair.merged, merged=pair.survivor))


def _tell(record: Recorder, pair: Pair, taken: Taken, changes: Mapping[str, Change]) -> None:
    parted = PARTED[pair.kind]
    topics = topics_of([one.owner_id for one in taken]) | {f"{pair.kind}:{one.id}" for one in taken}
    lines: dict[str, Change] = {"merged": (f"{pair.kind}:{pair.merged}", None), **changes}
    record(parted(subject_id=pair.survivor, changes=lines, topics=topics))
    record(parted(subject_id=pair.merged, changes={"survivor": (f"{pair.kind}:{pair.survivor}", None)}, topics=topics))
