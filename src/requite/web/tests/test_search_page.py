"""Finding: by letters, syllables and digits, in the line and on the page, within what one may see."""

import re
from html import unescape

import pytest
from django.urls import reverse
from testing.asserts import text
from testing.builders import company_of, deal_of, meeting_of, person_of
from testing.cast import HTMX, NOW

from requite.deals.actions.lists.products import ProductDraft, register_product
from requite.identity.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(cast):
    """Persons in three scripts and a company."""
    return {
        "latin": person_of(cast, family="Seo", given="Hana", points=[("phone", "010-8273-4615")]),
        "hangul": person_of(cast, family="김", given="민수", points=[("email", "minsu@hanil.kr")]),
        "cyrillic": person_of(cast, family="Соколова", given="Анна", points=[("address", "Невский 12")]),
        "company": company_of(cast, name="Hanil Precision"),
    }


def page_of(record):
    name = "company" if type(record).__name__ == "Company" else "person"
    return reverse(name, kwargs={"id": record.id})


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("seo", "latin"), ("Hana Seo", "latin"), ("4615", "latin"), ("010-8273", "latin"), ("김민", "hangul"),
        ("민수", "hangul"), ("minsu@", "hangul"), ("соко", "cyrillic"), ("Невский", "cyrillic"), ("precis", "company"),
    ],
)  # fmt: skip
def test_finds(clients, base, query, found):
    anna, address = clients("anna"), page_of(base[found])
    assert address in text(anna.get("/search/", {"q": query}))
    options = text(anna.get("/search/", {"q": query}, headers=HTMX))
    assert address in options
    assert "<html" not in options


def test_a_number_is_told_as_it_is_dialled(clients, cast):
    """A register's own has no area code: it came from the address, and the page of who is found shows it."""
    told = [("phone", "551-5623"), ("address", "충청남도 천안시 서북구 백석동 1066번지")]
    person_of(cast, family="맑은눈", given="", points=told)
    for how in ({}, {"headers": HTMX}):
        assert "+82 41-551-5623" in text(clients("anna").get("/search/", {"q": "5623"}, **how))


@pytest.mark.parametrize(
    ("language", "typed", "meant", "found"),
    [
        ("ko", "rlaals", "김민", "hangul"), ("ru", "cjrjkj", "соколо", "cyrillic"), ("ru", "ыущ", "seo", "latin"),
        ("ko", "ㄴ대", "seo", "latin"),
    ],
)  # fmt: skip
def test_finds_what_the_same_keys_have_in_another_layout_and_says_so(cast, clients, base, language, typed, meant, found):
    User.objects.filter(id=cast.anna.id).update(language=language)
    quotes = "«»" if language == "ru" else "“”"
    anna, address = clients("anna"), page_of(base[found])
    for headers in ({}, HTMX):
        html = text(anna.get("/search/", {"q": typed}, headers=headers))
        assert address in html
        assert f"{quotes[0]}{meant}{quotes[1]}" in html
    deal_of(cast, title="Frames", person_id=base[found].id)
    for where in ("/search/people/", "/search/deals/"):
        html = text(anna.get(where, {"q": typed}))
        assert f"{quotes[0]}{meant}{quotes[1]}" in html
        assert 'role="option"' in html
    line = text(anna.get("/search/", {"q": typed}, headers=HTMX))
    assert f"{quotes[0]}{typed}{quotes[1]}" in line  # a new person is called as it was typed


def test_colleagues_and_products_too(cast, clients):
    User.objects.filter(id=cast.anna.id).update(language="ru")
    User.objects.filter(id=cast.vera.id).update(family_name="Петрова")
    register_product(actor=cast.actors["oleg"], at=NOW, draft=ProductDraft(name="Оправа", price="10"))
    for where, typed, meant in (("/search/colleagues/", "gtnhjdf", "петрова"), ("/search/products/", "jghfdf", "оправа")):
        html = text(clients("anna").get(where, {"q": typed}))
        assert 'role="option"' in html
        assert f"«{meant}»" in html


def test_what_is_found_as_it_was_typed_is_not_asked_otherwise(cast, clients, base):
    User.objects.filter(id=cast.anna.id).update(language="ko")
    person_of(cast, family="Rlaals", given="")
    html = text(clients("anna").get("/search/", {"q": "rlaals"}, headers=HTMX))
    assert page_of(base["hangul"]) not in html
    assert "김민" not in html


def test_goes_to_a_page_by_its_keys(cast, clients):
    User.objects.filter(id=cast.anna.id).update(language="ru")
    assert 'data-href="/deals/"' in text(clients("anna").get("/search/", {"q": "cltkrb"}, headers=HTMX))


def test_shows_nothing_of_others(clients, base):
    for query in ("seo", "4615", "김민", "minsu@", "Невский", "precis"):
        for address in ("/search/", "/search/people/", "/search/companies/"):
            html = text(clients("gleb").get(address, {"q": query}))
            assert not any(str(record.id) in html for record in base.values())


def test_shows_what_was_asked_as_text(clients, cast):
    for headers in ({}, HTMX):
        html = clients("anna").get("/search/", {"q": '<script>"'}, headers=headers).content.decode()
        assert "<script>&#34;" not in html
        assert '<script>"' not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "query", ["", " ", "%", "_", "\\", "'", "👩🏽‍🚀", "\x00", "a" * 5000, "@", "12", "&|!:*()"]
)
def test_answers_any_question(clients, base, query):
    for address in ("/search/", "/search/people/", "/search/companies/", "/search/deals/"):
        assert clients("anna").get(address, {"q": query}).status_code == 200


def test_offers_a_new_person_to_those_who_may_add_one(clients, base):
    assert "/people/new/?family_name=Nobody" in text(clients("anna").get("/search/", {"q": "Nobody"}))
    assert "/people/new/" not in text(clients("emma").get("/search/", {"q": "Nobody"}))


def test_chooses_among_one_kind(clients, base):
    people = text(clients("anna").get("/search/people/", {"q": "han"}))
    companies = text(clients("anna").get("/search/companies/", {"q": "han"}))
    assert (str(base["latin"].id) in people, str(base["company"].id) in people) == (True, False)
    assert (str(base["latin"].id) in companies, str(base["company"].id) in companies) == (False, True)


def test_chooses_a_deal_by_its_title_or_whom_it_is_with(clients, cast, base):
    deal = deal_of(cast, title="500 lenses", company_id=base["company"].id)
    for query in ("lens", "han"):
        assert f'data-value="{deal.id}"' in text(clients("anna").get("/search/deals/", {"q": query}))
        assert str(deal.id) not in text(clients("gleb").get("/search/deals/", {"q": query}))
    assert "Nothing found for “zzz”." in text(clients("anna").get("/search/deals/", {"q": "zzz"}))


@pytest.mark.parametrize(
    ("who", "query", "page"),
    [
        ("anna", "new de", "/deals/new/"), ("anna", "deal", "/deals/"), ("anna", "person", "/people/new/"),
        ("oleg", "teams", "/settings/teams/"), ("vera", "target", "/plans/new/"), ("anna", "owed", "/debts/"),
    ],
)  # fmt: skip
def test_goes_to_pages_and_begins_acts_by_their_names(clients, who, query, page):
    options = text(clients(who).get("/search/", {"q": query}, headers=HTMX))
    assert f'data-href="{page}"' in options
    assert "Nothing found" not in options
    assert f'href="{page}"' in text(clients(who).get("/search/", {"q": query}))


def test_leaves_out_what_one_may_not_open(clients):
    for query in ("teams", "target", "users"):
        assert "/settings/" not in text(clients("anna").get("/search/", {"q": query}, headers=HTMX))
        assert "/plans/new/" not in text(clients("anna").get("/search/", {"q": query}, headers=HTMX))


def test_pages_are_found_in_the_readers_language(cast, clients):
    cast.anna.language = "ko"
    cast.anna.save()
    assert 'data-href="/deals/"' in text(clients("anna").get("/search/", {"q": "딜"}, headers=HTMX))
    assert 'data-href="/people/new/"' in text(clients("anna").get("/search/", {"q": "새"}, headers=HTMX))


@pytest.mark.parametrize(
    ("query", "field"),
    [("010-1234-9999", "phone"), ("no.one@hanil.kr", "email"), ("홍길동", "family_name"), ("Unit 7", "family_name")],
)
def test_what_was_found_of_nobody_begins_their_form(clients, query, field):
    anna = clients("anna")
    for how in ({}, {"headers": HTMX}):
        html = unescape(anna.get("/search/", {"q": query}, **how).content.decode())
        address = reverse("person_new", query={field: query})
        assert address in html
    form = anna.get(address).content.decode()
    assert re.search(rf'name="{field}"[^>]*value="{query}"|value="{query}"[^>]*name="{field}"', form)


@pytest.mark.parametrize("how", [{}, {"headers": HTMX}])
def test_leads_to_the_activities_in_which_the_words_stand(clients, cast, how):
    person = person_of(cast)
    meeting_of(cast, person, topic="Trial of lenses")
    meeting_of(cast, person, topic="Prices")
    html = clients("anna").get("/search/", {"q": "lenses"}, **how).content.decode()
    address = unescape(re.search(r'href="(/activities/[^"]+)"', html)[1])
    listed = text(clients("anna").get(address))
    assert "Trial of lenses" in listed
    assert "Prices" not in listed
    assert "/activities/?" not in text(clients("dina").get("/search/", {"q": "lenses"}, **how))


def test_more_than_the_page_holds_is_not_told_as_all(clients, cast):
    for number in range(51):
        person_of(cast, family=f"Many{number:02}", given="")
    assert "<span>50+</span>" in text(clients("anna").get("/search/", {"q": "many"}))


@pytest.mark.parametrize(
    ("device", "key"), [("Macintosh; Intel Mac OS X 10_15_7", "⌘K"), ("Windows NT 10.0; Win64; x64", "Ctrl K")]
)
def test_the_key_of_the_line_is_that_of_the_readers_keyboard(clients, device, key):
    page = text(clients("anna").get("/people/", headers={"User-Agent": f"Mozilla/5.0 ({device}) Chrome/140"}))
    assert f'<kbd class="line__key" aria-hidden="true">{key}</kbd>' in page
