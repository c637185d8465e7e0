"""A trial says what the engine will find once the field is asked for, whichever kind and field it is."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import call_of, company_of, deal_of, meeting_of, person_of
from testing.cast import NOW
from testing.standing import Stood

from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Reason
from requite.fields.actions.fields import FieldDraft, register_field
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.reading import fetch_all
from requite.people.actions.archive_many import archive_many
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.models import Company, Person
from requite.quality import trying
from requite.quality.actions import resolve_trial, try_requirement
from requite.quality.actions.close_requirement import close_requirement
from requite.quality.actions.declare_requirement import declare_requirement
from requite.quality.actions.launch_requirement import launch_requirement
from requite.quality.jobs import KEPT_DAYS, reassess, run_trial, tidy_trials
from requite.quality.models import Requirement, Trial
from requite.quality.registry import KINDS
from requite.quality.terms import Terms
from requite.work.actions.meetings import hold_meeting

pytestmark = pytest.mark.django_db

def a_try(cast, who="oleg", **values):
    values = {"kind": "person", "stage": "", "field": "title", "weight": "2", "grace_hours": "48", **values}
    return try_requirement.try_requirement(actor=cast.actors[who], at=NOW, **values)


def make_base(cast):
    """Records of each kind at each stage, with values that are good, blank, filler, unreadable, and asked, not told."""
    anna = cast.actors["anna"]
    points = [("phone", "010-1234-5678"), ("email", "asdf@asdf"), ("address", "-")]
    sejong = company_of(cast, industry="n/a", website="sejong.kr", registration_number="124-81-00998")
    bare = company_of(cast, name="Hanil")
    people = [
        person_of(cast, title="Director", company_id=sejong.id, note="tea"),
        person_of(cast, family="미정", given="", title="asdf", points=points),
        person_of(cast, family="Kim", points=[("phone", "12"), ("phone", "010-2468-1357")]),
        person_of(cast, family="Lee", points=[], note="없음"),
    ]
    Person.objects.filter(id=people[3].id).update(asked={"title": "2026-11-20", "email": "2020-01-01"})
    Company.objects.filter(id=bare.id).update(asked={"address": f"{NOW:%Y-%m-%d}"})
    for person in people:
        call_of(cast, person, outcome="talked")
        call_of(cast, person, outcome=None)
        held = meeting_of(cast, person, topic="" if person.note else "prices", place="-")
        hold_meeting(actor=anna, at=NOW, activity_id=held.id, result="" if person.title else "agreed")
        meeting_of(cast, person, at=NOW + timedelta(days=3))
    for stage in ("interest", "offer", "negotiation"):
        deal_of(cast, stage=stage)
        deal_of(cast, stage=stage, amount="500000", person_id=people[0].id, note="tbd", expected_on="2026-12-24")
        for state in ("won", "lost"):
            closed = deal_of(cast, stage=stage, company_id=sejong.id)
            why = Reason.objects.filter(state=state).order_by("position").first() if stage == "offer" else None
            close_deal(actor=anna, at=NOW, deal_id=closed.id, state=state, reason_id=why.id if why else None)
    gone = person_of(cast, family="Gone", points=[])
    archive_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=[gone.id])


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lacking(kind, field):
    """How many records the engine finds to lack the field."""
    known = KINDS[kind]
    sql = f"SELECT count(*) FROM {known.table} r WHERE {known.owing} AND %s = ANY(r.missing)"
    return fetch_all(sql, [field])[0][0]


LIMITS = [
    ("meeting", "topic", {"words": ["2"]}),
    ("meeting", "result", {"letters": ["7"]}),
    ("meeting", "date", {"ahead": ["1"], "days": ["2"]}),
    ("call", "outcome", {"options": []}),
    ("deal", "amount", {"lowest": ["600000"]}),
    ("deal", "expected_on", {"ahead": ["1"], "days": ["10"]}),
    ("deal", "reason", {"options": []}),
    ("person", "title", {"mask": ["AAAA"]}),
    ("person", "name", {"words": ["3"]}),
    ("company", "website", {"mask": ["AAAAA.ru"]}),
]


class TestBase(Stood):
    make = staticmethod(make_base)

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_says_what_the_engine_will_find(self, cast, base, kind):
        oleg, some = cast.actors["oleg"], 0
        for row in Requirement.objects.filter(kind=kind, ends_at=None):
            close_requirement(actor=oleg, at=NOW, requirement_id=row.id)
        for stage in ("", *KINDS[kind].stages):
            for field in KINDS[kind].fields:
                with taken_back():
                    tried = a_try(cast, kind=kind, stage=stage, field=field.name)
                    declare_requirement(
                        actor=oleg, at=NOW, kind=kind, stage=stage, field=field.name, weight=2, grace_hours=48
                    )
                    reassess(kind=kind, at=NOW.isoformat())
                    assert (field.name, stage, tried.lacking) == (field.name, stage, lacking(kind, field.name))
                    some += tried.lacking
                    assert tried.ended_at == NOW
                    assert sum(tried.owners.values()) == tried.lacking
                    assert len(tried.examples) == min(10, tried.lacking)
        assert some

    @pytest.mark.parametrize(("kind", "field", "limits"), LIMITS)
    def test_with_limits_it_says_what_the_engine_will_find(self, cast, base, kind, field, limits):
        oleg, known = cast.actors["oleg"], KINDS[kind].find_field(field)
        for row in Requirement.objects.filter(kind=kind, ends_at=None):
            close_requirement(actor=oleg, at=NOW, requirement_id=row.id)
        terms = Terms(limits=limits if limits != {"options": []} else {"options": [known.options()[-1].id]})
        for stage in ("", *KINDS[kind].stages):
            with taken_back():
                loose = a_try(cast, kind=kind, stage=stage, field=field)
                tried = a_try(cast, kind=kind, stage=stage, field=field, terms=terms)
                launch_requirement(actor=oleg, at=NOW, trial_id=tried.id, is_sure=True)
                reassess(kind=kind, at=NOW.isoformat())
                assert (stage, tried.lacking) == (stage, lacking(kind, field))
                if not stage:
                    assert loose.lacking < tried.lacking

    def test_of_a_field_of_the_companys_own(self, cast, base):
        draft = FieldDraft(kind="person", type="text", name="Nickname")
        slug = register_field(actor=cast.actors["oleg"], at=NOW, draft=draft).slug
        person_of(cast, family="Filled", own={slug: "Bear"})
        person_of(cast, family="Filler", own={slug: "n/a"})
        tried = a_try(cast, field=slug)
        assert (tried.concerned, tried.lacking) == (6, 5)

    def test_of_a_meetings_own(self, cast, base):
        draft = FieldDraft(kind="activity", type="text", name="Competitor", kinds=("meeting",))
        slug = register_field(actor=cast.actors["oleg"], at=NOW, draft=draft).slug
        tried = a_try(cast, kind="meeting", stage="held", field=slug)
        assert (tried.concerned, tried.lacking) == (4, 4)


@pytest.mark.parametrize(("audience", "who"), [("", "emma"), ("work", "dina")])
def test_says_nothing_of_whose_owners_may_not_fill_the_field(cast, audience, who):
    oleg, field = cast.actors["oleg"], "title"
    if audience:
        draft = FieldDraft(kind="person", type="text", name="Nickname", audience=audience)
        field = register_field(actor=oleg, at=NOW, draft=draft).slug
    people = [person_of(cast, family=f"Nam{n}", company_name="Sejong") for n in range(2)]
    Person.objects.filter(id=people[0].id).update(owner=getattr(cast, who))
    tried = a_try(cast, field=field)
    assert (tried.concerned, tried.lacking, tried.owners) == (2, 1, {str(cast.anna.id): 1})
    assert tried.examples == [[str(people[1].id), str(cast.anna.id)]]
    launch_requirement(actor=oleg, at=NOW, trial_id=tried.id)
    reassess(kind="person", at=NOW.isoformat())
    assert list(Person.objects.filter(owed_at__isnull=False)) == [people[1]]


OWN = [
    ("number", {"unit": "km"}, "12", "8", {"lowest": ["10"]}),
    ("money", {"unit": "USD"}, "12.5", "11", {"lowest": ["12"], "highest": ["13"]}),
    ("date", {}, "2026-11-30", "2027-11-30", {"days": ["30"]}),
    ("time", {}, "2026-11-30 10:00", "2026-01-01 10:00", {"ahead": ["1"]}),
    ("choice", {"options": "gold\nsilver"}, "gold", "silver", {"options": ["gold"]}),
    ("choices", {"options": "gold\nsilver"}, "gold, silver", "silver", {"options": ["gold"]}),
    ("text", {}, "one two", "one", {"words": ["2"]}),
    ("long", {}, "one two", "one", {"words": ["2"]}),
]


@pytest.mark.parametrize(("type_", "more", "good", "bad", "limits"), OWN)
def test_of_each_type_of_a_companys_own_field(cast, type_, more, good, bad, limits):
    oleg = cast.actors["oleg"]
    slug = register_field(actor=oleg, at=NOW, draft=FieldDraft(kind="person", type=type_, name="Own", **more)).slug
    people = [person_of(cast, family=f"Nam{n}", points=[], own={slug: text}) for n, text in enumerate((good, bad, ""))]
    if "options" in limits:
        limits = {"options": [one.id for one in KINDS["person"].find_field(slug).options() if one.label == "gold"]}
    tried = a_try(cast, field=slug, terms=Terms(limits=limits))
    assert (tried.concerned, [id_ for id_, _owner in tried.examples]) == (3, [str(one.id) for one in people[1:]])
    launch_requirement(actor=oleg, at=NOW, trial_id=tried.id, is_sure=True)
    reassess(kind="person", at=NOW.isoformat())
    assert [slug in Person.objects.get(id=one.id).missing for one in people] == [False, True, True]
    drafts = [PersonDraft(family_name=f"Gim{n}", points=[], own={slug: text}) for n, text in enumerate((good, bad))]
    fresh = [register_person(actor=cast.actors["anna"], at=NOW, draft=draft) for draft in drafts]
    assert [slug in one.missing for one in fresh] == [False, True]  # at once when it is written


def test_who_lacks_other_things_already_is_told_apart(cast):
    person_of(cast, family="Whole", company_id=company_of(cast).id)
    person_of(cast, family="Bare", points=[])
    person_of(cast, "gleb", family="Other", points=[])
    tried = a_try(cast)
    assert (tried.lacking, tried.fresh) == (3, 1)
    assert tried.owners == {str(cast.anna.id): 2, str(cast.gleb.id): 1}
    assert tried.is_heavy


def test_nothing_is_owed_by_a_trial(cast):
    person = person_of(cast, company_id=company_of(cast).id)
    a_try(cast)
    person.refresh_from_db()
    assert person.missing == []
    assert not Requirement.objects.filter(kind="person", field="title").exists()


def test_many_are_looked_at_by_a_job_in_batches(cast, monkeypatch):
    monkeypatch.setattr(trying, "BATCH", 2)
    monkeypatch.setattr(try_requirement, "FEW", -1)
    for n in range(5):
        person_of(cast, family=f"Nam{n}", points=[])
    tried = a_try(cast)
    assert (tried.ended_at, tried.seen) == (None, 0)
    [job] = ProcrastinateJob.objects.filter(task_name="requite.quality.trial")
    assert job.args == {"trial_id": str(tried.id)}
    seen = []
    while resolve_trial.resolve_batch(trial_id=tried.id, at=NOW):
        seen.append(Trial.objects.get(id=tried.id).seen)
    tried.refresh_from_db()
    assert seen == [2, 4]
    assert (tried.seen, tried.total, tried.lacking, tried.ended_at) == (5, 5, 5, NOW)
    assert not resolve_trial.resolve_batch(trial_id=tried.id, at=NOW)


def test_the_job_stops_when_it_is_told_to_and_goes_on(cast, monkeypatch):
    monkeypatch.setattr(trying, "BATCH", 1)
    monkeypatch.setattr(try_requirement, "FEW", -1)
    person_of(cast), person_of(cast, family="Kim")
    tried = a_try(cast)

    class Context:
        def should_abort(self):
            return True

    run_trial.func(Context(), trial_id=str(tried.id))
    assert Trial.objects.get(id=tried.id).seen == 1
    assert ProcrastinateJob.objects.filter(task_name="requite.quality.trial").count() == 2


def test_one_that_failed_is_over(cast, monkeypatch):
    monkeypatch.setattr(try_requirement, "FEW", -1)
    tried = a_try(cast)
    resolve_trial.fail_trial(trial_id=tried.id)
    assert not resolve_trial.resolve_batch(trial_id=tried.id, at=NOW)
    assert Trial.objects.get(id=tried.id).has_failed


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"field": "phone"}, {"field"}),
        ({"field": "shoe_size", "stage": "held"}, {"field", "stage"}),
        ({"weight": "0", "grace_hours": "9" * 5000}, {"weight", "grace_hours"}),
    ],
)
def test_refuses_what_cannot_be_asked_for(cast, values, fields):
    with pytest.raises(Refused) as refused:
        a_try(cast, **values)
    assert set(refused.value.errors) == fields
    assert not Trial.objects.exists()


def test_is_the_administrators(cast):
    with pytest.raises(NotAllowed):
        a_try(cast, who="vera")
    with pytest.raises(NotVisible):
        a_try(cast, kind="spaceship")


def test_old_ones_go(cast):
    old, new = a_try(cast), a_try(cast)
    Trial.objects.filter(id=old.id).update(made_at=NOW - timedelta(days=KEPT_DAYS + 1))
    tidy_trials.func(int(NOW.timestamp()))
    assert list(Trial.objects.values_list("id", flat=True)) == [new.id]
