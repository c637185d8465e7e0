"""Take a whole batch into the base: matched with what is there, filled, inserted, judged, kept, by sets."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.journal.bulk import Kept, keep_many
from requite.kernel.actor import Actor
from requite.kernel.copying import copy_lines
from requite.kernel.errors import NotAllowed
from requite.kernel.locks import Lock, hold
from requite.people.bulk import matching, own, writing
from requite.people.bulk.entries import Entry, Outcome, Record
from requite.people.bulk.filling import Filling
from requite.people.bulk.gaining import list_gaining
from requite.people.bulk.preparing import Prepared, read_rules
from requite.people.bulk.referring import refer
from requite.people.events import CompanyRegistered, PersonRegistered
from requite.quality.engine import Rule

STATEMENT_MS = 300_000


def register_many(
    *,
    actor: Actor,
    at: datetime,
    entries: Sequence[Entry] | Prepared,
    topics: frozenset[str] = frozenset(),
) -> list[Outcome]:
    """Register the persons and companies of a batch in one transaction; one outcome for each entry, in order.

    A record that the actor may edit and that is known again (by registration number, by name with a phone, an
    e-mail or an address, by name in the company) isn't made twice: its blanks are filled, nothing in it is
    written over. New ones belong to the entry's owner, else to the actor. Entries carry names already checked for
    their length. The live topics told are the owners' and `topics`. A batch `Prepared` ahead saves the time.
    """
    if not actor.has("people.import") or actor.fields.get("contact", "edit") != "edit":
        raise NotAllowed
    if not isinstance(entries, Prepared):
        entries = Prepared(entries, actor=actor, at=at, rules=read_rules(at=at))
    for owner_id in entries.owners - {None, actor.id}:
        if not actor.covers("people.import", owner_id):
            raise NotAllowed(_("You don't have the right to import records for that owner."))
    with transaction.atomic():
        wait_for_turn()
        kept = [*_settle_companies(entries, actor, at), *_settle_persons(entries, actor, at)]
        outcomes = entries.batch.outcomes()
        kept += refer(entries.batch.rows, outcomes, actor=actor, at=at, rules=entries.rules)
        keep_many(actor=actor, at=at, entries=kept, topics=topics_of(entries.owners) | topics)
        return outcomes


def wait_for_turn() -> None:
    """Two batches at once could each make the same record: they go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(STATEMENT_MS)])
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL gin_pending_list_limit = '32MB'")
    hold(Lock.MANY_REGISTERED)


def _settle_companies(batch: Prepared, actor: Actor, at: datetime) -> list[Kept]:
    side = batch.companies
    if not side.records:
        return []
    own.drop_changed(side.records)
    matching.match_companies(batch.batch.companies, side.keys, owners=actor.owners("people.edit"))
    fresh = [record for record in side.records if not record.known]
    copy_lines(writing.COMPANIES, (record.head for record in fresh))
    copy_lines(writing.POINTS, (line for record, line in side.points if not record.known))
    own.keep((record.id, record.entry.own) for record in fresh if record.entry.own)
    kept: list[Kept] = [(CompanyRegistered, record.id, record.changes) for record in fresh]
    return kept + _fill(side.records, at, batch.rules.company)


def _settle_persons(batch: Prepared, actor: Actor, at: datetime) -> list[Kept]:
    side = batch.persons
    if not side.records:
        return []
    own.drop_changed(side.records)
    matching.match_persons(batch.batch.persons, side.keys, owners=actor.owners("people.edit"))
    fresh = [record for record in side.records if not record.known]
    copy_lines(writing.PERSONS, writing.person_lines(fresh))
    copy_lines(writing.POINTS, (line for record, line in side.points if not record.known))
    own.keep((record.id, record.entry.own) for record in fresh if record.entry.own)
    kept: list[Kept] = [(PersonRegistered, record.id, record.changes) for record in fresh]
    return kept + _fill(side.records, at, batch.rules.person)


def _fill(records: list[Record], at: datetime, rules: tuple[Rule, ...]) -> list[Kept]:
    gaining = list_gaining([record for record in records if record.known])
    return Filling(gaining, at=at, rules=rules).run() if gaining else []
