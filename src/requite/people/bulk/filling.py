"""Records of the base that the batch knows more of: blanks are filled, nothing is written over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson

from requite.fields.requirables import judged, own_of
from requite.journal.bulk import Kept
from requite.kernel.copying import copy_lines
from requite.people import assessing
from requite.people.bulk import writing
from requite.people.bulk.entries import CompanyEntry, Own, Record
from requite.people.bulk.gathering import make_ids
from requite.people.bulk.own import keep, list_held
from requite.people.bulk.relooks import LIKENESS, note_relooks
from requite.people.bulk.writing import Holder
from requite.people.drafts import ReadPoint
from requite.people.events import CompanyCorrected, PersonCorrected
from requite.people.models import Company, Person, Point
from requite.quality.engine import LASTING
from requite.quality.proofs import last_proofs
from requite.quality.rules import Rule

PERSON_TEXTS = ("middle_name", "title", "note")
COMPANY_TEXTS = ("registration_number", "industry", "website", "note")
SAVED = ["note", "tags", "version", *LASTING]
Changes = dict[str, tuple[object, object]]
PlacedPoint = tuple[Holder, ReadPoint, int]


class Filling:
    """The records of one kind that gain by the batch (see `gaining`), locked."""

    def __init__(self, records: Sequence[Record], *, at: datetime, rules: tuple[Rule, ...]) -> None:
        self._at, self._rules = at, rules
        self._records = records
        self._is_person = bool(records) and records[0].kind == "person"
        model = Person if self._is_person else Company
        ids = {record.id for record in records}
        locked = model.objects.select_for_update().filter(id__in=ids).order_by("id")
        self._held: dict[str, Person | Company] = {str(one.id): one for one in locked}
        link = "person" if self._is_person else "company"
        self._points: dict[UUID, list[Point]] = defaultdict(list)
        for point in Point.objects.filter(**{f"{link}__in": ids}).order_by("position", "id"):
            self._points[getattr(point, f"{link}_id")].append(point)
        self._gained: dict[str, Changes] = {}
        self._fresh: list[PlacedPoint] = []
        self._held_own = list_held(records)
        self._fresh_own: dict[str, Own] = {}

    def run(self) -> list[Kept]:
        """Fill every record, save what changed, and return the journal's entries."""
        for record in self._records:
            held = self._held.get(record.id)
            if held is not None:
                changes = self._fill(held, record)
                record.filled = list(changes)
                if changes:
                    self._gained.setdefault(record.id, {}).update(changes)
        self._save()
        alike = [record_id for record_id, changes in self._gained.items() if LIKENESS & changes.keys()]
        note_relooks("person" if self._is_person else "company", alike)
        event = PersonCorrected if self._is_person else CompanyCorrected
        return [(event, record_id, orjson.dumps(changes)) for record_id, changes in self._gained.items()]

    def _fill(self, held: Person | Company, record: Record) -> Changes:
        entry = record.entry
        changes: Changes = {}
        for name in PERSON_TEXTS if self._is_person else COMPANY_TEXTS:
            given = getattr(entry, name)
            if given and not getattr(held, name):
                setattr(held, name, given)
                changes[name] = (None, given)
        tags = [tag for tag in entry.tags if tag not in held.tags]
        if tags:
            held.tags = [*held.tags, *tags]
            changes["tags"] = (None, ", ".join(tags))
        if isinstance(held, Person) and held.company_id is None and record.company is not None:
            held.company_id = UUID(record.company.id)
            company = record.company.entry
            changes["company"] = (None, company.name if isinstance(company, CompanyEntry) else "")
        self._add_points(held, record.points, changes)
        for slug, given in entry.own.items():
            if (record.id, slug) not in self._held_own:
                self._fresh_own.setdefault(record.id, {}).setdefault(slug, given)
                changes[slug] = (None, given.said)
        return changes

    def _add_points(self, held: Person | Company, points: Sequence[ReadPoint], changes: Changes) -> None:
        have = self._points[held.id]
        worth = {(point.kind, point.value or point.raw.lower()) for point in have}
        for point in points:
            if (point.kind, point.value or point.raw.lower()) in worth:
                continue
            holder = (str(held.id), None) if self._is_person else (None, str(held.id))
            self._fresh.append((holder, point, len(have)))
            have.append(Point(kind=point.kind, value=point.value, raw=point.raw, state=point.state))
            before = changes.get(point.kind)
            changes[str(point.kind)] = (None, f"{before[1]}, {point.raw}" if before else point.raw)

    def _save(self) -> None:
        if not self._gained:
            return
        gained = [self._held[record_id] for record_id in self._gained]
        companies = _names_of_companies(gained)
        keep(self._fresh_own.items())
        ids = [held.id for held in gained]
        own, proofs = judged(ids, own_of(self._rules)), last_proofs(ids)
        for held in gained:
            held.version += 1
            points = self._points[held.id]
            if isinstance(held, Person):
                name = companies.get(held.company_id, "") if held.company_id else ""
                subject = assessing.person_subject(held, points, company=name)
            else:
                subject = assessing.company_subject(held, points)
            assessing.judge(held, subject, at=self._at, rules=self._rules, own=own.get(held.id, {}), proofs=proofs)
        persons = [one for one in gained if isinstance(one, Person)]
        firms = [one for one in gained if isinstance(one, Company)]
        Person.objects.bulk_update(persons, [*SAVED, *PERSON_TEXTS[:2], "company"], batch_size=500)
        Company.objects.bulk_update(firms, [*SAVED, *COMPANY_TEXTS[:3]], batch_size=500)
        self._save_points()

    def _save_points(self) -> None:
        ids = make_ids(len(self._fresh), at_ms=int(self._at.timestamp() * 1000))
        moment = self._at.isoformat()
        lines = (writing.point_line(ids.pop(), *placed, moment) for placed in self._fresh)
        copy_lines(writing.POINTS, lines)


def _names_of_companies(gained: Sequence[Person | Company]) -> dict[UUID, str]:
    ids = {one.company_id for one in gained if isinstance(one, Person) and one.company_id}
    return dict(Company.objects.filter(id__in=ids).values_list("id", "name")) if ids else {}
