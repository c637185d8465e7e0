"""What rows named before it was there: looked for once more when all rows are in."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from requite.intake.models import AwaitedReference, Import, LandedRow
from requite.intake.reading import faults
from requite.intake.reading.faults import Fault
from requite.kernel.actor import Actor
from requite.kernel.reading import run
from requite.people.actions.correct_references import correct_references
from requite.people.bulk.entries import Entry, Outcome, Reference
from requite.quality.keeping import by_rule

ROWS = 7_000
FORGET = "DELETE FROM intake_awaited_reference WHERE batch_id = %s AND number <= %s"


def resolve_awaited(*, actor: Actor, at: datetime, claim: Import) -> bool:
    """Fill what the next rows name, as far as it is one record by now; False when none is left, or another run took over.

    Cut anywhere, it goes on behind what it looked for.
    """
    with transaction.atomic():
        mine = Import.objects.select_for_update().filter(
            id=claim.id, run=claim.run, status=Import.Status.RUNNING
        )
        awaited = AwaitedReference.objects.filter(batch=claim.id).order_by("number", "place")
        numbers = list(awaited.values_list("number", flat=True)[:ROWS])
        if not numbers or not mine.exists():
            return False
        refs: dict[int, list[Reference]] = defaultdict(list)
        for one in awaited.filter(number__lte=numbers[-1]):
            refs[one.number].append(Reference(one.kind, one.slug, one.type, one.text, one.place))
        rows = list(LandedRow.objects.filter(batch=claim.id, number__in=list(refs)).order_by("number"))
        outcomes = [_outcome(row) for row in rows]
        with by_rule():
            correct_references(
                actor=actor, at=at, topics=frozenset({f"import:{claim.id}"}), outcomes=outcomes,
                entries=[Entry(row.number, None, refs=refs[row.number]) for row in rows],
            )  # fmt: skip
        _settle(claim, rows, outcomes, refs)
        run(FORGET, [claim.id, numbers[-1]])
    return True


def _outcome(row: LandedRow) -> Outcome:
    return Outcome(
        row.number, str(row.person_id) if row.person_id else None, str(row.company_id) if row.company_id else None,
        row.made_person, row.made_company, tuple(row.filled),
    )  # fmt: skip


def _settle(claim: Import, rows: list[LandedRow], outcomes: list[Outcome], refs: dict[int, list[Reference]]) -> None:
    """What was found is no doubt any more; what several are called by now is one of another kind."""
    moved = []
    for row, outcome in zip(rows, outcomes, strict=True):
        counts = {ref.place: count for ref, count in outcome.misses}
        doubts = list(row.faults or ())
        for ref in refs[row.number]:
            before = Fault(faults.UNKNOWN, ref.place).key
            if before in doubts and counts.get(ref.place, 1):
                place = doubts.index(before)
                doubts[place : place + 1] = [Fault(faults.SEVERAL, ref.place).key] if ref.place in counts else []
        if doubts != list(row.faults or ()):
            row.faults, row.filled = doubts or None, list(outcome.filled)
            moved.append(row)
    LandedRow.objects.bulk_update(moved, ["faults", "filled"], batch_size=1_000)
    clear = sum(row.faults is None for row in moved)
    Import.objects.filter(id=claim.id).update(owing=F("owing") - clear)
