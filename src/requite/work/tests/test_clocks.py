"""Another clock, other holidays: what is owed is due by them as soon as a job has judged it anew, not at its next write."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.builders import person_of
from testing.cast import NOW

from requite.identity.actions.correct_organisation import correct_organisation
from requite.identity.actions.correct_profile import ProfileDraft, correct_profile
from requite.identity.actions.register_organisation import OrganisationDraft
from requite.journal.models import Entry
from requite.people.models import Person
from requite.quality import reactions
from requite.quality.jobs import reassess
from requite.quality.models import Judging

LATER = NOW + timedelta(hours=1)


def work():
    """Run what was queued, as the worker would: the reactions of this room, then all that they queue."""
    for job in ProcrastinateJob.objects.filter(task_name="requite.react").order_by("id"):
        room, _, name = job.args["name"].rpartition(".")
        if room == "requite.quality.reactions":
            entry = Entry.objects.get(id=job.args["entry_id"])
            getattr(reactions, name)(entry_id=entry.id, subject_id=entry.subject_id, at=entry.at)
    while job := ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").order_by("id").first():
        ProcrastinateJob.objects.filter(id=job.id).delete()
        reassess(**job.args)


@pytest.fixture
def owed(cast):
    """When a person of Anna's and one of Boris's are due; each lacks a company."""
    made = {name: person_of(cast, name, points=[("phone", "010-2345-9876")]).id for name in ("anna", "boris")}
    return lambda: {name: Person.objects.get(id=id_).owed_at for name, id_ in made.items()}


def test_a_user_who_takes_another_zone_owes_by_it(cast, owed):
    before = owed()
    assert before["anna"] == before["boris"]
    draft = ProfileDraft(family_name="Kim", given_name="Anna", time_zone="America/New_York")
    correct_profile(actor=cast.actors["anna"], at=LATER, draft=draft)
    work()
    assert owed()["anna"] > before["anna"]
    assert owed()["boris"] == before["boris"]
    assert not Judging.objects.filter(turn__gt=0).exists()


def test_another_name_in_the_profile_queues_nothing(cast, owed):
    correct_profile(actor=cast.actors["anna"], at=LATER, draft=ProfileDraft(family_name="Kim", given_name="Hana"))
    reactions.reassess_zone(entry_id=Entry.objects.latest("id").id, subject_id=cast.anna.id, at=LATER)
    assert not ProcrastinateJob.objects.filter(task_name="requite.quality.reassess").exists()


def test_a_company_in_another_country_has_its_holidays(cast, owed):
    before = owed()
    company = cast.company
    draft = OrganisationDraft(
        name=company.name, country="RU", language=company.language, currency=company.currency, time_zone="Europe/Moscow"
    )
    correct_organisation(actor=cast.actors["oleg"], at=LATER, draft=draft)
    work()
    assert all(owed()[name] > before[name] for name in before)
    assert {row.kind for row in Judging.objects.filter(settled_at=LATER)} == {"person", "company", "deal", "meeting", "call"}
