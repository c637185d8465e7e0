from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.identity.tests.cast import NOW, entries, make_cast
from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.kernel.ids import new_id
from requite.quality import jobs, queries
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.correct_requirement import Correction, correct_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.models import Requirement
from requite.quality.reactions import reassess_kind

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def phone(cast):
    return Requirement.objects.get(kind="person", field="phone", ends_at=None)


def declare(cast, **values):
    values = {"kind": "person", "stage": "", "field": "title", "weight": "2", "grace_hours": "48", **values}
    return declare_requirement(actor=cast.actors["oleg"], at=NOW, **values)


def test_asks_from_now_on_with_the_fields_own_validator(cast):
    made = declare(cast, kind="company", field="registration_number")
    assert (made.check_name, made.weight, made.grace_hours, made.starts_at) == ("registration", 2, 48, NOW)
    [entry] = entries("quality.RequirementsChanged")
    assert entry.changes["field"] == ["", "registration_number"]
    assert entry.subject_id == made.id


def test_a_form_sent_twice_asks_once(cast):
    once = new_id()
    assert declare(cast, once=once).id == declare(cast, once=once).id
    assert len(entries()) == 1


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"field": "phone"}, {"field"}),
        ({"field": "shoe_size", "stage": "held"}, {"field", "stage"}),
        ({"weight": "0", "grace_hours": "-1"}, {"weight", "grace_hours"}),
        ({"weight": "11", "grace_hours": "9" * 5000}, {"weight", "grace_hours"}),
        ({"weight": "2.5", "grace_hours": "٣"}, {"weight", "grace_hours"}),
    ],
)
def test_refuses(cast, values, fields):
    with pytest.raises(Refused) as refused:
        declare(cast, **values)
    assert set(refused.value.errors) == fields
    assert not entries()


def test_an_unknown_kind_isnt_visible(cast):
    with pytest.raises(NotVisible):
        declare(cast, kind="spaceship")


def test_a_change_ends_the_old_row_and_starts_a_new_one(cast, phone):
    new = correct_requirement(
        actor=cast.actors["oleg"],
        at=LATER,
        requirement_id=phone.id,
        to=Correction(weight="5", grace_hours=str(phone.grace_hours)),
    )
    phone.refresh_from_db()
    assert phone.ends_at == new.starts_at == LATER
    assert (phone.weight, new.weight, new.check_name) == (3, 5, "phone")
    [entry] = entries()
    assert entry.changes == {"field": ["phone", "phone"], "weight": [3, 5]}


def test_nothing_changed_is_nothing_written(cast, phone):
    same = correct_requirement(
        actor=cast.actors["oleg"], at=LATER, requirement_id=phone.id,
        to=Correction(weight=3, grace_hours=phone.grace_hours),
    )
    assert same.id == phone.id
    assert not entries()


def test_an_ended_row_is_stale(cast, phone):
    oleg = cast.actors["oleg"]
    close_requirement(actor=oleg, at=LATER, requirement_id=phone.id)
    with pytest.raises(Stale) as stale:
        correct_requirement(actor=oleg, at=LATER, requirement_id=phone.id, to=Correction(weight=5, grace_hours=1))
    assert stale.value.by == oleg.name
    with pytest.raises(Stale):
        close_requirement(actor=oleg, at=LATER, requirement_id=phone.id)
    again = declare_requirement(
        actor=oleg, at=LATER, kind="person", stage="", field="phone", weight=2, grace_hours=1
    )
    assert again.id != phone.id


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, phone, who):
    actor = cast.actors[who]
    with pytest.raises(NotAllowed):
        declare_requirement(
            actor=actor, at=NOW, kind="person", stage="", field="title", weight=1, grace_hours=1
        )
    with pytest.raises(NotAllowed):
        correct_requirement(actor=actor, at=NOW, requirement_id=phone.id, to=Correction(weight=1, grace_hours=1))
    with pytest.raises(NotAllowed):
        close_requirement(actor=actor, at=NOW, requirement_id=phone.id)
    with pytest.raises(NotAllowed):
        queries.list_minimum_sets(actor=actor, at=NOW)
    assert not entries()


def test_a_change_queues_a_new_judgement_whose_jobs_run_one_after_the_other(cast, phone):
    close_requirement(actor=cast.actors["oleg"], at=LATER, requirement_id=phone.id)
    assert [job.args["subject_id"] for job in ProcrastinateJob.objects.filter(task_name="requite.react")] == [
        str(phone.id)
    ]
    reassess_kind(entry_id=1, subject_id=phone.id, at=LATER)
    [job] = ProcrastinateJob.objects.filter(task_name="requite.quality.reassess")
    assert (job.args["kind"], job.args["after"], job.lock) == (
        "person",
        None,
        "requite.quality.reassess:person",
    )



def test_every_kind_can_be_judged_anew(cast):
    for kind in ("person", "company", "meeting", "call"):
        jobs.reassess(kind=kind, at=NOW.isoformat())


def test_lists_stage_by_stage(cast, django_assert_num_queries):
    oleg = cast.actors["oleg"]
    with django_assert_num_queries(3):  # one of them asks for custom fields, which a page knows, one for stages of deals
        sets = {one.kind: one for one in queries.list_minimum_sets(actor=oleg, at=NOW)}
    assert set(sets) == {"person", "company", "deal", "meeting", "call"}
    assert sets["meeting"].lines[0].label == "Contact details"
    assert (sets["meeting"].lines[-1].field, sets["meeting"].lines[-1].stage_label) == ("result", "held")
