"""Everybody who has a card is told of a change by mail, in their language, unless it was taken back meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from testing.cast import DAY, NOW, Cast

from requite.identity.models import Organisation, User
from requite.insight.scorecards.actions.publish_card import restore_card, retract_card
from requite.insight.scorecards.models import Card
from requite.insight.scorecards.tests.stage import publish
from requite.web import jobs
from requite.web.mails.card_notice import card_notice, card_withdrawn
from requite.web.tests.digests import ADDRESS, of, post, text_of

__all__ = ["post"]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
MINUTE = timedelta(minutes=1)


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


def withdrawn(cast: Cast, card: Card, at: datetime) -> set[str]:
    """To whom a mail is queued after the change was taken back then."""
    retract_card(actor=cast.actors["oleg"], at=at, card_id=card.id)
    jobs.withdraw_card(entry_id=1, subject_id=card.id, at=at)
    found = ProcrastinateJob.objects.filter(task_name="requite.web.send_card_withdrawn")
    assert all(job.scheduled_at and at < job.scheduled_at for job in found)
    return {job.args["user_id"] for job in found}


def test_what_is_taken_back_behind_its_mails_is_told_by_mail_too(cast: Cast, post, monkeypatch) -> None:
    card = changed(cast)
    monkeypatch.setattr(jobs, "has_mail_server", lambda: True)
    assert withdrawn(cast, card, NOW + MINUTE) == set(), "no mail has gone"
    restore_card(actor=cast.actors["oleg"], at=NOW + 2 * MINUTE, card_id=card.id)
    assert card_withdrawn(card_id=card.id, user_id=cast.anna.id, today=TODAY) is None, "it is to come after all"
    told = withdrawn(cast, card, NOW + 60 * MINUTE)
    assert told == {str(user.id) for user in (cast.anna, cast.boris, cast.gleb, cast.vera)}
    User.objects.filter(id=cast.boris.id).update(language="ko")
    for user in (cast.anna, cast.boris):
        message = card_withdrawn(card_id=card.id, user_id=user.id, today=TODAY)
        assert message is not None
        message.send()
    said = " ".join(text_of(of(post, cast.anna)).split())
    assert "the change of your scorecard that was announced for 14 Dec 2026 was taken back" in said
    assert "12월 14일" in text_of(of(post, cast.boris))
    assert card_withdrawn(card_id=card.id, user_id=cast.dina.id, today=TODAY) is None
    assert card_withdrawn(card_id=card.id, user_id=cast.anna.id, today=date(2026, 12, 14)) is None


def test_that_the_first_card_was_taken_back_is_told_nobody(cast: Cast) -> None:
    card = publish(cast, starts_on="2026-12-14")
    retract_card(actor=cast.actors["oleg"], at=NOW + DAY, card_id=card.id)
    assert card_withdrawn(card_id=card.id, user_id=cast.anna.id, today=TODAY) is None
