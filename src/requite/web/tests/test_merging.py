"""Merging two records on its pages: chosen, compared, merged, led on, undone."""

import re

import pytest
from testing.asserts import told
from testing.builders import call_of, company_of, deal_of, person_of
from testing.cast import HTMX, NOW

from requite.identity.roles import ROLES
from requite.people.actions.archive import archive_record
from requite.people.actions.correct_person import correct_person
from requite.people.actions.points import register_point
from requite.people.models import Company, Merge, Person
from requite.web.tests import own

PHONE = ("phone", "010-2551-4720")


@pytest.fixture
def two(cast):
    one = person_of(cast, points=[PHONE], title="Buyer")
    other = person_of(cast, points=[PHONE, ("email", "hana@sejong.kr")], title="Head", company_name="Sejong")
    return one, other


def words(response, status=200):
    assert response.status_code == status
    return told(response.content.decode()).replace("\u00a0", " ")


def page_of(one, kind="person"):
    return f"/records/{kind}/{one.id}/merge/"


def merge(client, one, other, kind="person", **fields):
    return client.post(page_of(one, kind), {"with": other.id, **fields}, follow=True)


class TestChoosing:
    def test_the_page_offers_possible_duplicates_and_finds_by_name(self, cast, clients, two):
        anna, third = clients("anna"), person_of(cast, family="Bae", title="Chief")
        page = words(anna.get(page_of(two[0])))
        assert ("same phone, same name" in page, "Sejong" in page) == (True, True)
        found = anna.get(page_of(two[0]), {"with_text": "Bae"})
        assert f"{page_of(two[0])}?with={third.id}" in found.content.decode()
        assert "Nothing found for “Zzz”" in words(anna.get(page_of(two[0]), {"with_text": "Zzz"}))

    def test_of_a_colleagues_and_ones_own_the_colleagues_stays(self, cast, clients, two):
        anna, theirs = clients("anna"), person_of(cast, "boris", points=[PHONE])
        turned = f"{page_of(theirs)}?with={two[0].id}"
        assert anna.get(page_of(two[0]), {"with": theirs.id}).url == turned
        assert "The other one stays" not in words(anna.get(turned))
        assert clients("dina").get(page_of(two[0]), {"with": theirs.id}).status_code == 200
        assert f"with={theirs.id}" not in anna.get(page_of(two[0])).content.decode()
        assert anna.post(page_of(two[0]), {"with": theirs.id}).status_code == 403
        answer = merge(anna, theirs, two[0])
        assert "Merged. All of both stands here." in words(answer)
        assert "/undo/" not in answer.content.decode()
        assert "Undo the merge" not in words(anna.get(f"/history/person/{theirs.id}/"))
        assert "Undo the merge" in words(clients("vera").get(f"/history/person/{theirs.id}/"))

    def test_itself_is_no_other(self, clients, two):
        assert "merged with itself" in words(clients("anna").get(page_of(two[0]), {"with": two[0].id}))

    @pytest.mark.parametrize("who", ["gleb", "emma"])
    def test_is_there_for_who_may_change_both(self, clients, two, who):
        answer = clients(who).get(page_of(two[0]), {"with": two[1].id})
        assert answer.status_code == {"gleb": 404, "emma": 403}[who]
        assert "/merge/" not in clients("emma").get(f"/people/{two[0].id}/").content.decode()

    def test_each_pair_has_its_button(self, clients, two):
        first, second = sorted(one.id for one in two)
        assert f"/records/person/{first}/merge/?with={second}" in clients("anna").get("/people/duplicates/").content.decode()
        assert f"{page_of(two[1])}?with={two[0].id}" in clients("anna").get(f"/people/{two[1].id}/").content.decode()


class TestComparing:
    def test_shows_where_they_differ_and_what_stands(self, clients, two):
        answer = clients("anna").get(page_of(two[0]), {"with": two[1].id})
        page, html = words(answer), answer.content.decode()
        for word in ("Buyer", "Head", "both filled", "Sejong", "hana@sejong.kr", "come over", "The other one stays"):
            assert word in page
        checked = re.findall(r'name="keep-(\w+)" value="(\w+)" checked', html)
        assert checked == [("title", "survivor"), ("company", "merged")]
        assert "Family name" not in page

    def test_never_shows_what_the_reader_may_not_see_and_never_lets_them_choose_it(self, cast, clients, two):
        field = own.add(cast, name="Credit line", audience="work")
        for whom, text in zip(two, ("ten-million", "ninety-million"), strict=True):
            own.fill(cast, whom, field, text)
        for who, sees in (("anna", True), ("dina", False)):
            page = words(clients(who).get(page_of(two[0]), {"with": two[1].id}))
            assert ("ninety-million" in page, "Credit line" in page) == (sees, sees)
            assert ("Fields that you don’t fill follow the rule" in page) is not sees
        merge(clients("dina"), *two, **{f"keep-{field.slug}": "merged"})
        assert "ten-million" in words(clients("anna").get(f"/people/{two[0].id}/"))
        assert "million" not in words(clients("dina").get(f"/history/person/{two[0].id}/"))

    def test_masks_points_for_who_sees_them_masked(self, cast, clients, two, monkeypatch):
        monkeypatch.setitem(ROLES["rep"].fields, "contact", "masked")
        page = words(clients("anna").get(page_of(two[0]), {"with": two[1].id}))
        assert ("hana@sejong.kr" in page, "h•••@sejong.kr" in page) == (False, True)

    def test_says_so_where_one_is_archived(self, cast, clients, two):
        archive_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=two[1].id)
        answer = clients("anna").get(page_of(two[0]), {"with": two[1].id})
        assert "Restore it first" in words(answer)
        assert "The other one stays" not in words(answer)


    def test_asks_the_database_as_often_for_many_fields_as_for_few(self, cast, clients, two, django_assert_num_queries):
        anna, address = clients("anna"), f"{page_of(two[0])}?with={two[1].id}"
        own.add(cast, name="Branch")
        for number in (0, 5):
            for n in range(number):
                field = own.add(cast, name=f"Field {n}")
                own.fill(cast, two[1], field, "Busan")
                register_point(actor=cast.actors["anna"], at=NOW, kind="email", raw=f"a{n}@sejong.kr", person_id=two[1].id)
            anna.get(address)
            with django_assert_num_queries(11):
                anna.get(address)


class TestMerging:
    def test_goes_to_the_survivor_with_an_undo(self, cast, clients, two):
        anna = clients("anna")
        call_of(cast, two[1])
        answer = merge(anna, *two, **{"keep-title": "merged"})
        page = words(answer)
        assert answer.redirect_chain[-1][0] == f"/people/{two[0].id}/"
        assert ("Merged. All of both stands here." in page, "Head" in page, "hana@sejong.kr" in page) == (True,) * 3
        made = Merge.objects.get()
        assert f"/merges/{made.id}/undo/" in answer.content.decode()
        past = words(anna.get(f"/history/person/{two[0].id}/"))
        for word in ("merged with another", "Merged into it", "Activities that came over", "Undo the merge", "Its history"):
            assert word in past
        assert "merged into another" in words(anna.get(f"/history/person/{two[1].id}/"))
        back = anna.post(f"/merges/{made.id}/undo/", headers=HTMX)
        assert (back.status_code, back.headers["HX-Redirect"]) == (204, f"/people/{two[0].id}/")
        page = words(anna.get(back.headers["HX-Redirect"]))
        assert ("They are two again, as they were." in page, "Head" in page) == (True, False)
        assert "merge undone" in words(anna.get(f"/history/person/{two[0].id}/"))

    def test_an_undo_says_what_was_changed_since(self, cast, clients, two):
        anna = clients("anna")
        merge(anna, *two, **{"keep-title": "merged"})
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=two[0].id, given={"title": "Chief"})
        page = words(anna.post(f"/merges/{Merge.objects.get().id}/undo/", follow=True))
        assert "Changed since, and left as it is: Title." in page

    def test_the_merged_ones_address_leads_on(self, clients, two):
        anna = clients("anna")
        merge(anna, *two)
        for address in (f"/people/{two[1].id}/", page_of(two[1])):
            assert anna.get(address).url == f"/people/{two[0].id}/"
        assert f"/people/{two[0].id}/" in anna.get(f"/people/{two[1].id}/peek/").content.decode()

    def test_who_sees_the_merged_one_alone_is_told(self, cast, clients, two):
        merge(clients("vera"), *two)
        Person.objects.filter(id=two[0].id).update(owner=cast.gleb)
        answer = clients("anna").get(f"/people/{two[1].id}/")
        assert "Merged into a record that you don’t see" in words(answer)
        assert str(two[0].id) not in answer.content.decode()

    def test_one_that_was_changed_meanwhile_is_looked_at_again(self, cast, clients, two):
        correct_person(actor=cast.actors["boris"], at=NOW, person_id=two[1].id, given={"title": "Chief"})
        answer = merge(clients("anna"), *two, versions="1 1", **{"keep-company": "survivor"})
        assert "changed one of the two meanwhile" in words(answer, 409)
        assert ('name="versions" value="1 2"' in answer.content.decode(), Merge.objects.count()) == (True, 0)
        assert 'name="keep-company" value="survivor" checked' in answer.content.decode()

    def test_one_that_was_merged_meanwhile_is_told(self, cast, clients, two):
        anna, third = clients("anna"), person_of(cast, family="Bae")
        merge(anna, *two)
        assert "merged into another record meanwhile" in words(merge(anna, third, two[1]), 422)
        answer = anna.post(f"/people/{two[1].id}/edit/", {"title": "Chief", "family_name": "Seo"})
        assert "merged into another one" in words(answer, 422)
        assert "Chief" in answer.content.decode()

    def test_what_is_written_on_an_open_page_of_the_merged_one_is_the_survivors(self, cast, clients, two):
        anna = clients("anna")
        merge(anna, *two)
        anna.post(f"/people/{two[1].id}/notes/", {"body": "Likes tea"})
        deal = deal_of(cast, person_id=two[1].id)
        assert "Likes tea" in anna.get(f"/people/{two[0].id}/").content.decode()
        assert deal.person_id == two[0].id

    def test_lists_and_search_dont_show_it(self, clients, two):
        anna = clients("anna")
        merge(anna, *two)
        for address in ("/people/?view=mine", "/people/?view=archived", "/search/?q=Hana", "/people/duplicates/"):
            assert str(two[1].id) not in anna.get(address).content.decode(), address

    def test_companies(self, cast, clients):
        one, other = company_of(cast), company_of(cast, name="Sejong Optics", industry="Lenses")
        answer = merge(clients("anna"), one, other, "company", **{"keep-name": "merged"})
        assert answer.redirect_chain[-1][0] == f"/companies/{one.id}/"
        assert "Sejong Optics" in words(answer)
        assert clients("anna").get(f"/companies/{other.id}/").url == f"/companies/{one.id}/"
        assert Company.objects.get(id=one.id).industry == "Lenses"
