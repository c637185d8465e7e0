"""Records that may be the same, on their pages and as a list."""

import re

import pytest
from testing.asserts import told
from testing.builders import BACK, company_of, person_of
from testing.cast import DAY

from requite.people.actions.archive import archive_record, assign_record
from requite.people.actions.archive_many import restore_many
from requite.people.actions.assign_many import assign_many
from requite.people.actions.candidates import correct_due, register_candidates
from requite.people.models import Candidate, Person

PHONE = ("phone", "010-2551-4720")
LATER = BACK + 30 * DAY


def words(response):
    assert response.status_code == 200
    return told(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def twins(cast):
    return [person_of(cast, points=[PHONE], company_name=name) for name in ("Sejong", "Daehan")]


def only():
    return Candidate.objects.get(kind="person")


class TestOnARecord:
    def test_a_page_says_with_whom_and_why(self, clients, twins):
        page = words(clients("anna").get(f"/people/{twins[0].id}/"))
        said = "May be the same as", "Daehan", "same phone, same name", "% likely", "Not the same", "Archive this one"
        for word in said:
            assert word in page

    def test_one_that_looks_like_nobody_says_nothing_and_asks_nothing(self, cast, clients):
        page = words(clients("anna").get(f"/people/{person_of(cast).id}/"))
        assert "May be the same" not in page

    def test_not_the_same_is_said_and_undone(self, clients, twins):
        anna = clients("anna")
        correct_due(at=LATER)
        answer = anna.post(f"/twins/{only().id}/distinct/", {"record": twins[0].id}, follow=True)
        page = words(answer)
        assert answer.redirect_chain[-1][0] == f"/people/{twins[0].id}/"
        assert ("Not the same. Neither is worth less for it." in page, "May be the same as" in page) == (True, False)
        undo = f"/twins/{only().id}/distinct/undo/?record={twins[0].id}"
        assert undo in answer.content.decode()
        assert Person.objects.get(id=twins[0].id).uniqueness == 100
        assert "said not to be the same as another" in words(anna.get(f"/history/person/{twins[0].id}/"))
        back = anna.post(undo, headers={"HX-Request": "true"})
        assert (back.status_code, back.headers["HX-Redirect"]) == (204, f"/people/{twins[0].id}/")
        page = words(anna.get(back.headers["HX-Redirect"]))
        assert "They may be the same again." in page
        assert Person.objects.get(id=twins[0].id).uniqueness < 20

    def test_says_from_when_on_it_costs(self, clients, twins):
        Candidate.objects.update(counts_at=LATER.replace(year=2126))
        assert "on both are worth less for it" in words(clients("anna").get(f"/people/{twins[0].id}/"))
        Candidate.objects.update(counts_at=BACK)
        correct_due(at=LATER)
        page = words(clients("anna").get(f"/people/{twins[0].id}/"))
        assert "· both are worth less for it" in page
        assert "unique " in page

    def test_of_one_elsewhere_only_that_there_is_one_is_said(self, cast, clients, twins):
        Person.objects.filter(id=twins[1].id).update(owner=cast.gleb)
        page = words(clients("anna").get(f"/people/{twins[0].id}/"))
        assert ("One that belongs to a colleague" in page, "Daehan" in page) == (True, False)

    def test_who_sees_no_contacts_is_told_of_none_that_is_known_by_them(self, cast, clients, twins):
        assert "May be the same" not in words(clients("emma").get(f"/people/{twins[0].id}/"))
        Candidate.objects.update(signs=["phone", "name", "company"])
        page = words(clients("emma").get(f"/people/{twins[0].id}/"))
        assert ("same name, same company" in page, "same phone" in page, "Not the same" in page) == (True, False, False)

    def test_companies_have_it_too(self, cast, clients):
        first, _other = company_of(cast), company_of(cast, name="Sejong Ltd.")
        page = words(clients("anna").get(f"/companies/{first.id}/"))
        assert ("Sejong Ltd." in page, "same phone, same name" in page) == (True, True)
        part = words(clients("anna").get(f"/records/company/{first.id}/twins/"))
        assert "Sejong Ltd." in part


class TestTheList:
    def test_shows_pairs_of_which_the_reader_sees_both(self, cast, clients, twins):
        for who in ("anna", "vera", "dina"):
            page = words(clients(who).get("/people/duplicates/"))
            assert ("same phone, same name" in page, "Not the same" in page) == (True, True)
        assert "Nothing looks the same" in words(clients("gleb").get("/people/duplicates/"))
        assert clients("emma").get("/people/duplicates/").status_code == 403

    def test_pages_by_key_and_shrugs_at_a_bad_one(self, cast, clients, twins):
        one = only()
        page = clients("vera").get(f"/people/duplicates/?after={one.probability!r}/{one.id}", headers={"HX-Request": "true"})
        assert "same phone" not in words(page)
        for bad in ("x", "1e999/" + str(one.id), "nan/" + str(one.id), "0.5/x", "0.5"):
            assert "same phone" in words(clients("vera").get("/people/duplicates/", {"after": bad}))

    def test_goes_back_to_the_list(self, clients, twins):
        answer = clients("dina").post(f"/twins/{only().id}/distinct/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/people/duplicates/")
        assert clients("gleb").post(f"/twins/{only().id}/distinct/").status_code == 404
        assert clients("emma").post(f"/twins/{only().id}/distinct/").status_code == 403

    def test_goes_on_behind_a_page_until_all_of_the_readers_were_shown(self, cast, clients, monkeypatch):
        monkeypatch.setattr("requite.web.screens.twins.PAGE", 2)
        for n, who in enumerate(("anna", "gleb", "boris", "anna", "gleb", "anna", "boris")):
            for _n in range(2):
                person_of(cast, who, points=[("phone", f"010-2551-47{n:02}")], company_name=f"Sejong {n}")
        for who, sizes in {"anna": [2, 1], "boris": [2], "vera": [2, 2, 1], "dina": [2, 2, 2, 1], "gleb": [2]}.items():
            found, address = [], "/people/duplicates/"
            while address:
                page = clients(who).get(address, headers={"HX-Request": "true"} if found else {}).content.decode()
                found.append(page.count("<tr data-row"))
                more = re.search(r"after=([\d.e-]+)(?:/|%2F)([0-9a-f-]{36})", page)
                address = f"/people/duplicates/?after={more[1]}/{more[2]}" if more else ""
            assert found == sizes, who

    def test_follows_who_has_the_records_and_which_are_in_use(self, cast, clients, twins):
        def shown(who):
            return "same phone" in words(clients(who).get("/people/duplicates/"))

        ids, vera = [one.id for one in twins], cast.actors["vera"]
        assign_many(actor=vera, at=LATER, kind="person", ids=ids, owner_id=cast.boris.id)
        assert (shown("anna"), shown("boris"), shown("vera"), shown("gleb")) == (False, True, True, False)
        assign_record(actor=vera, at=LATER, kind="person", record_id=ids[0], owner_id=cast.anna.id)
        assert (shown("anna"), shown("boris"), shown("vera")) == (True, True, True)  # each has one, and sees the other
        archive_record(actor=vera, at=LATER, kind="person", record_id=ids[1])
        assert not shown("vera")
        restore_many(actor=vera, at=LATER, kind="person", ids=ids)
        assert shown("vera")

    def test_one_that_somebody_held_when_it_was_given_away_is_shown_to_nobody_else(self, cast, clients, twins):
        """As the trigger leaves it that passes by what is held: the record says whose it is, and the job puts it right."""
        Candidate.objects.update(first_owner_id=cast.gleb.id, second_owner_id=cast.gleb.id)
        assert "same phone" not in words(clients("gleb").get("/people/duplicates/"))
        register_candidates(kind="person", ids=[twins[0].id], at=LATER)
        assert "same phone" in words(clients("anna").get("/people/duplicates/"))
