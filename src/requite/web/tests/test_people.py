"""People: the list in its views, the panel, a person's own page, and what each role sees of them."""

import re

import pytest
from django.urls import reverse
from testing.asserts import text, told
from testing.builders import BACK, call_of, meeting_of, note_of, person_of, planned_call, status
from testing.cast import DAY, HTMX, NOW

from requite.identity.models import User

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "+82 10-1234-5670", "seo@sejong.kr"


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture
def person(cast):
    return person_of(cast, company_name="Sejong", title="Head of sales", note="Plays <baduk>", tags=["key"])


def of(person, name="person", **query):
    return reverse(name, kwargs={"id": person.id}, query=query or None)


def listed(html):
    return re.findall(r'<a class="name"[^>]*>([^<]+)</a>', html)


class TestList:
    def test_shows_ones_own_the_teams_and_the_archived(self, cast, anna, person):
        person_of(cast, "boris", "Moon", "Jin")
        person_of(cast, "gleb", "Stranger", "Ivan")
        gone = person_of(cast, family="Gone", given="Away")
        anna.post(reverse("record_archive", kwargs={"kind": "person", "id": gone.id}))
        assert listed(text(anna.get("/people/"))) == ["Hana Seo"]
        assert listed(text(anna.get("/people/?view=all"))) == ["Jin Moon", "Hana Seo"]
        assert listed(text(anna.get("/people/?view=archived"))) == ["Away Gone"]
        assert "Sejong" in text(anna.get("/people/"))
        assert PHONE in text(anna.get("/people/"))

    def test_in_debt_and_without_a_next_step_are_views_of_their_own(self, cast, anna, person):
        bare = person_of(cast, family="Bare", given="", points=[])
        call_of(cast, person)
        assert "Bare" in text(anna.get("/people/?view=debt"))
        assert listed(text(anna.get("/people/?view=nostep"))) == ["Hana Seo"]
        planned_call(cast, person, at=NOW + 900 * DAY)
        assert listed(text(anna.get("/people/?view=nostep"))) == []
        assert bare.missing

    @pytest.mark.parametrize("view", ["mine", "nostep"])
    def test_goes_on_by_key_without_doubles_and_counts_right(self, cast, anna, view):
        for number in range(53):
            call_of(
                cast,
                person_of(cast, family=f"P{number:03}", given="", points=[]),
                at=BACK + number * DAY / 99,
            )
        first = anna.get(f"/people/?view={view}")
        more = re.search(r'href="(/people/\?[^"]*after=[^"]*)"', first.content.decode())[1].replace(
            "&amp;", "&"
        )
        rest = anna.get(more, headers=HTMX)
        assert "<html" not in text(rest)
        found = listed(text(first)) + listed(text(rest))
        assert sorted(found) == [f"P{number:03}" for number in range(53)]
        assert re.search(r">(53|40\+)<", text(first))

    def test_asks_the_same_number_of_times_for_one_and_for_fifty(
        self, cast, anna, person, django_assert_num_queries
    ):
        anna.get("/people/")
        with django_assert_num_queries(4):
            anna.get("/people/")
        for number in range(50):
            person_of(cast, family=f"P{number:03}", company_name=f"C{number}")
        with django_assert_num_queries(4):
            anna.get("/people/")

    def test_an_unknown_view_is_the_first_one(self, anna, person):
        assert listed(text(anna.get("/people/?view=none"))) == ["Hana Seo"]

    def test_says_what_to_do_where_there_is_nobody(self, anna):
        assert "Nobody here" in text(anna.get("/people/"))


class TestPage:
    def test_shows_who_what_happened_and_what_comes(self, cast, anna, person):
        call_of(cast, person)
        note_of(cast, person)
        meeting_of(cast, person, at=NOW + 900 * DAY, topic="contract")
        html = text(anna.get(of(person)))
        for shown in (
            "Hana Seo",
            "Head of sales",
            "Sejong",
            PHONE,
            EMAIL,
            "Plays &lt;baduk&gt;",
            "key",
            "contract",
        ):
            assert shown.replace("&lt;", "<").replace("&gt;", ">") in html
        assert "Plays &lt;baduk&gt;" in anna.get(of(person)).content.decode()
        assert html.index("contract") < html.index("Likes tea")
        assert status().label in html

    @pytest.mark.parametrize("kind", ["call", "meeting", "task", "note", "nonsense"])
    def test_opens_the_composer_that_the_address_names(self, anna, person, kind):
        html = text(anna.get(of(person, compose=kind)))
        assert f'id="composer-{kind if kind != "nonsense" else "call"}">' in html

    def test_goes_on_by_key(self, cast, anna, person):
        for number in range(35):
            note_of(cast, person, body=f"Note {number:02}.")
        page = anna.get(of(person))
        more = re.search(r'href="([^"]*timeline/\?before=[^"]*)"', page.content.decode())[1]
        rest = anna.get(more.replace("&amp;", "&"))
        found = re.findall(r"Note \d\d\.", text(page) + text(rest))
        assert sorted(found) == [f"Note {number:02}." for number in range(35)]

    def test_asks_the_same_number_of_times_for_any_history(
        self, cast, anna, person, django_assert_max_num_queries
    ):
        note_of(cast, person)
        anna.get(of(person))
        with django_assert_max_num_queries(9) as one:
            anna.get(of(person))
        for _ in range(25):
            call_of(cast, person)
        with django_assert_max_num_queries(len(one)):
            anna.get(of(person))

    def test_its_parts_come_alone_for_the_live_page(self, cast, anna, person):
        note_of(cast, person)
        for name, shown in (
            ("person_card", PHONE),
            ("person_timeline", "Likes tea"),
            ("person_peek", "Likes tea"),
        ):
            html = text(anna.get(of(person, name), headers=HTMX))
            assert shown in html
            assert "<html" not in html


class TestAccess:
    def test_a_stranger_finds_nothing_at_any_of_its_addresses(self, clients, person):
        for name in ("person", "person_peek", "person_card", "person_timeline", "person_edit"):
            assert clients("gleb").get(of(person, name)).status_code == 404

    def test_an_operator_sees_no_work(self, cast, clients, person):
        call_of(cast, person)
        planned_call(cast, person, at=NOW + 900 * DAY)
        dina = clients("dina")
        for address in (
            of(person),
            of(person, "person_peek"),
            of(person, "person_timeline"),
            "/people/?view=all",
        ):
            html = text(dina.get(address))
            assert "Seo" in html or "Nothing happened yet" in html
            for hidden in (status().label, "Nov 21", "2029", 'id="composer"', "3 days ago"):
                assert hidden not in html, (address, hidden)

    def test_an_executive_sees_no_number_and_no_address_in_full(self, cast, clients, person):
        emma = clients("emma")
        pages = (
            of(person),
            of(person, "person_peek"),
            of(person, "person_card"),
            "/people/?view=all",
            "/search/?q=seo",
        )
        for address in (*pages, "/search/?q=5670", "/search/?q=seo%40sejong.kr", "/search/people/?q=seo"):
            html = text(emma.get(address))
            for hidden in (PHONE, "1234-5670", "01012345670", "+821012345670", EMAIL):
                assert hidden not in html.replace("“seo@sejong.kr”", "").replace(
                    'value="seo@sejong.kr"', ""
                ), address
        assert "Seo" not in told(emma.get("/search/?q=5670", headers=HTMX))

    def test_names_no_colleague_outside_ones_reach_as_a_new_owner(self, cast, clients, person):
        html = text(clients("vera").get(of(person)))
        assert str(cast.boris.id) in html
        assert str(cast.gleb.id) not in html
        User.objects.filter(id=cast.boris.id).update(is_active=False, deactivated_at=NOW)
        assert str(cast.boris.id) not in text(clients("vera").get(of(person)))
