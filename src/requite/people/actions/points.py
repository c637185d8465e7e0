"""Points of contact: register, correct, mark and erase one, of a person or of a company."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.identity.topics import topics_of
from requite.journal.queries import changes_of, last_writer
from requite.journal.recording import Recorder, claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.people import access, assessing
from requite.people.actions.candidates import register_candidates
from requite.people.drafts import LONGEST_RAW, read_point
from requite.people.events import CompanyCorrected, PersonCorrected
from requite.people.models import Company, Person, Point
from requite.quality.engine import LASTING

Holder = Person | Company


@dataclass(frozen=True, slots=True)
class ErasedPoint:
    """What brings an erased point back: the journal's entry keeps its text, this keeps the rest of it."""

    id: UUID
    entry_id: int
    state: str
    position: int
    label: str


def register_point(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    raw: str,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
    once: UUID | None = None,
) -> Point:
    """Add a way to reach a person or a company. An unreadable one is kept and says so; only blank is refused.

    `once` is the form's key: the same form twice returns the same point.
    """
    _refuse_bad(kind, raw)
    with recording(actor=actor, at=at) as record:
        holder = _take_holder(actor, person_id, company_id)
        point = Point(kind=kind, made_at=at, position=holder.points.count(), **_link(holder))
        earlier = claim_once(key=once, actor=actor, subject_id=point.id, at=at)
        kept = holder.points.filter(id=earlier).first() if earlier else None
        if kept:
            return kept
        _read_into(point, raw, holder, actor)
        point.save(force_insert=True)
        _settle(record, holder, kind, None, point.raw)
    return point


def correct_useless_point(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    raw: str,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
    once: UUID | None = None,
) -> Point:
    """Give another text to the point whose text is no use, the latest where there are several; where none is, add one.

    What was found out of a number (wrong, bounced) stays beside it. `once` is the form's key.
    """
    _refuse_bad(kind, raw)
    with recording(actor=actor, at=at):
        holder = _take_holder(actor, person_id, company_id)
        useless = holder.points.filter(kind=kind, state__in=Point.USELESS).order_by("-position", "-id").first()
        if useless is None:
            return register_point(
                actor=actor, at=at, kind=kind, raw=raw, person_id=person_id, company_id=company_id, once=once
            )
        earlier = claim_once(key=once, actor=actor, subject_id=useless.id, at=at)
        kept = holder.points.filter(id=earlier).first() if earlier else None
        return kept or correct_point(actor=actor, at=at, point_id=useless.id, raw=raw)


def correct_point(*, actor: Actor, at: datetime, point_id: UUID, raw: str, base: str | None = None) -> Point:
    """Give a point another text. `base` is the text that the reader saw; Stale when it moved on.

    The same text is no change: what is known of it (wrong number, bounced) stands.
    """
    with recording(actor=actor, at=at) as record:
        point, holder = _take_point(actor, point_id)
        _refuse_bad(point.kind, raw)
        if base is not None and base != point.raw and raw.strip() != point.raw:
            raise Stale(changes={point.kind: (point.raw, raw)})
        before = point.raw
        if raw.strip() != before:
            _read_into(point, raw, holder, actor)
            point.save()
            _settle(record, holder, point.kind, before, point.raw)
    return point


def mark_point(*, record: Recorder, point: Point, state: str) -> None:
    """Set what is known of a point (wrong number, bounced), within the transaction of the event that told.

    Whose it is is locked first, as by everyone who writes a point. One that was erased or given another text meanwhile is
    left: it isn't what was told of.
    """
    if point.state == state:
        return
    holder = _hold(point)
    before = Point.objects.filter(id=point.id, raw=point.raw).values_list("state", flat=True).first()
    if before in (None, state):
        return
    point.state = state
    point.save(update_fields=["state"])
    _settle(record, holder, f"{point.kind} {point.raw}", before, state, is_alike=_speaks(before) == _speaks(state))


def _hold(point: Point) -> Holder:
    """Whose point it is, locked: what they are worth is judged by all of their points."""
    if point.person_id:
        return Person.objects.select_for_update(no_key=True).get(id=point.person_id)
    return Company.objects.select_for_update(of=("self",), no_key=True).get(points=point.id)


def restore_point(*, record: Recorder, point: Point, confirmed: bool = False) -> None:
    """Undo a mark, within the transaction that is open: what the point's text itself says of it holds again.

    `confirmed` says that somebody was reached by it: then a text that reads well is more than valid.
    """
    holder: Holder | None = point.person or point.company
    if holder:
        before = point.state
        _read_into(point, point.raw, holder, record.actor)
        said, point.state = point.state, before
        if confirmed and said == Point.State.VALID:
            said = Point.State.CONFIRMED
        mark_point(record=record, point=point, state=said)


def erase_point(*, actor: Actor, at: datetime, point_id: UUID) -> tuple[str, ErasedPoint]:
    """Remove a point; returns its text and what `return_point` brings it back with."""
    with recording(actor=actor, at=at) as record:
        point, holder = _take_point(actor, point_id)
        raw, state, position, label = point.raw, point.state, point.position, point.label
        point.delete()
        _settle(record, holder, point.kind, raw, None)
    return raw, ErasedPoint(point_id, record.entry_ids[0], state, position, label)


def return_point(
    *,
    actor: Actor,
    at: datetime,
    erased: ErasedPoint,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
) -> Point:
    """Bring an erased point back as it was: its text, its place among the others, what was known of it.

    A second time returns the one that is back. Raises NotVisible where the record's journal has no such removal.
    """
    with recording(actor=actor, at=at) as record:
        holder = _take_holder(actor, person_id, company_id)
        back = holder.points.filter(id=erased.id).first()
        if back:
            return back
        kind, raw = _erased_text(erased, holder)
        point = Point(
            id=erased.id,
            kind=kind,
            made_at=at,
            position=erased.position,
            label=erased.label,
            **_link(holder),
        )
        _read_into(point, raw, holder, actor)
        point.state = erased.state
        point.save(force_insert=True)
        _settle(record, holder, kind, None, raw)
    return point


def _erased_text(erased: ErasedPoint, holder: Holder) -> tuple[str, str]:
    for kind, (raw, after) in changes_of(entry_id=erased.entry_id, subject_id=holder.id).items():
        if kind in Point.Kind.values and raw and after is None:
            return kind, str(raw)
    raise NotVisible


def correct_first_point(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    raw: str,
    base: str,
    person_id: UUID | None = None,
    company_id: UUID | None = None,
) -> tuple[str, ErasedPoint] | None:
    """Give the first point of its kind another text: the first one there is where there was none, and "" erases it.

    Returns what `erase_point` does where it erased.
    `base` is the text that the reader saw, "" for none; Stale when it moved on.
    """
    whose: dict[str, UUID | None] = {"person_id": person_id, "company_id": company_id}
    raw, base = raw.strip(), base.strip()
    with recording(actor=actor, at=at):
        holder = _take_holder(actor, **whose)
        found = holder.points.filter(kind=kind).order_by("position", "id").first()
        now = found.raw if found else ""
        if raw in (base, now):
            return None
        if now != base:
            raise Stale(by=last_writer(holder.id), changes={kind: (now, raw)})
        if found and not raw:
            return erase_point(actor=actor, at=at, point_id=found.id)
        if found:
            correct_point(actor=actor, at=at, point_id=found.id, raw=raw)
        else:
            register_point(actor=actor, at=at, kind=kind, raw=raw, **whose)
    return None


def _refuse_bad(kind: str, raw: str) -> None:
    if kind not in Point.Kind.values:
        raise NotAllowed
    if not raw.strip():
        raise Refused(_("Type it first."), field=kind)
    if len(raw) > LONGEST_RAW:
        raise Refused(_("This is longer than any phone, e-mail or address: at most 500 letters."), field=kind)


def _link(holder: Holder) -> dict[str, Any]:
    return {"person": holder} if isinstance(holder, Person) else {"company": holder}


def _take_holder(actor: Actor, person_id: UUID | None, company_id: UUID | None) -> Holder:
    if not actor.fields.get("contact", "edit") == "edit":
        raise NotAllowed
    if person_id:
        return access.take_person(actor=actor, person_id=person_id)
    if company_id:
        return access.take_company(actor=actor, company_id=company_id)
    raise NotVisible


def _take_point(actor: Actor, point_id: UUID) -> tuple[Point, Holder]:
    point = Point.objects.filter(id=point_id).first()
    if point is None:
        raise NotVisible
    holder = _take_holder(actor, point.person_id, point.company_id)
    locked = Point.objects.select_for_update().filter(id=point_id).first()
    if locked is None:
        raise NotVisible
    return locked, holder


def _read_into(point: Point, raw: str, holder: Holder, actor: Actor) -> None:
    address = holder.points.filter(kind=Point.Kind.ADDRESS).values_list("raw", flat=True).first() or ""
    country = holder.country if isinstance(holder, Company) and holder.country else actor.country
    read = read_point(kind=point.kind, raw=raw, country=country, hint=address)
    point.raw, point.value, point.state = read.raw, read.value, read.state


def _speaks(state: str) -> tuple[bool, bool]:
    """What a state says of whether two records are one: that the number is nobody's, that it is known to be wrong."""
    return state in Point.NOBODYS, state == Point.State.WRONG


def _settle(
    record: Recorder, holder: Holder, name: str, before: str | None, after: str | None, *, is_alike: bool = False
) -> None:
    """Judge and note the change. `is_alike`: the record looks like the same others as before, as with a confirmed number."""
    changes: dict[str, tuple[object, object]] = {name: (before, after)}
    topics = topics_of([holder.owner_id], actor=record.actor)
    if not is_alike:
        register_candidates(kind="person" if isinstance(holder, Person) else "company", ids=[holder.id], at=record.at)
        holder.refresh_from_db(fields=["doubt"])
    if isinstance(holder, Person):
        assessing.reassess_person(holder, at=record.at)
        record(
            PersonCorrected(subject_id=holder.id, changes=changes, topics=topics | {f"person:{holder.id}"})
        )
    else:
        subject = assessing.company_subject(holder, holder.points.all())
        assessing.judge(holder, subject, at=record.at)
        holder.save(update_fields=LASTING)
        record(
            CompanyCorrected(subject_id=holder.id, changes=changes, topics=topics | {f"company:{holder.id}"})
        )
