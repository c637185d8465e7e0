"""Whom entries of deals and activities name, and their reader doesn't see: dots stand for these alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from requite.fields.references import names_of
from requite.fields.values import KEPT_BY_ID
from requite.kernel.actor import Actor
from requite.kernel.ids import parse_id
from requite.people.models import Company, Person
from requite.people.queries.history import PastEntry
from requite.web.screens.history_words import say_value
from requite.work.queries.history import list_own_ids

WORK = ("activity", "call", "meeting", "task", "note")
# Whom a deal or an activity is with is told by name there; its topics say who these are.
NAMING = ("deal", *WORK)
NAMED = {"person": "person", "stakeholder": "person", "company": "company"}
DOTS = "•••"


@dataclass(frozen=True, slots=True)
class Unseen:
    """Topics of persons and companies that the reader doesn't see, and the activities in which they take part.

    These tell them with whom they are all the same (ADR 0053). An entry that stands under several says not which of them a
    name is: `names` are those by which records are known that the reader does see, by subject and kind.
    """

    topics: frozenset[str] = frozenset()
    told: frozenset[UUID] = frozenset()
    names: Mapping[tuple[UUID, str], frozenset[str]] = field(default_factory=dict)

    def concerns(self, entry: PastEntry, name: str) -> bool:
        """Whether the field may name somebody whom the reader doesn't see."""
        kind = NAMED.get(name) if entry.subject_kind in NAMING and entry.subject_id not in self.told else None
        return kind is not None and any(topic in self.topics for topic in entry.topics if topic.startswith(f"{kind}:"))

    def tell(self, entry: PastEntry, name: str, value: object) -> str:
        """The name where it is surely of one whom the reader sees, dots where not, "" for none."""
        text = str(value or "")
        whom = text.rpartition(": ")[0] if name == "stakeholder" else text
        said = say_value(name, text)
        return said if whom in self.names.get((entry.subject_id, NAMED[name]), ()) else DOTS * bool(text)


def find_unseen(actor: Actor, entries: Iterable[PastEntry]) -> Unseen:
    """Whom the entries of deals and activities name and the reader doesn't see."""
    named = [
        entry for entry in entries
        if entry.subject_kind in NAMING and any(name in NAMED for name, *_pair in entry.changes)
    ]  # fmt: skip
    found: dict[str, UUID] = {}
    seen: dict[str, UUID] = {}
    for kind in KEPT_BY_ID if named and actor.owners("people.see") is not None else ():
        topics = {topic for entry in named for topic in entry.topics if topic.startswith(f"{kind}:")}
        ids = {topic: id_ for topic in topics if (id_ := parse_id(topic.partition(":")[2]))}
        told = names_of(actor, kind, ids.values())
        for topic, id_ in ids.items():
            (seen if id_ in told else found)[topic] = id_
    if not found:
        return Unseen()
    works = [entry.subject_id for entry in named if entry.subject_kind in WORK]
    names = _names_of_subjects(named, seen, found) if seen else {}
    return Unseen(frozenset(found), list_own_ids(actor=actor, ids=works), names)


def _names_of_subjects(
    entries: Sequence[PastEntry], seen: Mapping[str, UUID], unseen: Mapping[str, UUID]
) -> dict[tuple[UUID, str], frozenset[str]]:
    """What the seen ones of each subject are called, as the journal keeps names; not what an unseen one is called too."""
    known = _journal_names({**seen, **unseen}.values())
    topics: dict[UUID, set[str]] = {}
    for entry in entries:
        topics.setdefault(entry.subject_id, set()).update(entry.topics)
    found = {}
    for subject_id, its in topics.items():
        for kind in set(NAMED.values()):
            own = {topic for topic in its if topic.startswith(f"{kind}:")}
            names = {known.get(seen[topic], "") for topic in own & seen.keys()}
            found[subject_id, kind] = frozenset(names - {known.get(unseen[topic]) for topic in own & unseen.keys()} - {""})
    return found


def _journal_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    wanted = list(ids)
    persons = Person.objects.filter(id__in=wanted).values_list("id", "family_name", "given_name")
    found = {id_: f"{family} {given}".strip() for id_, family, given in persons}
    return found | dict(Company.objects.filter(id__in=wanted).values_list("id", "name"))
