"""Upward effects: queued with the event, in its transaction, at least once."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.journal import reactions
from requite.journal.recording import recording
from requite.journal.tests.stage import ANNA, NOW, BellRang, kept, rang
from requite.kernel.errors import Refused
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """Two functions that react to bells, for the time of a test, and what they were told."""
    monkeypatch.setattr(reactions, "_REACTIONS", {})
    told = []

    @reactions.reacts_to(BellRang)
    def wake(**said):
        told.append(("wake", said))

    @reactions.reacts_to(BellRang)
    def dress(**said):
        told.append(("dress", said))

    return told


def jobs():
    return list(ProcrastinateJob.objects.filter(task_name="requite.react").order_by("id"))


def test_queues_a_job_for_each_reaction_to_each_event(heard):
    with recording(actor=ANNA, at=NOW) as record:
        record(rang())
        record(rang())
    found = jobs()
    assert len(found) == 4
    assert {job.queue_name for job in found} == {reactions.QUEUE}
    assert {job.args["entry_id"] for job in found} == {entry.id for entry in kept()}


def test_runs_with_the_entry_the_subject_and_the_time(heard):
    bell = new_id()
    with recording(actor=ANNA, at=NOW) as record:
        record(rang(bell))
    for job in jobs():
        reactions.react(**job.args)
    said = {"entry_id": kept()[0].id, "subject_id": bell, "at": NOW}
    assert heard == [("wake", said), ("dress", said)]


def ring_in_vain():
    with recording(actor=ANNA, at=NOW) as record:
        record(rang())
        raise Refused("no")


def test_queues_nothing_when_the_use_case_refuses(heard):
    with pytest.raises(Refused):
        ring_in_vain()
    assert not jobs()


def test_an_event_without_reactions_queues_nothing(monkeypatch):
    monkeypatch.setattr(reactions, "_REACTIONS", {})
    with recording(actor=ANNA, at=NOW) as record:
        record(rang())
    assert kept()
    assert not jobs()


def test_registering_a_reaction_twice_is_once(heard):
    @reactions.reacts_to(BellRang)
    def ring_back(**said):
        heard.append(said)

    reactions.reacts_to(BellRang)(ring_back)
    with recording(actor=ANNA, at=NOW) as record:
        record(rang())
    assert len(jobs()) == 3
