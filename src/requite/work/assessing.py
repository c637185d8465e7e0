"""How the engine sees a call and a meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from requite.fields.requirables import judged, own_of
from requite.people.models import Person
from requite.quality import engine
from requite.quality.engine import Assessment, Subject
from requite.quality.limits import Measured
from requite.quality.measure import State
from requite.quality.rules import Rule, list_rules
from requite.work.held import Held, Whom, best_of, list_whom
from requite.work.models import Activity

JUDGED = {("meeting", "planned"), ("meeting", "held"), ("call", "done")}


def whom_of(person: Person | None) -> Whom | None:
    """What the engine looks at in the person of a meeting."""
    if person is None:
        return None
    points = list(person.points.all())
    phones, emails = ([point.state for point in points if point.kind == kind] for kind in ("phone", "email"))
    return Whom(person.family_name, person.given_name, best_of(phones, emails))


def _meeting_values(activity: Activity | Held, whom: Whom | None) -> dict[str, object]:
    return {
        "date": Measured(activity.at, activity.at if activity.state == Activity.State.PLANNED else None),
        "family_name": whom.family_name if whom else "",
        "given_name": whom.given_name if whom else "",
        "contact": whom.contact if whom else State.BLANK,
        "topic": activity.topic,
        "place": activity.place,
        "result": activity.result,
    }


def _has_whom(call: Activity | Held) -> bool:
    """Whether it is known who was called: with a company alone only somebody who was reached has a name to give."""
    return bool(call.person_id or (call.company_id and not call.is_two_way))


def _call_values(activity: Activity | Held) -> dict[str, object]:
    return {
        "person": State.VALID if _has_whom(activity) else State.BLANK,
        "outcome": Measured(State.VALID if activity.outcome_id else State.BLANK, activity.outcome_id),
        "result": activity.result,
    }


def subject_of(activity: Activity | Held, whom: Whom | None) -> Subject:
    """The activity, of a kind and in a state that are judged, as the engine sees it; `whom` is a meeting's person."""
    meeting = activity.kind == Activity.Kind.MEETING
    is_event = activity.state in (Activity.State.HELD, Activity.State.DONE)
    return Subject(
        kind=activity.kind,
        values=_meeting_values(activity, whom) if meeting else _call_values(activity),
        stages=frozenset({activity.state, *(["planned"] if meeting else [])}),
        asked=activity.asked,
        rulings=activity.rulings,
        owner_id=activity.owner_id,
        made_at=activity.made_at,
        event_at=activity.at if is_event else None,
        evidence_at=activity.at if is_event else activity.made_at,
        ages=False,
    )


def judge(
    activity: Activity,
    *,
    at: datetime,
    rules: tuple[Rule, ...] | None = None,
    own: Mapping[str, object] | None = None,
) -> Assessment:
    """Put the engine's findings on the activity, and give them; the caller saves it.

    `own` is what it holds in the company's own fields, None: as the base has it, asked only where a rule asks.
    """
    if (activity.kind, activity.state) not in JUDGED:
        engine.UNJUDGED.put(activity)
        return engine.UNJUDGED
    subject = subject_of(activity, whom_of(activity.person) if activity.kind == Activity.Kind.MEETING else None)
    if rules is None:
        rules = list_rules(subject.kind, at=at)
    slugs = own_of(rules)
    if slugs:
        values = own if own is not None else judged([activity.id], slugs).get(activity.id, {})
        subject = replace(subject, values={**subject.values, **values})
    found = engine.assess(subject, at=at, rules=rules)
    found.put(activity)
    return found


def find_all(activities: Sequence[Held], *, at: datetime) -> dict[UUID, Assessment]:
    """What the engine finds of each of many activities, in as many statements as for one."""
    asked = [one for one in activities if (one.kind, one.state) in JUDGED]
    people = list_whom({one.person_id for one in asked if one.kind == "meeting" and one.person_id})
    rules = {kind: list_rules(kind, at=at) for kind in {one.kind for one in asked}}
    own = judged([one.id for one in asked], [slug for each in rules.values() for slug in own_of(each)])
    found = {one.id: engine.UNJUDGED for one in activities}
    for one in asked:
        subject = subject_of(one, people.get(one.person_id) if one.person_id else None)
        if one.id in own:
            subject = replace(subject, values={**subject.values, **own[one.id]})
        found[one.id] = engine.assess(subject, at=at, rules=rules[one.kind])
    return found
