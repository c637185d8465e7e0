"""The lists of people and companies over HTTP: filter, order, columns, views."""

import re
from html import unescape
from urllib.parse import quote
from uuid import UUID

import pytest
from testing.asserts import told
from testing.builders import call_of, company_of, person_of
from testing.cast import DAY, HTMX, NOW

from requite.insight.lists import counting
from requite.insight.lists.models import View
from requite.people.actions.points import register_point
from requite.web.tests.cast import browser, once

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(cast):
    return browser(cast.anna)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def shown(html):
    return re.findall(r'class="name"[^>]*>([^<]+)</a>', html)


def chips(html):
    """The filter as it is read above the list."""
    found = re.search(r'class="list__chips"[^>]*>(.*?)</p>', html)[1]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", found).split()))


class TestList:
    @pytest.mark.parametrize("path", ["/people/", "/companies/"])
    def test_opens_with_the_team_s_for_a_leader_with_one_s_own_for_a_rep(self, cast, anna, path):
        company_of(cast, name="Busan Steel")
        person_of(cast, family="Kim")
        for page, view in ((browser(cast.vera).get(path), "all"), (anna.get(path), "mine")):
            assert re.search(rf'href="{path}\?view={view}" aria-current="true"', text(page))
            assert shown(text(page))

    @pytest.mark.parametrize(
        ("query", "is_edited"), [("f=&sort=name", False), ("f=&sort=-name", True), ("f=&sort=name&col=title", True)]
    )
    def test_what_an_address_says_of_a_view_anew_does_not_change_it(self, cast, anna, query, is_edited):
        """So a change of many leads back."""
        person_of(cast)
        assert ("As it was" in text(anna.get(f"/people/?view=mine&{query}"))) is is_edited

    @pytest.mark.parametrize("path", ["people/?view=mine", "people/?view=mine&sort=-name", "activities/?view=mine"])
    def test_a_tick_is_named_by_its_record_without_script(self, cast, anna, path):
        for family in ("Kim", "Lee"):
            call_of(cast, person_of(cast, family=family))
        html = text(anna.get(f"/{path}"))
        ticks = re.findall(r'name=pick value="[^"]+" aria-labelledby="(\S+) (\S+)"', html)
        assert len(ticks) == len(shown(html)) == 2
        for word, name in ticks:
            assert len(re.findall(rf'<span hidden id="{word}">Select</span>', html)) == 1
            assert len(re.findall(rf'<a class="name" id={name} ', html)) == 1

    def test_shows_who_fits_and_says_the_filter_in_words(self, cast, anna):
        person_of(cast, family="Kim", title="Director")
        person_of(cast, family="Lee")
        html = text(anna.get("/people/?view=all&g=0&f=title&o=contains&v=direct"))
        assert shown(html) == ["Hana Kim"]
        assert "Title: contains “direct”" in html
        assert "<small>1</small>" in html

    def test_a_related_question_reads_in_plain_words_and_finds(self, cast, anna):
        busan = company_of(cast, name="Busan Steel")
        register_point(actor=cast.actors["anna"], at=NOW, kind="address", raw="부산 해운대구 1", company_id=busan.id)
        for family, days in (("Kim", 10), ("Lee", 70), ("Choi", None)):
            person = person_of(cast, family=family, company_name="Busan Steel")
            if days:
                call_of(cast, person, at=NOW - days * DAY)
        person_of(cast, family="Park", company_name="Sejong")
        place, call = "f=company_address&o=contains&v=부산", "f=last_call&o=not_within&v=60"
        html = text(anna.get(f"/people/?view=all&g=0&{place}&g=1&{call}"))
        assert shown(html) == ["Hana Choi", "Hana Lee"]
        words = chips(html)
        assert words == "Company's address: contains “부산” and Last call: none for 60 days"
        html = text(anna.get(f"/people/?view=all&g=0&{place}&g=1&{call}&g=1&f=tags&o=has&v=vip&g=2&f=name&o=contains&v=ch"))
        words = chips(html)
        assert words == (
            "Company's address: contains “부산” and ( Last call: none for 60 days or Tags: has “vip” )"
            " and Name: contains “ch”"
        )
        assert shown(html) == ["Hana Choi"]

    @pytest.mark.parametrize("group", ["0.1.2.3.4", "0.1.2.3.4.5.6.7", "((((((", "[0][1]", "0/1", "-1"])
    def test_refuses_groups_too_deep_with_a_sentence(self, cast, anna, group):
        person_of(cast, family="Kim")
        html = text(anna.get(f"/people/?view=all&g={quote(group)}&f=name&o=contains&v=zzz"))
        assert shown(html) == ["Hana Kim"]
        assert "four deep at most" in html
        assert "Remove the condition" in html

    def test_a_chip_leads_to_the_list_without_it(self, cast, anna):
        person_of(cast, family="Kim", title="Director")
        person_of(cast, family="Lee")
        html = text(anna.get("/people/?view=all&g=0&f=title&o=contains&v=direct&g=1&f=name&o=contains&v=kim"))
        found = re.findall(r'href="([^"]+)" aria-label="Remove the condition', html)
        assert len(found) == 2
        html = text(anna.get(found[0].replace("&amp;", "&")))
        assert "Title: contains" not in html
        assert "Name: contains “kim”" in html

    def test_keeps_what_was_typed_wrongly_and_says_why(self, cast, anna):
        person_of(cast, family="Kim")
        html = text(anna.get("/people/?view=all&g=0&f=score&o=at_least&v=many"))
        assert shown(html) == ["Hana Kim"]
        assert 'value="many"' in html
        assert "Write a number" in html

    def test_columns_are_those_asked_for_in_their_order(self, cast, anna):
        person_of(cast, family="Kim", title="Director", tags=["VIP", "<b>"])
        html = text(anna.get("/people/?view=all&col=tags&col=title&col=owner&col=nothing"))
        heads = re.findall(r"<th[^>]*>(?:<a[^>]*>)?([^<]+)", html)
        assert heads == ["Name", "Tags", "Title", "Owner"]
        assert "VIP, &lt;b&gt;" in html

    def test_is_sorted_by_a_head_and_back(self, cast, anna):
        person_of(cast, family="Kim")
        person_of(cast, family="Lee")
        html = text(anna.get("/people/?view=all&sort=-name"))
        assert shown(html) == ["Hana Lee", "Hana Kim"]
        assert 'aria-sort="descending"' in html
        back = re.search(r'aria-sort="descending"><a href="([^"]+)"', html)[1].replace("&amp;", "&")
        assert shown(text(anna.get(back))) == ["Hana Kim", "Hana Lee"]

    @pytest.mark.parametrize("path", ["/people/?view=all", "/companies/?view=all"])
    @pytest.mark.parametrize("query", ["sort=-made", "g=0&f=name&o=filled&v=", "col=owner"])
    def test_goes_on_by_key_to_each_once(self, cast, anna, path, query):
        for n in range(95):
            if "people" in path:
                person_of(cast, family=f"P{n % 3}", points=[])
            else:
                company_of(cast, name=f"C{n}")
        html = text(anna.get(f"{path}&{query}"))
        rows = re.findall(r'href="[^"]*/([0-9a-f-]{36})/" data-peek', html)
        while more := re.search(
            r'hx-get="([^"]+)" hx-trigger="click, intersect once" hx-target="closest tr"', html
        ):
            html = text(anna.get(more[1].replace("&amp;", "&"), headers=HTMX))
            rows += re.findall(r'href="[^"]*/([0-9a-f-]{36})/" data-peek', html)
        assert len(rows) == len(set(rows)) == 95

    def test_counts_once_the_page_is_there(self, cast, anna, monkeypatch):
        for n in range(41):
            person_of(cast, family=f"Kim{n}", points=[])
        address = "/people/?view=all&g=0&f=name&o=contains&v=kim"
        assert "<small>41</small>" in text(anna.get(address))
        with monkeypatch.context() as slow:
            slow.setattr(counting, "count_where", lambda *_given: None)
            html = text(anna.get(address))
        assert "<small>41</small>" not in html
        later = re.search(r'hx-get="([^"]+)" hx-trigger="load"', html)
        assert later
        assert text(anna.get(unescape(later[1]), headers=HTMX)) == "41"

    @pytest.mark.parametrize("name", ["f", "o", "v", "g", "match", "sort", "col", "view", "after", "add", "few"])
    @pytest.mark.parametrize("value", ["", "x", "\x00", "%", "-", "'\"><script>", "9" * 400, "😀", "~", str(UUID(int=0))])
    def test_an_address_of_anything_is_a_page(self, cast, anna, name, value):
        person_of(cast)
        for path in ("/people/", "/companies/"):
            assert anna.get(f"{path}?view=all&f=name&{name}={quote(value)}").status_code in (200, 404)

    def test_a_filter_of_absurd_size_is_refused_with_a_sentence(self, cast, anna):
        person_of(cast, family="Kim")
        many = "&".join(f"g={n}&f=name&o=contains&v=zz" for n in range(60))
        html = text(anna.get(f"/people/?view=all&{many}"))
        assert "twenty conditions in ten groups" in html
        assert shown(html) == ["Hana Kim"]

    def test_a_hidden_field_is_not_told(self, cast):
        person_of(cast, family="Kim")
        dina = browser(cast.dina)
        html = text(dina.get("/people/?view=all&col=last_contact&sort=last_contact&g=0&f=last_call&o=within&v=5"))
        assert "Last contact" not in html
        assert "There is no such field" in html

    def test_masked_values_stay_masked_in_chosen_columns(self, cast):
        person_of(cast, family="Kim", points=[("phone", "010-1234-5670"), ("address", "Seoul, Jongno 7-12")])
        html = text(browser(cast.emma).get("/people/?view=all&col=phone&col=address"))
        assert "5670" not in told(html)
        assert "Jongno" not in html
        assert "•••" in html

    @pytest.mark.parametrize(("field", "is_offered"), [("last_call", False), ("next_step", True)])
    def test_days_ahead_are_offered_of_what_can_lie_ahead(self, cast, anna, field, is_offered):
        html = text(anna.get(f"/people/?view=all&g=0&f={field}&o=within&v=5"))
        assert ('value="ahead"' in html) is is_offered
        assert 'value="not_within"' in html

    def test_the_form_alone_is_given_when_a_field_is_chosen(self, cast, anna):
        html = text(anna.get("/people/?view=all&g=0&f=score&o=contains&v=", headers={**HTMX, "HX-Target": "filters"}))
        assert "<html" not in html
        assert '<option value="at_least" selected>' in html
        assert "Write a number" not in html


    def test_without_script_a_chosen_field_is_asked_how_next(self, cast, anna):
        html = text(anna.get("/people/?view=all&g=0&f=title&o=&v=&match=all"))
        assert 'class="list__filter" data-behaviour="menu" open' in html
        assert '<option value="contains" selected>' in html
        assert "Say what to look for." in html
        assert "can't be asked that way" not in unescape(html)

    def test_the_columns_form_comes_when_it_opens_or_is_asked_for(self, cast, anna):
        person_of(cast)
        assert 'data-behaviour="columns"' not in text(anna.get("/people/?view=all"))
        asked = "/people/?view=all&col=title&col=owner"
        for html in (
            text(anna.get(asked, headers={**HTMX, "HX-Target": "columns"})), text(anna.get(f"{asked}&panel=columns")),
        ):  # fmt: skip
            assert re.findall(r'name="col" value="(\w+)" checked', html) == ["title", "owner"]
        assert "<html" in html


class TestViews:
    def keep(self, client, **more):
        query = "view=all&g=0&f=title&o=contains&v=direct&sort=-score"
        given = {"name": "Directors", "list": query, "is_pinned": "on", **more}
        return client.post("/lists/person/views/new/", {"once": once(), **given})

    def test_a_list_is_kept_and_opened_again(self, cast, anna):
        person_of(cast, family="Kim", title="Director")
        person_of(cast, family="Lee")
        html = text(anna.get(self.keep(anna).url))
        assert shown(html) == ["Hana Kim"]
        assert 'aria-current="true">Directors' in html
        assert "Kept as a view." in html

    def test_an_error_keeps_what_was_typed(self, anna):
        html = text(self.keep(anna, name=" ", share="team"), status=422)
        assert "Give the view a name." in html
        assert '<option value="team" selected>' in html
        assert "f=title" in html

    def test_a_change_is_saved_over_it(self, cast, anna):
        person_of(cast, family="Kim", title="Director")
        where = self.keep(anna).url
        view = View.objects.get()
        anna.post(f"/views/{view.id}/", {"list": f"view={view.id}&f=&sort=name", "version": view.version})
        view.refresh_from_db()
        assert (view.conditions, view.sort, view.name, view.is_pinned) == ([], "name", "Directors", True)
        assert shown(text(anna.get(where))) == ["Hana Kim"]

    def test_is_removed_and_brought_back(self, anna):
        self.keep(anna)
        view = View.objects.get()
        gone = anna.post(f"/views/{view.id}/removal/")
        html = text(anna.get(gone.url))
        assert "Directors" not in html
        assert f"/views/{view.id}/restoration/" in html
        anna.post(f"/views/{view.id}/restoration/")
        assert "Directors" in text(anna.get("/people/"))

    def test_who_still_looks_at_it_is_told_that_it_is_removed(self, cast, anna):
        self.keep(anna, share="team")
        view = View.objects.get()
        anna.post(f"/views/{view.id}/removal/")
        for client, restores in ((anna, True), (browser(cast.boris), False)):
            html = text(client.get(f"/people/?view={view.id}"))
            assert "“Directors” was removed. This is the list without it." in html
            assert (f"/views/{view.id}/restoration/" in html) == restores
        refused = text(anna.post(f"/views/{view.id}/", {"name": "Loud", "share": "team"}), status=422)
        form = text(anna.get(f"/views/{view.id}/"))
        for html in (refused, form):
            assert "This view was removed. Restore it first." in html
            assert f"/views/{view.id}/restoration/" in html
        view.refresh_from_db()
        assert view.name == "Directors"

    def test_somebody_else_s_is_not_there(self, cast, anna):
        self.keep(anna)
        view = View.objects.get()
        boris = browser(cast.boris)
        assert boris.get(f"/people/?view={view.id}").status_code == 404
        assert boris.get(f"/views/{view.id}/").status_code == 404


def test_what_is_wrong_in_a_condition_stands_beside_it(cast):
    wrong, right = "g=0&f=deals&o=at_least&v=many", "g=1&f=title&o=contains&v=x"
    html = text(browser(cast.anna).get(f"/people/?view=all&{wrong}&{right}"))
    said = chips(html)
    assert said.count("Write a number, for example 1200.") == 1
    assert "title" in said.lower()
