"""How the engine sees a call and a meeting."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from requite.fields.requirables import judged, own_of
from requite.people.assessing import best_point
from requite.people.models import Person
from requite.quality import engine
from requite.quality.engine import Rule, Subject
from requite.quality.measure import State
from requite.work.models import Activity

JUDGED = {("meeting", "planned"), ("meeting", "held"), ("call", "done")}


def _contact_of(person: Person | None) -> State:
    if person is None:
        return State.BLANK
    points = list(person.points.all())
    states = {best_point(points, kind) for kind in ("phone", "email")}
    return next((state for state in State if state in states), State.BLANK)


def _meeting_values(activity: Activity) -> dict[str, object]:
    person = activity.person
    return {
        "date": activity.at,
        "family_name": person.family_name if person else "",
        "given_name": person.given_name if person else "",
        "contact": _contact_of(person),
        "topic": activity.topic,
        "place": activity.place,
        "result": activity.result,
    }


def _has_whom(call: Activity) -> bool:
    """Whether it is known who was called: with a company alone only somebody who was reached has a name to give."""
    return bool(call.person_id or (call.company_id and not call.is_two_way))


def _call_values(activity: Activity) -> dict[str, object]:
    return {
        "person": State.VALID if _has_whom(activity) else State.BLANK,
        "outcome": State.VALID if activity.outcome_id else State.BLANK,
        "result": activity.result,
    }


def subject_of(activity: Activity) -> Subject | None:
    """The activity as the engine judges it; None for what has no minimum set (tasks, notes, meetings called off)."""
    if (activity.kind, activity.state) not in JUDGED:
        return None
    meeting = activity.kind == Activity.Kind.MEETING
    is_event = activity.state in (Activity.State.HELD, Activity.State.DONE)
    return Subject(
        kind=activity.kind,
        values=_meeting_values(activity) if meeting else _call_values(activity),
        stages=frozenset({activity.state, *(["planned"] if meeting else [])}),
        asked=activity.asked,
        made_at=activity.made_at,
        event_at=activity.at if is_event else None,
        evidence_at=activity.at if is_event else activity.made_at,
    )


def judge(
    activity: Activity,
    *,
    at: datetime,
    rules: tuple[Rule, ...] | None = None,
    own: Mapping[str, object] | None = None,
) -> None:
    """Put the engine's findings on the activity; the caller saves it.

    `own` is what it holds in the company's own fields, None: as the base has it, asked only where a rule asks.
    """
    subject = subject_of(activity)
    if subject is None:
        activity.score, activity.missing, activity.owed_at = 100, [], None
        return
    if rules is None:
        rules = engine.list_rules(subject.kind)
    slugs = own_of(rules)
    if slugs:
        values = own if own is not None else judged([activity.id], slugs).get(activity.id, {})
        subject = replace(subject, values={**subject.values, **values})
    found = engine.assess(subject, at=at, rules=rules)
    activity.score, activity.missing, activity.owed_at = found.score, list(found.missing), found.owed_at
