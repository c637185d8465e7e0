"""Settle the next rows of an import: in the base, or refused with reasons, and the cursor behind them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from requite.intake.actions.return_import import bring_back
from requite.intake.events import ImportFailed, ImportResolved
from requite.intake.models import Import
from requite.intake.reading import faults
from requite.intake.reading.faults import Fault
from requite.journal.recording import recording
from requite.kernel.actor import Actor
from requite.kernel.copying import NULL, array, cells, copy_lines
from requite.people.actions.register_many import register_many
from requite.people.bulk.entries import Entry, Outcome
from requite.people.bulk.preparing import Rules, Window
from requite.quality.keeping import by_rule

LANDED = (
    "COPY intake_landed_row (batch_id, number, person_id, company_id, made_person, made_company, filled, faults)"
    " FROM STDIN"
)
REFUSED = "COPY intake_refused_row (batch_id, number, line, cells, faults) FROM STDIN"

AWAITED = "COPY intake_awaited_reference (batch_id, number, place, kind, slug, type, text) FROM STDIN"
LONGEST = 2_000  # of a text that names somebody


@dataclass(slots=True)
class Refusal:
    """A row that stays out: as it stands in the file, and why."""

    number: int
    line: int
    cells: Sequence[str]
    faults: tuple[str, ...]


@dataclass(slots=True)
class Batch:
    """The next rows of a file. `last` is the number of the last, `read` the bytes of the file up to it.

    `doubts` holds, by the number of a row that comes in, the keys of its faults. `window` is `entries` made ready.
    """

    entries: list[Entry] = field(default_factory=list)
    window: Window | None = None
    refusals: list[Refusal] = field(default_factory=list)
    doubts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    last: int = 0
    read: int = 0


def claim_import(*, at: datetime, import_id: UUID) -> Import | None:
    """Take the import for one run, away from any other; None when there is nothing left to do."""
    with transaction.atomic():
        found = Import.objects.select_for_update().filter(id=import_id).first()
        if found is None or not found.is_under_way:
            return None
        found.status, found.run = Import.Status.RUNNING, found.run + 1
        found.started_at = found.started_at or at
        found.save()
        return found


def resolve_rows(*, actor: Actor, at: datetime, claim: Import, batch: Batch, rules: Rules | None = None) -> bool:
    """Settle a batch in one transaction with its cursor. False when another run has taken the import over.

    A batch's commit isn't waited for: a crash takes its rows and its cursor together, and `resolve_import`, whose
    commit is, makes all before it durable.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        mine = Import.objects.select_for_update().filter(
            id=claim.id, run=claim.run, status=Import.Status.RUNNING, cursor=claim.cursor
        )
        if not mine.exists():
            return False
        topics = frozenset({f"import:{claim.id}"})
        with by_rule():
            outcomes = register_many(
                actor=actor, at=at, entries=batch.window or batch.entries, rules=rules, topics=topics
            )
            bring_back(actor=actor, at=at, outcomes=outcomes)
        _doubt(batch, outcomes)
        copy_lines(LANDED, _landed(claim.id, outcomes, batch.doubts))
        copy_lines(REFUSED, _refused(claim.id, batch.refusals))
        if any(one.misses for one in outcomes):
            copy_lines(AWAITED, _awaited(claim.id, outcomes))
        new = sum(outcome.is_new for outcome in outcomes)
        Import.objects.filter(id=claim.id).update(
            cursor=batch.last,
            read=min(batch.read, claim.size),
            made=F("made") + new,
            matched=F("matched") + len(outcomes) - new,
            refused=F("refused") + len(batch.refusals),
            companies=F("companies") + sum(outcome.made_company for outcome in outcomes),
            owing=F("owing") + len(batch.doubts),
        )
    claim.cursor = batch.last
    return True


def _doubt(batch: Batch, outcomes: Iterable[Outcome]) -> None:
    """What a row names and isn't surely one record of the base is a doubt of its cell."""
    for one in outcomes:
        for ref, count in one.misses:
            fault = Fault(faults.SEVERAL if count else faults.UNKNOWN, ref.place)
            batch.doubts[one.number] = (*batch.doubts.get(one.number, ()), fault.key)


def resolve_import(*, actor: Actor, at: datetime, claim: Import) -> None:
    """Note that the last row is settled."""
    with recording(actor=actor, at=at) as record:
        found = Import.objects.select_for_update().get(id=claim.id)
        if found.run != claim.run or found.status != Import.Status.RUNNING:
            return
        found.status, found.ended_at, found.read = Import.Status.DONE, at, found.size
        found.save()
        changes: dict[str, tuple[object, object]] = {
            name: (None, getattr(found, name)) for name in ("made", "matched", "refused", "companies")
        }
        record(ImportResolved(subject_id=found.id, changes=changes, topics=frozenset({f"import:{found.id}"})))


def fail_import(*, actor: Actor, at: datetime, claim: Import, sentence: str) -> None:
    """Stop an import that can't go on; what is settled stays, and it can be begun again behind it."""
    with recording(actor=actor, at=at) as record:
        found = Import.objects.select_for_update().get(id=claim.id)
        if found.run != claim.run or not found.is_under_way:
            return
        found.status, found.trouble, found.ended_at = Import.Status.FAILED, sentence, at
        found.save()
        record(ImportFailed(subject_id=found.id, topics=frozenset({f"import:{found.id}"})))


def _landed(
    import_id: UUID, outcomes: Iterable[Outcome], doubts: Mapping[int, tuple[str, ...]]
) -> Iterator[str]:
    for one in outcomes:
        faults = doubts.get(one.number)
        yield (
            f"{import_id}\t{one.number}\t{one.person_id or NULL}\t{one.company_id or NULL}"
            f"\t{'t' if one.made_person else 'f'}\t{'t' if one.made_company else 'f'}"
            f"\t{array(one.filled) if one.filled else '{}'}\t{array(faults) if faults else NULL}\n"
        )


def _awaited(import_id: UUID, outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Who wasn't found by now may come in by a later batch."""
    for one in outcomes:
        for ref, count in one.misses:
            if not count:
                said = cells(ref.kind, ref.slug, ref.type, ref.text[:LONGEST])
                yield f"{import_id}\t{one.number}\t{ref.place}\t{said}\n"


def _refused(import_id: UUID, refusals: Iterable[Refusal]) -> Iterator[str]:
    for one in refusals:
        yield f"{import_id}\t{one.number}\t{one.line}\t{array(one.cells)}\t{array(one.faults)}\n"
