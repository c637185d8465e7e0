"""Records of the cast, made by the rooms' own actions."""

from __future__ import annotations

from datetime import timedelta

from requite.deals.actions.keeping import Draft
from requite.deals.actions.register_deal import register_deal
from requite.deals.models import Deal, Stage
from requite.identity.tests.cast import NOW, Cast
from requite.people.actions.register_company import register_company
from requite.people.actions.register_person import register_person
from requite.people.drafts import CompanyDraft, PersonDraft
from requite.people.models import Company, Person
from requite.work.actions.log_call import log_call, plan_call
from requite.work.actions.meetings import plan_meeting
from requite.work.actions.tasks import log_note, plan_task
from requite.work.models import Activity, CallStatus

DAY = timedelta(days=1)
BACK = NOW - 3 * DAY


def person_of(cast: Cast, who: str = "anna", family: str = "Seo", given: str = "Hana", **values) -> Person:
    """A person whom that member of the cast owns, with a phone and an e-mail unless told otherwise."""
    values.setdefault("points", [("phone", "010-1234-5670"), ("email", f"{family.lower()}@sejong.kr")])
    draft = PersonDraft(family_name=family, given_name=given, **values)
    return register_person(actor=cast.actors[who], at=BACK, draft=draft)


def company_of(cast: Cast, who: str = "anna", name: str = "Sejong", **values) -> Company:
    """A company of that member's, with a phone."""
    draft = CompanyDraft(name=name, points=[("phone", "02-551-5620")], **values)
    return register_company(actor=cast.actors[who], at=BACK, draft=draft)


def status(key: str = "talked") -> CallStatus:
    """An outcome of calls."""
    return CallStatus.objects.get(key=key)


def call_of(cast: Cast, person: Person, who: str = "anna", outcome: str | None = "talked", at=BACK) -> Activity:
    """A call that was made."""
    outcome_id = status(outcome).id if outcome else None
    return log_call(actor=cast.actors[who], at=at, person_id=person.id, outcome_id=outcome_id)


def planned_call(cast: Cast, person: Person, who: str = "anna", at=BACK + DAY) -> Activity:
    """A call that is still to be made."""
    return plan_call(actor=cast.actors[who], at=BACK, person_id=person.id, event_at=at)


def meeting_of(cast: Cast, person: Person, who: str = "anna", at=BACK + DAY, **values) -> Activity:
    """A meeting that is planned; its time is past unless told otherwise."""
    values.setdefault("topic", "prices")
    return plan_meeting(actor=cast.actors[who], at=BACK, person_id=person.id, event_at=at, **values)


def task_of(cast: Cast, person: Person, who: str = "anna", at=BACK + DAY) -> Activity:
    """A task that is due."""
    return plan_task(actor=cast.actors[who], at=BACK, topic="send prices", event_at=at, person_id=person.id)


def note_of(cast: Cast, person: Person, who: str = "anna", body: str = "Likes tea") -> Activity:
    """A note."""
    return log_note(actor=cast.actors[who], at=BACK, body=body, person_id=person.id)


def stages() -> dict[str, Stage]:
    """The stages that ship, by key."""
    return {stage.key: stage for stage in Stage.objects.filter(pipeline__key="sales").order_by("position")}


def deal_of(
    cast: Cast, who: str = "anna", title: str = "Frames", at=BACK, stage: str = "interest", **values
) -> Deal:
    """A deal of that member's."""
    draft = Draft(title=title, stage_id=stages()[stage].id, **values)
    return register_deal(actor=cast.actors[who], at=at, draft=draft)
