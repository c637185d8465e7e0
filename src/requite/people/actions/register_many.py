"""Take a whole batch into the base: matched with what is there, filled, inserted, judged, kept, by sets."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.journal.bulk import entry_lines, keep_text
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed
from requite.kernel.locks import Lock, hold
from requite.people.bulk import own
from requite.people.bulk.entries import Entry, Outcome
from requite.people.bulk.preparing import Rules, Window, prepare, read_rules
from requite.people.bulk.referring import refer
from requite.people.bulk.settling import Settled, settle_companies, settle_persons

STATEMENT_MS = 300_000


def register_many(
    *,
    actor: Actor,
    at: datetime,
    entries: Sequence[Entry] | Window,
    rules: Rules | None = None,
    topics: frozenset[str] = frozenset(),
) -> list[Outcome]:
    """Register the persons and companies of a batch in one transaction; one outcome for each entry, in order.

    A record that the actor may edit and that is known again (by registration number, by name with a phone, an
    e-mail or an address, by name in the company) isn't made twice: its blanks are filled, nothing in it is
    written over. New ones belong to the entry's owner, else to the actor. Entries carry names already checked for
    their length. The live topics told are the owners' and `topics`. A batch prepared ahead, a `Window`, saves the
    time: its new records are of its own `at`, and judged by the `rules` with which it was made.
    """
    if not actor.has("people.import") or actor.fields.get("contact", "edit") != "edit":
        raise NotAllowed
    rules = rules or read_rules(at=at)
    window = entries if isinstance(entries, Window) else prepare(entries, actor=actor, at=at, rules=rules)
    for owner_id in window.owners - {None, actor.id}:
        if not actor.covers("people.import", owner_id):
            raise NotAllowed(_("You don't have the right to import records for that owner."))
    with transaction.atomic():
        wait_for_turn()
        dead = own.list_dead(window.fields)
        companies = settle_companies(window, actor=actor, at=at, rules=rules.company, dead=dead)
        persons = settle_persons(window, companies, actor=actor, at=at, rules=rules.person, dead=dead)
        outcomes = _tell(window, persons, companies)
        told = [(refs, outcomes[n]) for n, refs in window.refs.items()]
        kept = [*companies.kept, *persons.kept, *refer(told, actor=actor, at=at, rules=rules)]
        changed = "".join(entry_lines(actor=actor, at=at, entries=kept)).encode()
        keep_text(companies.lines + persons.lines + changed, topics=topics_of(window.owners) | topics)
        return outcomes


def wait_for_turn() -> None:
    """Two batches at once could each make the same record: they go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(STATEMENT_MS)])
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL gin_pending_list_limit = '32MB'")
    hold(Lock.MANY_REGISTERED)


def _tell(window: Window, persons: Settled, companies: Settled) -> list[Outcome]:
    """What became of each row; the first row of a new record made it."""
    new_persons, new_firms = ({*range(len(one.side.ids))} - one.known.keys() for one in (persons, companies))
    found: list[Outcome] = []
    for number, person, firm in zip(window.numbers, window.people, window.firms, strict=True):
        outcome = Outcome(number)
        if firm >= 0:
            outcome.company_id = companies.id_of(firm)
            if firm in new_firms:
                new_firms.remove(firm)
                outcome.made_company = True
            elif person < 0:
                outcome.filled = companies.filled.get(firm, ())
        if person >= 0:
            outcome.person_id = persons.id_of(person)
            if person in new_persons:
                new_persons.remove(person)
                outcome.made_person = True
            else:
                outcome.filled = persons.filled.get(person, ())
        found.append(outcome)
    return found
