"""Scorecards on pages: one's own, the team's, the records behind a line, a dispute and its answer, the editor."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from testing.asserts import last_entry, text, told
from testing.builders import deal_of
from testing.cast import HTMX, NOW, Cast, Clients

from requite.identity.models import Organisation, User
from requite.insight.scorecards.models import Card, Close, Dispute
from requite.insight.scorecards.tests.stage import DAY, FIGURES, PARTS, fill, publish, target_of

pytestmark = pytest.mark.django_db
FORM = {**{f"part-{slug}": n for slug, n in PARTS.items()}, **{f"figure-{slug}": n for slug, n in FIGURES.items()}}


class Clock(datetime):
    """It is always the cast's morning."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return NOW.astimezone(tz)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requite.web.middleware.actor.datetime", Clock)


def flat(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def card(clients: Clients, who: str = "anna", address: str = "/card/", **options: Any) -> str:
    answer = clients(who).get(address, **options)
    assert answer.status_code == 200, answer.status_code
    return text(answer)


def test_says_each_line_in_words_and_figures(cast: Cast, clients: Clients) -> None:
    publish(cast, formula="score * 5000 + 30000")
    fill(cast)
    said = flat(card(clients))
    assert "1 of 3 open deals have a step still to come." in said
    assert "33.33 % of 15 = 5" in said
    assert "50 % of 60 = 30" in said
    assert "no target: left out" in said
    assert re.search(r"Bonus ₩\d{3},\d{3}", said)
    assert "of 100" in said


def test_says_in_which_other_team_work_was_done(cast: Cast, clients: Clients) -> None:
    publish(cast)
    fill(cast)  # all of it in the north
    User.objects.filter(id=cast.anna.id).update(team=cast.south)
    assert "Work of this period was done in another team (North). All of it counts." in flat(card(clients))


def test_a_line_opens_its_numerator_and_its_denominator(cast: Cast, clients: Clients) -> None:
    publish(cast)
    fill(cast)
    page = f"/card/{cast.anna.id}/next_step/"
    assert all(name in card(clients, address=page) for name in ("Frames", "Lenses", "Cases"))
    with_step, without = (told(card(clients, address=f"{page}?which={which}")) for which in ("with", "without"))
    assert ("Cases" in with_step, "Frames" in with_step) == (True, False)
    assert ("Cases" in without, "Frames" in without) == (False, True)
    attained = card(clients, address=f"/card/{cast.anna.id}/attainment/")
    records = reverse("counter_records", kwargs={"figure": "contacts"})
    assert f"{records}?of=user%3A{cast.anna.id}&period=2026-11&which=counted" in attained
    assert "/plans/" in attained
    assert "/people/?" in card(clients, address=f"/card/{cast.anna.id}/quality/")
    assert clients("anna").get(f"/card/{cast.anna.id}/give_back/").status_code == 404


def test_pages_of_deals_go_on(cast: Cast, clients: Clients) -> None:
    publish(cast)
    for n in range(52):
        deal_of(cast, title=f"Deal {n:02}x")
    page = card(clients, address=f"/card/{cast.anna.id}/next_step/")
    more = re.search(r'hx-get="([^"]*after=[^"]*)"', page)
    assert more
    rest = card(clients, address=more[1].replace("&amp;", "&"), headers=HTMX)
    assert len(re.findall(r"Deal \d\dx", page)) + len(re.findall(r"Deal \d\dx", rest)) >= 52
    assert "Deal 51x" in rest


def test_the_leader_sees_the_team_by_name_and_no_rank(cast: Cast, clients: Clients) -> None:
    publish(cast, formula="score * 1000")
    fill(cast)
    page = card(clients, "vera", "/card/team/")
    assert page.index("Anna") < page.index("Boris")
    assert "nothing to measure" in page
    assert "Gleb" not in told(page)
    assert clients("anna").get("/card/team/").status_code == 404
    assert clients("vera").get(f"/card/team/?of=team:{cast.south.id}").status_code == 404
    assert clients("oleg").get("/card/").headers["Location"] == "/card/team/"
    assert "Gleb" in card(clients, "oleg", "/card/team/")


def test_the_body_comes_alone_for_live(cast: Cast, clients: Clients) -> None:
    publish(cast)
    fill(cast)
    part = card(clients, headers=HTMX, address=f"/card/{cast.anna.id}/")
    assert part.lstrip().startswith("<div")
    assert f'data-live="user:{cast.anna.id} cards plans"' in part
    assert "<html" not in card(clients, "vera", "/card/team/", headers=HTMX)


@pytest.mark.parametrize(
    "period", ["2027-05", "2026", "nonsense", "2026-W40", "1999-01", "2026-11-03", "0001-01", "9999-Q4"]
)
def test_periods_that_there_are_not_are_not_found(cast: Cast, clients: Clients, period: str) -> None:
    publish(cast)
    for address in (f"/card/{cast.anna.id}/", f"/card/{cast.anna.id}/quality/", "/card/"):
        assert clients("anna").get(f"{address}?period={period}").status_code == 404


def test_a_quarter_and_an_earlier_month_are_shown(cast: Cast, clients: Clients) -> None:
    publish(cast)
    target_of(cast, "contacts", 5, span="quarter", starts_on=date(2026, 10, 1))
    assert "Q4 2026" in card(clients, address="/card/?period=2026-Q4")
    assert "No card for this period" in card(clients, address="/card/?period=2026-09")


def test_a_change_is_announced_on_the_card_and_on_today(cast: Cast, clients: Clients) -> None:
    publish(cast)
    publish(cast, parts={"attainment": "50", "quality": "25", "next_step": "25"}, starts_on="2026-12-14")
    said = "From 14 Dec 2026 the card changes, first for January 2027: Attainment 60 → 50; Next step 15 → 25."
    assert said in card(clients)
    assert said in card(clients, address="/today/")
    assert said in card(clients, "vera", "/card/team/")


def test_a_rep_disputes_and_the_leader_answers(cast: Cast, clients: Clients) -> None:
    publish(cast)
    fill(cast)
    anna, vera = clients("anna"), clients("vera")
    address = f"/card/{cast.anna.id}/next_step/dispute/?period=2026-11"
    answer = anna.post(address, {"text": "Frames has a step"})
    assert answer.headers["Location"] == "/card/?period=2026-11"
    page = text(anna.get("/card/?period=2026-11"))
    assert "Frames has a step" in page
    assert "waits for an answer" in page
    one = Dispute.objects.get()
    assert f"/card/disputes/{one.id}/retraction/" in page
    assert f"/card/{cast.anna.id}/?period=2026-11#line-next_step" in text(vera.get("/card/team/"))
    refused = vera.post(f"/card/disputes/{one.id}/answer/", {"say": "accept", "answer": " ", "version": "1"})
    assert refused.status_code == 422
    assert "Answer with a few words" in text(refused)
    vera.post(f"/card/disputes/{one.id}/answer/", {"say": "keep", "answer": "It has none", "version": "1"})
    assert last_entry().type == "insight.DisputeAnswered"
    for client in (anna, vera):
        page = text(client.get(f"/card/{cast.anna.id}/?period=2026-11"))
        assert "It has none" in page
        assert "kept as it is" in page
    late = vera.post(f"/card/disputes/{one.id}/answer/", {"say": "accept", "answer": "Right", "version": "1"})
    assert late.status_code == 422
    assert "Vera Park answered this meanwhile." in text(late)
    version = Dispute.objects.get().version
    assert f"/card/disputes/{one.id}/reopening/?version={version}" in page
    late = vera.post(f"/card/disputes/{one.id}/reopening/?version={version - 1}", headers=HTMX)
    assert late.status_code == 409
    assert "Vera Park changed this since." in text(late)
    vera.post(f"/card/disputes/{one.id}/reopening/?version={version}")
    assert Dispute.objects.get().state == "open"


def test_team_says_how_many_disputes_wait_to_who_answers_them(cast: Cast, clients: Clients) -> None:
    publish(cast)
    fill(cast)
    assert "disputes" not in text(clients("vera").get("/team/"))
    for part in ("next_step", "quality"):
        clients("anna").post(f"/card/{cast.anna.id}/{part}/dispute/?period=2026-11", {"text": "Look again"})
    clients("vera").post(f"/card/{cast.vera.id}/quality/dispute/?period=2026-11", {"text": "Mine too"})
    assert re.search(r'href="/card/team/"[^>]*>.*Answer 2 disputes', text(clients("vera").get("/team/")))
    assert "Answer 3 disputes" in text(clients("oleg").get("/team/"))
    assert "Answer " not in text(clients("emma").get("/team/"))


def test_a_refused_dispute_keeps_what_was_typed(cast: Cast, clients: Clients) -> None:
    publish(cast)
    answer = clients("anna").post(f"/card/{cast.anna.id}/quality/dispute/", {"text": "x" * 1001})
    assert answer.status_code == 422
    assert "up to 1000 signs" in text(answer)
    assert "x" * 1001 in text(answer)
    assert clients("anna").post(f"/card/{cast.boris.id}/quality/dispute/", {"text": "x"}).status_code == 404
    assert clients("vera").post(f"/card/{cast.anna.id}/quality/dispute/", {"text": "x"}).status_code == 403


def test_the_editor_offers_what_is_measured_and_previews_before_it_keeps(cast: Cast, clients: Clients) -> None:
    fill(cast)
    oleg = clients("oleg")
    page = text(oleg.get("/settings/scorecard/"))
    assert "ready-made" in page
    assert "part-give_back" not in page
    previewed = oleg.post("/settings/scorecard/", {**FORM, "formula": "score * 5000 + 30000", "act": "preview"})
    said = flat(text(previewed))
    assert "78 → ₩420,000" in said
    assert re.search(r"Anna Kim – \d+ \d+ → ₩\d+,\d+", said)
    assert not Card.objects.exists()
    kept = oleg.post("/settings/scorecard/", {**FORM, "formula": "score * 5000 + 30000", "act": "keep"})
    assert kept.status_code == 302
    assert Card.objects.get().made_by == cast.oleg
    assert "Version 1" in text(oleg.get("/settings/scorecard/"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"part-quality": "20"}, "add up to 95, not to 100: 5 are missing"),
        ({"figure-contacts": "40"}, "add up to 120, not to 100: 20 too many"),
        ({"part-quality": "-4"}, "whole number from 0 to 100"),
        ({"formula": "100 / (score - 50)"}, "divides by zero"),
        ({"formula": "while score: pass"}, "can’t be read as arithmetic"),
        ({"formula": "score + " * 50 + "1"}, "A formula has up to 300 signs."),
        ({"formula": "9**9**9"}, "A power is a whole number"),
    ],
)
@pytest.mark.parametrize("act", ["preview", "keep"])
def test_the_editor_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, clients: Clients, change: dict[str, str], says: str, act: str
) -> None:
    sent = {**FORM, "formula": "score * 7123", **change, "act": act}
    answer = clients("oleg").post("/settings/scorecard/", sent)
    assert answer.status_code == 422
    assert says in text(answer)
    assert sent["formula"] in text(answer)
    field = re.search(r'<textarea[^>]*name="formula"[^>]*>', text(answer))
    assert field
    assert "maxlength" not in field[0]  # the browser would cut it without a word
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("KRW", "₩420,000"), ("JPY", "JP¥420,000"), ("USD", "$420,000.13"), ("KWD", "KWD420,000.126")],
)
def test_a_bonus_is_shown_with_the_decimals_of_its_currency(
    cast: Cast, clients: Clients, currency: str, shown: str
) -> None:
    Organisation.objects.update(currency=currency)
    publish(cast, formula="420000.1256")
    fill(cast)
    assert shown in text(clients("anna").get("/card/")).replace("\xa0", "")


def test_a_form_that_says_neither_preview_nor_keep_announces_nothing(cast: Cast, clients: Clients) -> None:
    for act in ({}, {"act": ""}, {"act": "announce"}):
        answer = clients("oleg").post("/settings/scorecard/", {**FORM, "formula": "score * 7123", **act})
        assert answer.status_code == 422
        assert "nothing was announced" in text(answer)
        assert "score * 7123" in text(answer)
    assert not Card.objects.exists()


def test_a_day_too_soon_is_said_beside_it(cast: Cast, clients: Clients) -> None:
    oleg = clients("oleg")
    first = oleg.post("/settings/scorecard/", {**FORM, "formula": "", "starts_on": "2026-11-01", "act": "keep"})
    assert (first.status_code, "from today at the earliest" in text(first)) == (422, True)
    publish(cast)
    sent = {**FORM, "formula": "score", "starts_on": "2026-12-01", "act": "keep"}
    assert "announced 14 days ahead: 8 Dec 2026 is the first day" in text(oleg.post("/settings/scorecard/", sent))


def test_an_announced_card_is_taken_back_and_brought_back(cast: Cast, clients: Clients) -> None:
    publish(cast)
    oleg = clients("oleg")
    oleg.post("/settings/scorecard/", {**FORM, "formula": "score * 1000", "act": "keep"})
    card = Card.objects.get(number=2)
    assert f"/settings/scorecard/{card.id}/retraction/" in text(oleg.get("/settings/scorecard/"))
    assert oleg.post(f"/settings/scorecard/{card.id}/retraction/").status_code == 302
    assert oleg.post(f"/settings/scorecard/{card.id}/restoration/").status_code == 302
    assert oleg.post(f"/settings/scorecard/{Card.objects.get(number=1).id}/retraction/").status_code == 422
    assert oleg.post(f"/settings/scorecard/{uuid4()}/retraction/").status_code == 404
    history = flat(text(oleg.get("/settings/history/scorecard/")))
    assert "Attainment 60, Quality 25, Next step 15" in history


def test_a_closed_bonus_is_told_in_the_currency_of_its_close(cast: Cast, clients: Clients) -> None:
    made = publish(cast, at=NOW - 70 * DAY, formula="score * 5000")
    Close.objects.create(
        user=cast.anna, card=made, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 1), readings={}, score=80,
        bonus=400_000, currency="KRW", made_at=NOW, closed_at=NOW,
    )  # fmt: skip
    Organisation.objects.update(currency="EUR")
    assert "₩400,000" in card(clients, address="/card/?period=2026-10")
    assert "₩400,000" in card(clients, "vera", "/card/team/?period=2026-10")
