"""Take a whole batch into the base: matched with what is there, filled, inserted, judged, kept, by sets."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.journal.bulk import Kept, keep_many
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.people.bulk import inserting, matching
from requite.people.bulk.entries import Entry, Outcome, Record
from requite.people.bulk.filling import Filling
from requite.people.bulk.gaining import list_gaining
from requite.people.bulk.gathering import Gathering
from requite.people.bulk.judging import Judge
from requite.people.events import CompanyRegistered, PersonRegistered

ONE_AT_A_TIME = 0x52_45_51_01
STATEMENT_MS = 300_000


def register_many(
    *, actor: Actor, at: datetime, entries: Sequence[Entry], topics: frozenset[str] = frozenset()
) -> list[Outcome]:
    """Register the persons and companies of a batch in one transaction; one outcome for each entry, in order.

    A record that the actor may edit and that is known again (by registration number, by name with a phone, an
    e-mail or an address, by name in the company) isn't made twice: its blanks are filled, nothing in it is
    written over. New ones belong to the entry's owner, else to the actor. Entries carry names already checked for
    their length. The live topics told are the owners' and `topics`.
    """
    refuse_unentitled(actor=actor, entries=entries)
    for entry in entries:
        entry.owner_id = entry.owner_id or actor.id
    with transaction.atomic():
        _wait_for_turn()
        batch = Gathering(entries, at_ms=int(at.timestamp() * 1000))
        kept = _settle_companies(batch.companies, actor, at)
        kept += _settle_persons(batch.persons, actor, at)
        owners = {record.owner_id for record in (*batch.persons, *batch.companies)}
        keep_many(actor=actor, at=at, entries=kept, topics=topics_of(owners) | topics)
        return batch.outcomes()


def refuse_unentitled(*, actor: Actor, entries: Sequence[Entry]) -> None:
    """Raise NotAllowed where the actor may not import, or not for one of the owners."""
    if not actor.has("people.import") or actor.fields.get("contact", "edit") != "edit":
        raise NotAllowed
    for owner_id in {entry.owner_id for entry in entries} - {None, actor.id}:
        if not actor.covers("people.import", owner_id):
            raise NotAllowed(_("You don't have the right to import records for that owner."))


def _wait_for_turn() -> None:
    """Two batches at once could each make the same record: they go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(STATEMENT_MS)])
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL gin_pending_list_limit = '16MB'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _settle_companies(records: list[Record], actor: Actor, at: datetime) -> list[Kept]:
    if not records:
        return []
    matching.match_companies(records, owners=actor.owners("people.edit"))
    judge = Judge("company", at=at, country=actor.country)
    fresh = [record for record in records if not record.known]
    known = [record for record in records if record.known]
    inserting.insert_companies(fresh, actor=actor, at=at, judge=judge)
    kept: list[Kept] = [(CompanyRegistered, record.id, inserting.changes_of(record)) for record in fresh]
    return kept + _fill(known, at, judge)


def _settle_persons(records: list[Record], actor: Actor, at: datetime) -> list[Kept]:
    if not records:
        return []
    matching.match_persons(records, owners=actor.owners("people.edit"))
    judge = Judge("person", at=at, country=actor.country)
    fresh = [record for record in records if not record.known]
    known = [record for record in records if record.known]
    inserting.insert_persons(fresh, actor=actor, at=at, judge=judge)
    kept: list[Kept] = [(PersonRegistered, record.id, inserting.changes_of(record)) for record in fresh]
    return kept + _fill(known, at, judge)


def _fill(known: list[Record], at: datetime, judge: Judge) -> list[Kept]:
    gaining = list_gaining(known)
    return Filling(gaining, at=at, rules=judge.rules).run() if gaining else []
