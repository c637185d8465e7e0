"""What was answered to a rep stands on their Today, with a way to it, until they say that they know it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from testing.asserts import last_entry, text
from testing.cast import DAY, NOW, Cast, Clients

from requite.insight.checks.actions.answer_check import answer_check
from requite.insight.checks.actions.judge_check import judge_again, judge_check, retract_verdict
from requite.insight.checks.models import Check
from requite.insight.checks.tests.stage import check_of
from requite.insight.scorecards.actions.disputes import answer_dispute, open_dispute, reopen_dispute
from requite.insight.scorecards.models import Dispute
from requite.insight.scorecards.tests.stage import NOVEMBER, publish

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def flat(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def told(clients: Clients, who: str = "anna") -> str:
    return flat(text(clients(who).get(reverse("today_replies"))))


def disputed(cast: Cast) -> Dispute:
    publish(cast)
    return open_dispute(
        actor=cast.actors["anna"], at=NOW, user_id=cast.anna.id, period=NOVEMBER, part="next_step", text="Frames has one"
    )


def answered(cast: Cast, one: Dispute, words: str = "Put right", at: datetime = NOW + DAY) -> Dispute:
    return answer_dispute(actor=cast.actors["vera"], at=at, dispute_id=one.id, is_accepted=True, answer=words)


def seen(clients: Clients, one: Dispute | Check, who: str = "anna", **sent: str | int):
    name = "dispute_sight" if isinstance(one, Dispute) else "check_sight"
    return clients(who).post(reverse(name, kwargs={"id": one.id}), {"version": one.version, **sent})


def judged(cast: Cast, one: Check, verdict: str, why: str, at: datetime = NOW) -> Check:
    return judge_check(actor=cast.actors["vera"], at=at, check_id=one.id, verdict=verdict, why=why)


def test_tells_of_an_answer_until_it_is_known(cast: Cast, clients: Clients) -> None:
    one = disputed(cast)
    assert "dispute" not in told(clients)
    one = answered(cast, one)
    assert f"replies:{cast.anna.id}" in last_entry().topics
    for page in (told(clients), flat(text(clients("anna").get(reverse("today"))))):
        assert f"{cast.vera.name} accepted what you dispute in your card: Next step, November 2026." in page
        assert "Put right" in page
    assert "Put right" not in told(clients, "boris")
    assert seen(clients, one)["Location"] == reverse("today")
    entry = last_entry("insight.DisputeMarked")
    assert (entry.subject_id, entry.topics) == (one.id, [f"replies:{cast.anna.id}"])
    assert "Put right" not in told(clients)


def test_leads_to_the_line_and_is_known_then(cast: Cast, clients: Clients) -> None:
    one = answered(cast, disputed(cast))
    assert seen(clients, one, go="1")["Location"] == f"{reverse('my_card')}?period=2026-11#line-next_step"
    assert "Put right" not in told(clients)


def test_what_was_answered_anew_is_told_anew(cast: Cast, clients: Clients) -> None:
    old = answered(cast, disputed(cast))
    reopen_dispute(actor=cast.actors["vera"], at=NOW + DAY, dispute_id=old.id)
    assert "Put right" not in told(clients)
    new = answered(cast, old, "On second thoughts", at=datetime.now(UTC))
    seen(clients, old)
    assert "On second thoughts" in told(clients)
    seen(clients, new)
    assert "On second thoughts" not in told(clients)
    reopen_dispute(actor=cast.actors["vera"], at=NOW + DAY, dispute_id=new.id)
    answered(cast, new, "The third", at=datetime.now(UTC) + MINUTE)
    assert "The third" in told(clients)


def test_nobody_else_says_that_it_is_known(cast: Cast, clients: Clients) -> None:
    one = answered(cast, disputed(cast))
    assert [seen(clients, one, who).status_code for who in ("vera", "boris")] == [403, 404]
    assert "Put right" in told(clients)


def test_tells_of_a_verdict_that_was_given_after_the_answer(cast: Cast, clients: Clients) -> None:
    one = judged(cast, check_of(cast), "wrong", "not that day")
    assert "not that day" not in told(clients)  # a verdict by itself is no answer
    answer_check(actor=cast.actors["anna"], at=NOW + MINUTE, check_id=one.id, answer="It was")
    assert "not that day" not in told(clients)
    one = judged(cast, one, "changed", "you are right", NOW + 2 * MINUTE)
    assert f"replies:{cast.anna.id}" in last_entry().topics
    page = told(clients)
    assert f"{cast.vera.name} said what the check of a record of yours found: Meeting · Hana Seo, “Changed since”." in page
    assert "you are right · Counts as right." in page
    one.refresh_from_db()
    assert seen(clients, one, go="1")["Location"] == reverse("check", kwargs={"id": one.id})
    assert last_entry("insight.CheckMarked").subject_id == one.id
    assert "you are right" not in told(clients)


def test_tells_of_made_up_while_the_rep_may_be_heard(cast: Cast, clients: Clients) -> None:
    one = judged(cast, check_of(cast), "made_up", "nobody met")
    assert "nobody met" in told(clients)
    old = Check.objects.get(id=one.id)
    judge_again(actor=cast.actors["emma"], at=NOW + MINUTE, check_id=one.id, verdict="made_up", why="nobody indeed")
    seen(clients, old)
    assert "nobody indeed" in told(clients)
    retract_verdict(actor=cast.actors["emma"], at=NOW + 2 * MINUTE, check_id=one.id)
    assert "nobody met" in told(clients)
    answer_check(actor=cast.actors["anna"], at=NOW + 3 * MINUTE, check_id=one.id, answer="They did")
    assert "nobody" not in told(clients)
    assert [seen(clients, one, who).status_code for who in ("vera", "gleb")] == [403, 404]
