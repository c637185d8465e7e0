"""More colleagues than a list holds: they are found by typing, with script and without, and nobody is taken for another."""

import re

import pytest
from testing.asserts import field_of, text, untouched
from testing.builders import deal_of, meeting_of, person_of
from testing.cast import DAY, HTMX, NOW

from requite.fields.models import Value
from requite.identity.models import User
from requite.journal.models import Act
from requite.people.models import Person
from requite.web import colleagues
from requite.web.colleagues import call_colleague, find_colleagues, name_colleague, owners_for
from requite.web.tests.cast import once
from requite.web.tests.own import add
from requite.work.models import Activity

FINDS = 'hx-get="/search/colleagues/"'


@pytest.fixture
def many(monkeypatch):
    """As in a department of thousands: the list holds two of them."""
    monkeypatch.setattr(colleagues, "MOST", 2)


@pytest.fixture
def vera(clients):
    return clients("vera")


def at(record, kind="person"):
    return f"/records/{kind}/{record.id}/owner/"


def owner_of(person):
    return Person.objects.get(id=person.id).owner


class TestWhoIsFound:
    def test_those_within_reach_by_parts_of_names_and_addresses(self, cast):
        vera, oleg = cast.actors["vera"], cast.actors["oleg"]
        assert [name for _id, name, _address in find_colleagues(vera, "ann ki")] == ["Anna Kim"]
        assert [name for _id, name, _address in find_colleagues(vera, "BORIS@")] == ["Boris Lee"]
        gleb = cast.gleb.given_name.lower()
        assert not find_colleagues(vera, gleb)
        assert [id_ for id_, _name, _address in find_colleagues(oleg, gleb)] == [str(cast.gleb.id)]
        for nothing in ("", " ", "\0", "%", "_", "nobody"):
            assert not find_colleagues(oleg, nothing)
        assert len(find_colleagues(oleg, "@", limit=3)) == 3

    def test_not_who_is_gone(self, cast):
        User.objects.filter(id=cast.boris.id).update(is_active=False, deactivated_at=NOW)
        oleg = cast.actors["oleg"]
        assert not find_colleagues(oleg, "boris")
        assert name_colleague(oleg, "Boris Lee") is None
        assert call_colleague(oleg, str(cast.boris.id)) == ("", "")

    def test_one_by_the_whole_name_in_either_order_or_the_address(self, cast):
        vera = cast.actors["vera"]
        for said in ("Boris Lee", "lee  boris", "LeeBoris", cast.boris.email.upper()):
            assert name_colleague(vera, said) == cast.boris.id
        User.objects.filter(id=cast.vera.id).update(family_name="", given_name="")
        for said in ("Boris", "", " ", "\0", cast.gleb.email):
            assert name_colleague(vera, said) is None
        User.objects.filter(id=cast.anna.id).update(family_name="Lee", given_name="Boris")
        assert name_colleague(vera, "Boris Lee") is None  # which of the two?

    def test_a_list_knows_whether_it_is_whole(self, cast, monkeypatch):
        found = owners_for(cast.actors["oleg"])
        assert (len(found), found.is_whole) == (7, True)
        monkeypatch.setattr(colleagues, "MOST", 6)
        found = owners_for(cast.actors["oleg"])
        assert (len(found), found.is_whole) == (6, False)

    def test_answers_while_one_types(self, cast, clients, vera):
        page = vera.get("/search/colleagues/?q=bor")
        assert f'data-value="{cast.boris.id}"' in text(page)
        assert "Anna Kim" not in text(page)
        assert "Nothing found for “gleb”." in text(vera.get("/search/colleagues/?q=gleb"))
        assert text(vera.get("/search/colleagues/")).strip() == ""


class TestARecord:
    def test_of_who_isnt_on_the_list_isnt_given_to_the_first_of_it(self, cast, vera):
        person = person_of(cast)
        User.objects.filter(id=cast.anna.id).update(is_active=False, deactivated_at=NOW)
        page = text(vera.get(f"/people/{person.id}/"))
        assert '<option value="" selected>Choose …</option>' in page
        with untouched():
            assert vera.post(at(person), {"owner": ""}).status_code == 422

    def test_is_given_to_whom_one_types(self, cast, vera, many):
        person = person_of(cast)
        page = text(vera.get(f"/people/{person.id}/"))
        assert FINDS in page
        assert 'name="owner_text" value="Anna Kim"' in page
        assert '<select class="input" name="owner"' not in page
        answer = vera.post(at(person), {"owner": "", "owner_text": "boris lee"})
        assert answer.status_code == 302
        assert owner_of(person) == cast.boris
        vera.post(at(person), {"owner": str(cast.anna.id), "owner_text": "Anna Kim"})
        assert owner_of(person) == cast.anna

    def test_is_given_to_whom_one_types_over_the_owner_without_script(self, cast, vera, many):
        """The hidden field still holds whom the page came with."""
        person = person_of(cast)
        held = field_of(vera.get(f"/people/{person.id}/"), "owner")
        assert held == str(cast.anna.id)
        vera.post(at(person), {"owner": held, "owner_text": "Boris Lee"})
        assert owner_of(person) == cast.boris
        with untouched():
            assert vera.post(at(person), {"owner": held, "owner_text": "Nobody"}).status_code == 422
            assert vera.post(at(person), {"owner": held, "owner_text": ""}).status_code == 422

    @pytest.mark.parametrize("typed", ["Boris", "nobody <b>", "x" * 300, "\x00"])
    def test_is_given_to_nobody_whom_the_text_doesnt_name(self, cast, vera, many, typed):
        person = person_of(cast)
        with untouched():
            answer = vera.post(at(person), {"owner": "", "owner_text": typed})
        assert answer.status_code == 422
        assert ("is called" in text(answer)) == (typed != "\x00")

    def test_of_each_kind_has_the_field(self, cast, vera, many):
        person, deal = person_of(cast, company_name="Sejong"), deal_of(cast)
        meeting = meeting_of(cast, person, at=NOW + DAY)
        assert FINDS in text(vera.get(f"/companies/{person.company_id}/"))
        for where, address in (
            (f"/deals/{deal.id}/", f"/deals/{deal.id}/owner/"),
            (f"/activities/{meeting.id}/", f"/activities/{meeting.id}/owner/"),
        ):
            assert FINDS in text(vera.get(where))
            assert vera.post(address, {"owner": "", "owner_text": cast.boris.email}).status_code == 302
            assert vera.post(address, {"owner": "", "owner_text": "Nobody"}).status_code == 422
        for record in (deal, meeting):
            record.refresh_from_db()
            assert record.owner == cast.boris


class TestAList:
    def test_gives_the_picked_to_whom_one_types(self, cast, vera, many):
        person = person_of(cast)
        form = {"list": "view=all", "way": "assign", "pick": [str(person.id)]}
        assert FINDS in text(vera.post("/lists/person/change/", form))
        with untouched():
            answer = vera.post("/lists/person/change/", {**form, "apply": "1", "value_text": "Nobody Here"})
        assert answer.status_code == 422
        assert "is called “Nobody Here”" in text(answer)
        assert field_of(answer, "value_text") == "Nobody Here"
        vera.post("/lists/person/change/", {**form, "apply": "1", "value_text": "Lee Boris"})
        assert Act.objects.get().value == "Boris Lee"
        assert owner_of(person) == cast.boris

    def test_gives_one_in_its_cell(self, cast, vera, many):
        person = person_of(cast)
        where = f"/lists/person/{person.id}/cells/owner/"
        page = vera.get(where, headers=HTMX)
        assert FINDS in text(page)
        assert field_of(page, "value_text") == "Anna Kim"
        sent = {"value": str(cast.boris.id), "value_text": "Boris Lee", "base": str(cast.anna.id)}
        assert "Boris Lee" in text(vera.post(where, sent, headers=HTMX))
        assert owner_of(person) == cast.boris

    def test_keeps_what_was_typed_into_a_cell(self, cast, vera, many):
        person = person_of(cast)
        where = f"/lists/person/{person.id}/cells/owner/"
        sent = {"value": "", "value_text": "Nobody Here", "base": str(cast.anna.id)}
        with untouched():
            answer = vera.post(where, sent, headers=HTMX)
        assert answer.status_code == 422
        assert field_of(answer, "value_text") == "Nobody Here"
        vera.post(where, {**sent, "value_text": "lee boris"}, headers=HTMX)
        assert owner_of(person) == cast.boris

    def test_asks_for_no_more_names_than_a_filter_holds(self, cast, vera, many, django_assert_max_num_queries):
        asked = "&".join(["f=owner&o=is&v=x"] * 400)
        with django_assert_max_num_queries(60):
            assert vera.get(f"/people/?view=all&{asked}").status_code == 200

    def test_is_filtered_by_the_name_or_address_typed(self, cast, vera, many):
        mine, other = person_of(cast, "anna", "Kang"), person_of(cast, "boris", "Nam")
        assert mine.owner != other.owner
        for typed in ("Boris Lee", cast.boris.email, str(cast.boris.id)):
            page = text(vera.get("/people/", {"view": "all", "f": "owner", "o": "is", "v": typed, "open": "1"}))
            assert "Owner: Boris Lee" in page
            assert f'name="v" maxlength="200" value="{cast.boris.email}"' in page
            assert f"/people/{other.id}/" in page
            assert f"/people/{mine.id}/" not in page

    def test_says_when_a_name_is_nobodys(self, cast, vera, many):
        page = text(vera.get("/people/", {"view": "all", "f": "owner", "o": "is", "v": "Nobody Here", "open": "1"}))
        assert "Nobody, or more than one, is called so." in page
        assert 'value="Nobody Here"' in page
        page = text(vera.get("/people/", {"view": "all", "f": "owner", "o": "is", "v": "me"}))
        assert "Owner: me" in page
        page = text(vera.get("/people/", {"view": "all", "f": "owner", "o": "is", "v": str(cast.gleb.id)}))
        assert "Owner: somebody else" in page


def test_a_custom_field_takes_whom_one_types(cast, vera, many):
    field, person = add(cast, "user"), person_of(cast, "vera")
    where = f"/lists/person/{person.id}/cells/{field.slug}/"
    assert FINDS in text(vera.get(where, headers=HTMX))
    page = text(vera.get(f"/people/{person.id}/edit/"))
    assert FINDS in page
    form = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page))
    assert vera.post(f"/people/{person.id}/edit/", {**form, f"{field.slug}_text": "Boris Lee"}).status_code == 302
    assert Value.objects.get().ref == cast.boris.id
    page = text(vera.get(f"/people/{person.id}/edit/"))
    form = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page))
    assert form[field.slug] == str(cast.boris.id)
    vera.post(f"/people/{person.id}/edit/", {**form, f"{field.slug}_text": "Anna Kim"})
    assert Value.objects.get().ref == cast.anna.id
    vera.post(f"/people/{person.id}/edit/", {**form, f"base_{field.slug}": str(cast.anna.id), f"{field.slug}_text": ""})
    assert not Value.objects.exists()


class TestAMeeting:
    FORM = {"day": "2026-11-25", "clock": "10:00", "place": "The inn", "topic": "prices"}

    def send(self, vera, person, *pairs):
        more = {"colleagues_more": [id_ for id_, _text in pairs], "colleagues_more_text": [said for _id, said in pairs]}
        return vera.post(f"/people/{person.id}/meetings/", {**self.FORM, **more, "once": once()})

    def test_takes_colleagues_who_are_found_one_by_one(self, cast, vera, many):
        person = person_of(cast, "vera")
        page = text(vera.get(f"/people/{person.id}/companions/"))
        assert page.count(FINDS) == 3
        assert 'type="checkbox" name="colleagues"' not in page
        self.send(vera, person, (str(cast.boris.id), "Boris Lee"), ("", "anna kim"), ("", ""))
        met = Activity.objects.get(kind="meeting")
        assert {part.user for part in met.participations.all()} == {cast.boris, cast.anna}

    def test_isnt_kept_without_one_whom_nobody_is_called(self, cast, vera, many):
        person = person_of(cast, "vera")
        with untouched():
            page = text(self.send(vera, person, ("", "Nobody Here"), (str(cast.boris.id), "Boris Lee")))
        assert "is called “Nobody Here”" in page
        assert 'value="Nobody Here"' in page
        assert f'value="{cast.boris.id}"' in page

    def test_refused_for_another_reason_keeps_them(self, cast, vera, many):
        person = person_of(cast, "vera")
        more = {"colleagues_more": [""], "colleagues_more_text": ["Boris Lee"]}
        answer = vera.post(f"/people/{person.id}/meetings/", {**self.FORM, **more, "day": "", "once": once()})
        assert answer.status_code == 422
        assert 'value="Boris Lee"' in text(answer)
