"""A whole record archived, restored and given to a colleague, each within its right."""

import pytest
from django.urls import reverse
from testing.asserts import last_entry, text, untouched
from testing.builders import company_of, person_of
from testing.cast import HTMX, NOW

from requite.identity.models import User
from requite.identity.tests.cast import entries
from requite.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["person", "company"])
def record(request, cast):
    return (
        person_of(cast, family="Seo", given="") if request.param == "person" else company_of(cast, name="Seo")
    )


def at(record, name):
    return reverse(name, kwargs={"kind": type(record).__name__.lower(), "id": record.id})


def lists(record):
    return "/people/" if type(record).__name__ == "Person" else "/companies/"


class TestArchive:
    def test_leaves_lists_and_search_and_comes_back_by_the_undo(self, clients, record):
        anna = clients("anna")
        page = anna.post(at(record, "record_archive"), follow=True)
        assert "Archived. It is out of lists and search." in text(page)
        assert at(record, "record_restoration") in text(page)
        for address in (lists(record), "/search/?q=Seo"):
            assert f"/{record.id}/" not in text(anna.get(address))
        assert anna.post(at(record, "record_restoration")).status_code == 302
        assert f"/{record.id}/" in text(anna.get(lists(record)))
        kind = type(record).__name__
        assert [entry.type for entry in entries()][-2:] == [
            f"people.{kind}Archived",
            f"people.{kind}Restored",
        ]

    def test_with_script_the_browser_is_sent_to_the_record_and_told_there(self, clients, record):
        anna = clients("anna")
        answer = anna.post(at(record, "record_archive"), headers=HTMX)
        assert answer.status_code == 204
        assert answer.headers["HX-Redirect"] == lists(record) + f"{record.id}/"
        assert "Archived. It is out of lists" in text(anna.get(answer.headers["HX-Redirect"]))

    def test_twice_is_once(self, clients, record):
        anna = clients("anna")
        for name in ("record_archive", "record_restoration"):
            anna.post(at(record, name))
            with untouched():
                assert anna.post(at(record, name)).status_code == 302

    def test_is_for_the_owner_and_those_above(self, clients, record):
        for who, status in (("boris", 403), ("gleb", 404), ("emma", 403)):
            client = clients(who)
            with untouched():
                for name in ("record_archive", "record_restoration"):
                    assert client.post(at(record, name)).status_code == status
        for who in ("vera", "dina", "oleg"):
            assert clients(who).post(at(record, "record_archive")).status_code == 302


class TestOwner:
    def test_goes_to_a_colleague_of_the_leaders(self, cast, clients, record):
        page = clients("vera").post(at(record, "record_owner"), {"owner": cast.boris.id}, follow=True)
        assert "Assigned." in text(page)
        record.refresh_from_db()
        assert record.owner == cast.boris
        assert last_entry().changes == {"owner": ["Anna Kim", "Boris Lee"]}

    def test_goes_to_nobody_outside_ones_reach_and_to_nobody_gone(self, cast, clients, record):
        User.objects.filter(id=cast.boris.id).update(is_active=False, deactivated_at=NOW)
        vera = clients("vera")
        with untouched():
            assert vera.post(at(record, "record_owner"), {"owner": cast.gleb.id}).status_code == 403
            for owner in (cast.boris.id, new_id(), "", "x", "\x00"):
                answer = vera.post(at(record, "record_owner"), {"owner": owner})
                assert answer.status_code == 422
                assert "Choose an active colleague as the owner." in text(answer)

    def test_a_refusal_comes_as_a_toast_with_script(self, clients, record):
        answer = clients("vera").post(at(record, "record_owner"), {"owner": "x"}, headers=HTMX)
        assert (answer.status_code, answer.headers["HX-Reswap"]) == (422, "none")
        assert 'hx-swap-oob="beforeend:#toasts"' in text(answer)

    def test_of_a_record_is_not_everybodys_to_give(self, cast, clients, record):
        for who, status in (("boris", 403), ("gleb", 404), ("emma", 403), ("dina", 403)):
            client = clients(who)
            with untouched():
                answer = client.post(at(record, "record_owner"), {"owner": cast.boris.id})
                assert answer.status_code == status
