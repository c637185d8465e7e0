"""Everybody who has a card is told of a change by mail, in their language, unless it was taken back meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.cast import DAY, NOW, Cast

from requite.identity.models import Organisation, User
from requite.insight.scorecards.actions.publish_card import retract_card
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.tests.stage import publish
from requite.web import jobs
from requite.web.mails.card_notice import card_notice
from requite.web.tests.digests import ADDRESS, of, post, text_of

__all__ = ["post"]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def changed(cast: Cast) -> Card:
    Organisation.objects.update(address=ADDRESS)
    publish(cast)
    return publish(cast, parts={"attainment": "50", "quality": "25", "next_step": "25"}, starts_on="2026-12-14")


def test_says_what_changes_from_when_on_in_the_readers_language(cast: Cast, post) -> None:
    card = changed(cast)
    User.objects.filter(id=cast.boris.id).update(language="ko")
    for user in (cast.anna, cast.boris):
        message = card_notice(card_id=card.id, user_id=user.id, today=TODAY)
        assert message is not None
        message.send()
    english, korean = text_of(of(post, cast.anna)), text_of(of(post, cast.boris))
    assert "from 14 Dec 2026 your scorecard changes, first for January 2027" in " ".join(english.split())
    assert "Attainment 60 → 50" in english
    assert f"{ADDRESS}/card/" in english
    assert "목표 달성도 60 → 50" in korean


def test_says_nothing_of_what_was_taken_back_holds_or_is_the_first(cast: Cast) -> None:
    card = changed(cast)
    first = Card.objects.get(number=1)
    assert card_notice(card_id=first.id, user_id=cast.anna.id, today=TODAY) is None
    assert card_notice(card_id=card.id, user_id=cast.anna.id, today=date(2026, 12, 14)) is None
    assert card_notice(card_id=card.id, user_id=cast.dina.id, today=TODAY) is None
    retract_card(actor=cast.actors["oleg"], at=NOW, card_id=card.id)
    assert card_notice(card_id=card.id, user_id=cast.anna.id, today=TODAY) is None


def test_queues_one_mail_for_each_who_has_a_card_however_often_it_runs(cast: Cast, monkeypatch) -> None:
    card = changed(cast)
    monkeypatch.setattr(jobs, "has_mail_server", lambda: True)
    User.objects.filter(id=cast.gleb.id).update(is_active=False, deactivated_at=NOW)
    for _again in range(2):
        jobs.announce_card(entry_id=1, subject_id=card.id, at=NOW)
    found = ProcrastinateJob.objects.filter(task_name="requite.web.send_card_notice")
    assert {job.args["user_id"] for job in found} == {str(user.id) for user in (cast.anna, cast.boris, cast.vera)}
    assert found.count() == 3
    assert all(job.scheduled_at and NOW < job.scheduled_at < NOW + DAY for job in found)


def test_a_change_queues_the_reaction(cast: Cast) -> None:
    changed(cast)
    queued = ProcrastinateJob.objects.filter(task_name="requite.react", args__type_="insight.CardPublished")
    assert {job.args["name"] for job in queued} == {"requite.web.jobs.announce_card"}
