"""Deals over HTTP: the board, a deal's page, its acts and forms."""

import re

import pytest
from testing.asserts import untouched
from testing.builders import BACK, DAY, deal_of, person_of, stages
from testing.cast import HTMX, entries

from requite.deals.actions.close_deal import close_deal
from requite.deals.models import Closure, Deal
from requite.web.listening import may_listen
from requite.web.tests.cast import browser, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def text(response):
    return response.content.decode()


def test_a_title_that_nobody_can_see_is_refused(anna):
    response = anna.post("/deals/new/", {"title": "\u200b\u2060\u3164", "currency": "KRW", "once": once()})
    assert response.status_code == 422
    assert "This is needed." in text(response)
    assert not Deal.objects.exists()


class TestBoard:
    def test_shows_each_stage_with_its_deals(self, cast, anna):
        deal_of(cast, title="Frames for Sejong", amount="1200000")
        deal_of(cast, "boris", title="Not mine", stage="offer")
        html = text(anna.get("/deals/"))
        assert "Frames for Sejong" in html
        assert "Not mine" not in html
        assert "Not mine" in text(anna.get("/deals/?of=all"))
        assert html.count('class="board__column"') == 5

    @pytest.mark.parametrize("path", ["/deals/", "/deals/by-time/", "/deals/list/"])
    def test_teaches_the_first_step_where_no_deal_is(self, cast, anna, path):
        html = text(anna.get(path))
        block = html[html.index("No open deals here") :]
        assert 'href="/deals/new/"' in block[: block.index("</div>")]

    def test_asks_the_same_number_of_times_for_one_and_for_many(self, cast, anna, django_assert_num_queries):
        deal_of(cast)
        anna.get("/deals/")
        with django_assert_num_queries(3):
            anna.get("/deals/")
        for number in range(30):
            deal_of(cast, title=f"D{number}", stage=("interest", "needs", "offer")[number % 3])
        with django_assert_num_queries(3):
            anna.get("/deals/")

    def test_goes_on_by_key(self, cast, anna):
        for number in range(30):
            deal_of(cast, title=f"D{number:02}")
        html = text(anna.get("/deals/"))
        more = re.search(r'href="(/deals/cards/[^"]+)"', html)[1].replace("&amp;", "&")
        rest = text(anna.get(more, headers=HTMX))
        titles = re.findall(r">(D\d\d)<", html) + re.findall(r">(D\d\d)<", rest)
        assert sorted(titles) == [f"D{number:02}" for number in range(30)]

    def test_moves_a_card_and_answers_with_it_and_all_heads(self, cast, anna):
        deal, known = deal_of(cast, title="Frames"), stages()
        sent = {"stage": known["offer"].id, "from": deal.stage_id, "on": "board", "of": "mine"}
        html = text(anna.post(f"/deals/{deal.id}/stage/", sent, headers=HTMX))
        assert f'id="deal-{deal.id}"' in html
        assert html.count("hx-swap-oob") == 6  # the heads, and what is said with its undo
        assert Deal.objects.get().stage == known["offer"]
        undo = re.search(r'hx-post="(/deals/[^"]+/stage/[^"]+)"', html)
        assert undo
        anna.post(undo[1].replace("&amp;", "&"), headers=HTMX)
        assert Deal.objects.get().stage_id == deal.stage_id

    def test_a_stage_that_is_gone_and_another_who_moved_it_first(self, cast, anna):
        deal, known = deal_of(cast), stages()
        address = f"/deals/{deal.id}/stage/"
        assert anna.post(address, {"stage": once()}, headers=HTMX).status_code == 422
        assert anna.post(address, {}, headers=HTMX).status_code == 422
        browser(cast.vera).post(address, {"stage": known["offer"].id})
        sent = {"stage": known["needs"].id, "from": known["interest"].id}
        refused = anna.post(address, sent, headers=HTMX)
        assert refused.status_code == 409
        assert "Vera Park moved or changed this deal meanwhile: it stands in “Offer made” now." in text(refused)

    def test_lists_what_was_won_and_lost_page_by_page(self, cast, anna, django_assert_num_queries):
        for number in range(27):
            deal = deal_of(cast, title=f"W{number:02}")
            close_deal(actor=cast.actors["anna"], at=BACK + number * DAY / 24, deal_id=deal.id, state="won")
        lost = deal_of(cast, title="Gone")
        close_deal(actor=cast.actors["anna"], at=BACK, deal_id=lost.id, state="lost")
        anna.get("/deals/?state=won")
        with django_assert_num_queries(2):
            html = text(anna.get("/deals/?state=won"))
        more = re.search(r'href="(/deals/\?[^"]*after=[^"]*)"', html)[1].replace("&amp;", "&")
        rest = text(anna.get(more, headers=HTMX))
        titles = re.findall(r">(W\d\d)<", html) + re.findall(r">(W\d\d)<", rest)
        assert titles == [f"W{number:02}" for number in reversed(range(27))]
        assert "Gone" in text(anna.get("/deals/?state=lost&of=all"))


class TestPage:
    def test_without_script_another_who_moved_it_first_is_told_too(self, cast, anna):
        deal, known = deal_of(cast), stages()
        address = re.search(r'formaction="([^"]+/stage/[^"]*)"', text(anna.get(f"/deals/{deal.id}/")))[1]
        browser(cast.vera).post(f"/deals/{deal.id}/stage/", {"stage": known["offer"].id})
        with untouched():
            assert anna.post(address.replace("&amp;", "&"), {"stage": known["needs"].id}).status_code == 409

    def test_shows_where_it_stands_and_with_whom(self, cast, anna):
        deal = deal_of(cast, title="Frames", amount="500000", person_id=person_of(cast).id)
        html = text(anna.get(f"/deals/{deal.id}/"))
        assert "Hana Seo" in html
        assert "₩500,000" in html
        assert 'aria-current="step"' in html

    def test_wins_and_reopens(self, cast, anna):
        deal = deal_of(cast, amount="500000", person_id=person_of(cast).id)
        response = anna.post(f"/deals/{deal.id}/closure/", {"state": "won"}, headers=HTMX)
        assert "Won" in text(response)
        assert Closure.objects.filter(state="won").count() == 1
        assert re.search(r'id="deal-closures" hx-swap-oob="true">.*<b>Won</b>', text(response), re.DOTALL)
        anna.post(f"/deals/{deal.id}/reopening/", headers=HTMX)
        for html in (text(anna.get(f"/deals/{deal.id}/", headers=HTMX)), text(anna.get(f"/deals/{deal.id}/peek/"))):
            assert re.search(r'id="deal-closures".*<b>Reopened</b>.*<b>Won</b>', html, re.DOTALL)
        assert Deal.objects.get().state == "open"

    def test_refuses_in_place(self, cast, anna):
        deal = deal_of(cast)
        response = anna.post(f"/deals/{deal.id}/closure/", {"state": "sold"}, headers=HTMX)
        assert response.status_code == 422
        assert "A deal is won or lost." in text(response)

    def test_archives_with_an_undo(self, cast, anna):
        deal = deal_of(cast)
        assert anna.post(f"/deals/{deal.id}/archive/").status_code == 302
        assert "off the board" in text(anna.get(f"/deals/{deal.id}/"))
        anna.post(f"/deals/{deal.id}/restoration/")
        assert Deal.objects.get().archived_at is None

    def test_is_not_there_for_others(self, cast):
        deal = deal_of(cast)
        assert browser(cast.gleb).get(f"/deals/{deal.id}/").status_code == 404
        assert browser(cast.boris).post(f"/deals/{deal.id}/closure/", {"state": "won"}).status_code == 403
        assert browser(cast.dina).get("/deals/").status_code == 403


class TestForms:
    def test_makes_one_deal_of_a_form_sent_twice(self, cast, anna):
        person = person_of(cast)
        sent = {"title": "Frames", "amount": "1,200,000", "person": person.id, "once": once()}
        first, second = (anna.post("/deals/new/", sent) for _ in "ab")
        assert first.url == second.url
        assert Deal.objects.get().amount == 1_200_000

    def test_keeps_what_was_typed_beside_the_error(self, anna):
        response = anna.post("/deals/new/", {"title": "Frames", "amount": "a lot"})
        assert response.status_code == 422
        assert 'value="a lot"' in text(response)
        assert 'id="f-amount-error"' in text(response)

    def test_shows_anothers_change_beside_ones_own(self, cast, anna):
        deal = deal_of(cast, amount="100")
        page = text(anna.get(f"/deals/{deal.id}/edit/"))
        base = re.search(r'name="base" value="([^"]*)"', page)[1].replace("&#34;", '"')
        browser(cast.vera).post(f"/deals/{deal.id}/edit/", {"title": deal.title, "amount": "300", "base": base})
        response = anna.post(f"/deals/{deal.id}/edit/", {"title": deal.title, "amount": "200", "base": base})
        assert response.status_code == 409
        assert 'value="200"' in text(response)
        assert Deal.objects.get().amount == 300

    @pytest.mark.parametrize("name", ["person", "company"])
    def test_loses_nobody_who_was_typed_and_not_chosen(self, cast, anna, name):
        deal = deal_of(cast, person_id=person_of(cast).id)
        for address in ("/deals/new/", f"/deals/{deal.id}/edit/"):
            response = anna.post(address, {"title": "Frames", name: "", f"{name}_text": "Seo"})
            assert response.status_code == 422
            assert f'id="f-{name}-error"' in text(response)
        assert Deal.objects.get().person_id


def test_every_topic_of_a_page_can_be_listened_to_again(cast):
    deal = deal_of(cast)
    anna, dina, gleb = (cast.actors[name] for name in ("anna", "dina", "gleb"))
    pipeline = f"pipeline:{deal.stage.pipeline_id}"
    assert may_listen(anna, pipeline)
    assert may_listen(anna, f"deal:{deal.id}")
    assert not may_listen(dina, pipeline)
    assert not may_listen(gleb, f"deal:{deal.id}")


class TestOwner:
    def test_gives_a_deal_to_a_colleague_and_takes_it_back(self, cast):
        deal, vera = deal_of(cast), browser(cast.vera)
        page = text(vera.get(f"/deals/{deal.id}/peek/"))
        assert f'action="/deals/{deal.id}/owner/"' in page
        sent = {"owner": cast.boris.id, "from": cast.anna.id}
        answer = text(vera.post(f"/deals/{deal.id}/owner/", sent, headers=HTMX))
        assert Deal.objects.get().owner == cast.boris
        undo = re.search(r'(/deals/[^"]+/owner/\?[^"]+)"', answer)[1].replace("&amp;", "&")
        vera.post(undo)
        assert Deal.objects.get().owner == cast.anna
        told = [entry for entry in entries() if entry.type == "deals.DealAssigned"]
        assert len(told) == 2
        assert {f"user:{cast.anna.id}", f"user:{cast.boris.id}", f"pipeline:{deal.stage.pipeline_id}"} <= set(
            told[0].topics
        )

    def test_a_rep_gives_away_her_own_alone(self, cast, anna):
        mine, his = deal_of(cast), deal_of(cast, "boris")
        answer = anna.post(f"/deals/{mine.id}/owner/", {"owner": cast.boris.id}, headers=HTMX)
        assert answer.status_code == 200
        assert "/owner/" not in text(answer)
        assert anna.post(f"/deals/{his.id}/owner/", {"owner": cast.anna.id}).status_code == 403
        assert "/owner/" not in text(anna.get(f"/deals/{his.id}/"))
        assert {deal.owner for deal in Deal.objects.all()} == {cast.boris}

    @pytest.mark.parametrize("whom", ["", "x", "gleb"])
    def test_refuses_with_a_sentence_whom_one_may_not_give_to(self, cast, anna, whom):
        deal, before = deal_of(cast), len(entries())
        answer = anna.post(
            f"/deals/{deal.id}/owner/", {"owner": cast.gleb.id if whom == "gleb" else whom}, headers=HTMX
        )
        assert answer.status_code == 422
        assert "Choose an active colleague" in text(answer)
        assert Deal.objects.get().owner == cast.anna
        assert len(entries()) == before

    def test_of_two_who_give_it_away_the_second_is_told(self, cast):
        deal, vera = deal_of(cast), browser(cast.vera)
        vera.post(f"/deals/{deal.id}/owner/", {"owner": cast.boris.id, "from": cast.anna.id})
        sent = {"owner": cast.vera.id, "from": cast.anna.id}
        assert browser(cast.oleg).post(f"/deals/{deal.id}/owner/", sent, headers=HTMX).status_code == 409
        assert Deal.objects.get().owner == cast.boris
