"""Log a call: one click on an outcome."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from requite.fields.values import NOTHING, Reading, read_given
from requite.journal.queries import HistoryLine, find_last, list_history
from requite.journal.recording import claim_once, recording
from requite.kernel.actor import Actor
from requite.kernel.errors import NotAllowed, Refused
from requite.kernel.ids import new_id
from requite.people.actions.correct import merge_fields, now_of
from requite.work import access
from requite.work.actions import calling, keeping, lengths
from requite.work.events import CallLogged, CallSettled
from requite.work.models import Activity, CallStatus
from requite.work.queries import statuses

Class = CallStatus.Class


def find_status(status_id: UUID | None) -> CallStatus | None:
    """The status of that id when it can still be chosen. Raises Refused for one that can't."""
    if status_id is None:
        return None
    status = statuses.find_status(status_id)
    if status is None:
        raise Refused(_("This outcome is no longer on the list. Choose another."), field="outcome")
    return status


def log_call(
    *,
    actor: Actor,
    at: datetime,
    person_id: UUID | None = None,
    outcome_id: UUID | None = None,
    event_at: datetime | None = None,
    direction: str = "out",
    seconds: int | None = None,
    point_id: UUID | None = None,
    result: str = "",
    again_at: datetime | None = None,
    company_id: UUID | None = None,
    owner_id: UUID | None = None,
    deal_id: UUID | None = None,
    source: str = "typed",
    own: Mapping[str, str] = NOTHING,
    once: UUID | None = None,
) -> Activity:
    """Log a call that was made or taken at `event_at` (else now) and return it.

    Without an outcome it is kept and owes one. An outcome of the class "to do" with `again_at` plans the next call;
    one of the class "wrong number" marks the number. `seconds` is how long it was connected. `own` is what a form gave for
    the company's own fields.
    """
    keeping.refuse_long(result=result)
    keeping.refuse_ahead(event_at, at=at)
    status = find_status(outcome_id)
    if not actor.has("work.edit"):
        raise NotAllowed
    with recording(actor=actor, at=at) as record:
        call = Activity(
            id=new_id(), kind="call", state="done", direction=direction, seconds=seconds, source=source
        )
        earlier = claim_once(key=once, actor=actor, subject_id=call.id, at=at)
        if earlier:
            return access.see_activity(actor=actor, activity_id=earlier)
        keeping.prepare(
            call,
            actor=actor,
            at=at,
            event_at=event_at or at,
            owner_id=owner_id,
            person_id=person_id,
            company_id=company_id,
            deal_id=deal_id,
        )
        call.result = result.strip()
        call.point = calling.point_of(call, point_id)
        calling.give_outcome(record, call, status)
        changes = keeping.say_whom(call)
        if status:
            changes["outcome"] = (None, status.key or status.name)
        if call.result:
            changes["result"] = (None, call.result)
        keeping.keep(record, call, CallLogged, changes, own=read_given(actor, "call", own))
        if status and status.class_name == Class.TO_DO:
            calling.plan_again(record, call, again_at)
    return call


def plan_call(
    *,
    actor: Actor,
    at: datetime,
    event_at: datetime,
    person_id: UUID | None = None,
    until: datetime | None = None,
    topic: str = "",
    company_id: UUID | None = None,
    owner_id: UUID | None = None,
    deal_id: UUID | None = None,
    own: Mapping[str, str] = NOTHING,
    once: UUID | None = None,
) -> Activity:
    """Plan a call to be made at `event_at`; with `until` it books the time up to then."""
    keeping.refuse_long(topic=topic)
    lengths.refuse_bad_end(event_at, until)
    with recording(actor=actor, at=at) as record:
        call = Activity(
            id=new_id(), kind="call", state="to_do", direction="out", topic=topic.strip(), was_planned=True
        )
        earlier = claim_once(key=once, actor=actor, subject_id=call.id, at=at)
        if earlier:
            return access.see_activity(actor=actor, activity_id=earlier)
        keeping.prepare(
            call, actor=actor, at=at, event_at=event_at, owner_id=owner_id, person_id=person_id,
            company_id=company_id, deal_id=deal_id,
        )  # fmt: skip
        call.until = until
        changes = {**keeping.say_whom(call), "state": (None, "to_do"), **keeping.times_of(call)}
        keeping.keep(record, call, CallLogged, changes, own=read_given(actor, "call", own))
    return call


def settle_call(
    *,
    actor: Actor,
    at: datetime,
    activity_id: UUID,
    outcome_id: UUID,
    result: str = "",
    again_at: datetime | None = None,
    own: Mapping[str, str] = NOTHING,
    base: Mapping[str, str] = NOTHING,
    version: int | None = None,
) -> Activity:
    """Give an open or unfinished call its outcome; one that was to be made, or dropped, is then done, at `at`.

    `own` is what a form gave for the company's own fields, `base` what the reader saw in them.

    Raises Stale when it isn't that version any more, or when another changed the same field since.
    """
    keeping.refuse_long(result=result)
    status = find_status(outcome_id)
    with recording(actor=actor, at=at) as record:
        call = access.take_activity(actor=actor, activity_id=activity_id)
        if call.kind != Activity.Kind.CALL:
            raise Refused(_("Only a call has an outcome."))
        keeping.demand_version(call, version)
        reading = _read_own(actor, call, own, base)
        before = call.outcome
        moved: dict[str, tuple[object, object]] = {}
        if call.state != Activity.State.DONE:
            moved = {"at": (call.at.isoformat(), at.isoformat())}
            if call.until is not None:
                moved["until"] = (call.until.isoformat(), None)
            keeping.place_in_time(call, actor=actor, event_at=at)
            call.state, call.until = Activity.State.DONE, None
        told = result.strip() or call.result
        if told != call.result:
            moved["result"] = (call.result, told)
            call.result = told
        calling.give_outcome(record, call, status)
        changes: dict[str, tuple[object, object]] = {
            "outcome": (
                (before.key or before.name) if before else None,
                (status.key or status.name) if status else None,
            ),
            **moved,
        }
        keeping.keep(record, call, CallSettled, changes, own=reading)
        if status and status.class_name == Class.TO_DO:
            calling.plan_again(record, call, again_at)
    return call


def _read_own(actor: Actor, call: Activity, own: Mapping[str, str], base: Mapping[str, str]) -> Reading | None:
    if not own:
        return None
    now = now_of(actor, "call", call.id, own, base)
    return read_given(actor, "call", merge_fields(subject_id=call.id, base=base, given=own, now=now), call.id)


def reopen_call(*, actor: Actor, at: datetime, activity_id: UUID, version: int | None = None) -> Activity:
    """Undo an outcome: the one before it holds again. Where there was none, a call that was planned is to be made again,
    and another is without an outcome and owes one.

    What the outcome did is undone with it: to the number, and the next call that it planned. Raises Stale when it isn't that
    version any more.
    """
    with recording(actor=actor, at=at) as record:
        call = access.take_activity(actor=actor, activity_id=activity_id)
        if call.kind != Activity.Kind.CALL or call.outcome is None:
            raise Refused(_("This call has no outcome that could be taken back."))
        keeping.demand_version(call, version)
        settled = find_last(subject_id=call.id, event=CallSettled)
        now, former = call.outcome, _former_outcome(settled)
        moved: dict[str, tuple[object, object]] = {}
        if former is None and call.was_planned:
            call.state, moved = Activity.State.TO_DO, _give_time_back(call, actor)
        calling.give_outcome(record, call, former)
        calling.retract_next(record, call, made_at=settled.at if settled and former else None)
        said = (former.key or former.name) if former else None
        keeping.keep(record, call, CallSettled, {"outcome": (now.key or now.name, said), **moved})
    return call


def _former_outcome(settled: HistoryLine | None) -> CallStatus | None:
    """The outcome that stood before the one that was settled then; the journal keeps its key, else its name."""
    text = settled.former("outcome") if settled else None
    if not text:
        return None
    same = CallStatus.objects.filter(Q(key=text) | Q(key="", name=text))
    return same.order_by(F("ended_at").desc(nulls_first=True), "id").first()


def _give_time_back(call: Activity, actor: Actor) -> dict[str, tuple[object, object]]:
    """Set the time for which the call was planned and the length that it booked, as its settling noted them."""
    for line in list_history(subject_id=call.id):
        former = {name: str(old) for name, old, _new in line.changes if old is not None}
        if line.type == CallSettled.type() and "at" in former:
            now = call.at.isoformat()
            keeping.place_in_time(call, actor=actor, event_at=datetime.fromisoformat(former["at"]))
            call.until = datetime.fromisoformat(former["until"]) if "until" in former else None
            length = {"until": (None, former["until"])} if "until" in former else {}
            return {"at": (now, former["at"]), **length}
    return {}
