"""Points of contact on a page: added, changed and removed in place, and brought back."""

import contextlib
import re
import zlib
from base64 import urlsafe_b64decode
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.urls import reverse
from testing.asserts import last_entry, text, untouched
from testing.builders import company_of, person_of
from testing.cast import HTMX

from requite.kernel.ids import new_id
from requite.people.models import Point
from requite.web.screens.points import SALT
from requite.web.tests.cast import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(clients):
    return clients("anna")


@pytest.fixture(params=["person", "company"])
def record(request, cast):
    return (
        person_of(cast, points=[("phone", "02-551-5620")]) if request.param == "person" else company_of(cast)
    )


def kind_of(record):
    return type(record).__name__.lower()


def add(record):
    return reverse("points", kwargs={"kind": kind_of(record), "id": record.id})


def at(point, name="point"):
    return reverse(name, kwargs={"id": point.id})


def undo_of(answer):
    return re.search(r'hx-post="([^"]*)" hx-swap="none"', answer.content.decode())[1].replace("&amp;", "&")


class TestAdd:
    @pytest.mark.parametrize(
        ("kind", "raw", "value", "state"),
        [
            ("phone", "010 8273 4615", "+821082734615", "valid"),
            ("phone", "12", "", "invalid"),
            ("email", " New@Sejong.KR ", "new@sejong.kr", "valid"),
            ("email", "none", "", "filler"),
            ("messenger", "@hana", "@hana", "valid"),
            ("address", "12  Jungang-ro <b>", "12 jungang-ro <b>", "valid"),
        ],
    )
    def test_keeps_the_text_and_what_it_means(self, anna, record, kind, raw, value, state):
        answer = anna.post(add(record), {"kind": kind, "raw": raw, "once": once()}, headers=HTMX)
        assert answer.status_code == 200
        assert "<html" not in text(answer)
        assert "<b>" not in answer.content.decode().replace('who__head">', "").split('<ul class="points">')[1]
        point = Point.objects.get(raw=raw.strip())
        assert (point.kind, point.value, point.state) == (kind, value, state)
        assert last_entry().changes == {kind: [None, raw.strip()]}

    def test_sent_twice_makes_one(self, anna, record):
        form = {"kind": "phone", "raw": "010 8273 4615", "once": once()}
        assert [anna.post(add(record), form).status_code for _ in "12"] == [302, 302]
        assert Point.objects.filter(value="+821082734615").count() == 1

    def test_refuses_blank_and_long_ones_and_keeps_the_text(self, anna, record):
        for raw, sentence in (
            (" ", "Type it first."),
            ("\x00", "Type it first."),
            ("1" * 501, "at most 500 letters"),
        ):
            for headers in ({}, HTMX):
                with untouched():
                    answer = anna.post(add(record), {"kind": "phone", "raw": raw}, headers=headers)
                assert answer.status_code == 422
                assert sentence in text(answer)
                assert ("<html" in text(answer)) is (not headers)
                assert raw.strip("\x00 ") in text(answer)

    def test_knows_no_other_kinds(self, anna, record):
        with untouched():
            assert anna.post(add(record), {"kind": "fax", "raw": "1"}).status_code == 403
            assert anna.post(f"/records/user/{record.owner_id}/points/", {"kind": "phone"}).status_code == 404


class TestChange:
    def test_reads_the_new_text(self, anna, record):
        point = record.points.get()
        form = {"raw": "02-555-1234", "base": point.raw}
        assert anna.post(at(point), form, headers=HTMX).status_code == 200
        assert Point.objects.get(id=point.id).value == "+8225551234"
        assert last_entry().changes == {"phone": ["02-551-5620", "02-555-1234"]}

    def test_of_two_people_the_second_learns_and_keeps_the_text(self, clients, anna, record):
        point = record.points.get()
        clients("boris").post(at(point), {"raw": "02-555-0001", "base": point.raw})
        with untouched():
            answer = anna.post(at(point), {"raw": "02-555-0002", "base": point.raw}, headers=HTMX)
        assert answer.status_code == 422
        assert "Somebody changed this meanwhile" in text(answer)
        assert "Yours: 02-555-0002" in text(answer)
        assert 'name="base" value="02-555-0001"' in text(answer)

    def test_refuses_a_long_one_and_keeps_the_text(self, anna, record):
        point = record.points.get()
        for headers in ({}, HTMX):
            with untouched():
                answer = anna.post(at(point), {"raw": "9" * 501, "base": point.raw}, headers=headers)
            assert answer.status_code == 422
            assert f'value="{"9" * 501}"' in text(answer)
            assert f'name="base" value="{point.raw}"' in text(answer)


class TestRemoval:
    def test_is_undone_by_its_toast_once(self, anna, record):
        point = record.points.get()
        removed = anna.post(at(point, "point_removal"), headers=HTMX)
        assert "Removed: 02-551-5620" in text(removed)
        assert not record.points.exists()
        assert last_entry().changes == {"phone": ["02-551-5620", None]}
        address = undo_of(removed)
        assert [anna.post(address, headers=HTMX).status_code for _ in "12"] == [200, 200]
        assert [(one.kind, one.value) for one in record.points.all()] == [("phone", "+8225515620")]

    def test_brings_back_the_place_and_what_was_known(self, anna, record):
        anna.post(add(record), {"kind": "phone", "raw": "02-555-0001"})
        first = record.points.order_by("position").first()
        type(first).objects.filter(id=first.id).update(state="wrong", label="desk")
        anna.post(undo_of(anna.post(at(first, "point_removal"), headers=HTMX)))
        back = record.points.order_by("position").first()
        assert (back.id, back.raw, back.state, back.label) == (first.id, "02-551-5620", "wrong", "desk")

    def test_names_nobodys_number_in_an_address(self, anna, record):
        address = undo_of(anna.post(at(record.points.get(), "point_removal"), headers=HTMX))
        packed = parse_qs(urlsplit(address).query)["removed"][0].removeprefix(".").split(":")[0]
        kept = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        with contextlib.suppress(zlib.error):
            kept = zlib.decompress(kept)
        assert str(record.points.model.State.VALID).encode() in kept  # it was unpacked
        assert b"551" not in re.sub(rb'"[0-9a-f-]{36}"|\b\d+,', b"", kept)

    def test_of_an_entry_that_removed_nothing_is_nothing(self, anna, record):
        kept = [str(new_id()), last_entry().id, "valid", 0, ""]
        address = f"{add(record)}?removed={signing.dumps(kept, salt=SALT)}"
        with untouched():
            assert anna.post(address, headers=HTMX).status_code == 404

    def test_of_another_or_a_forged_one_brings_nothing(self, clients, anna, record):
        address = undo_of(anna.post(at(record.points.get(), "point_removal"), headers=HTMX))
        gleb, emma = clients("gleb"), clients("emma")
        with untouched():
            assert gleb.post(address).status_code == 404
            assert emma.post(address).status_code == 403
            assert anna.post(address[:-3]).status_code in (404, 422)

    def test_works_without_script(self, anna, record):
        answer = anna.post(at(record.points.get(), "point_removal"), follow=True)
        assert "Removed: 02-551-5620" in text(answer)
        form = re.search(r'<form method="post" action="([^"]*points/[^"]*)"', answer.content.decode())[1]
        assert anna.post(form.replace("&amp;", "&")).status_code == 302
        assert record.points.count() == 1

    def test_no_text_says_where_the_undo_leads(self, anna, record):
        point = record.points.get()
        type(point).objects.filter(id=point.id).update(raw="02-551\x1f/nowhere/")
        answer = text(anna.post(at(point, "point_removal"), follow=True))
        assert "Removed: 02-551 /nowhere/" in answer
        assert 'action="/nowhere/"' not in answer

    def test_a_second_time_finds_nothing(self, anna, record):
        point = record.points.get()
        assert [anna.post(at(point, "point_removal")).status_code for _ in "12"] == [302, 404]


class TestAccess:
    def test_strangers_and_readers_change_nothing(self, clients, record):
        point = record.points.get()
        for client, status in ((clients("gleb"), 404), (clients("emma"), 403)):
            for address in (add(record), at(point), at(point, "point_removal")):
                with untouched():
                    answer = client.post(address, {"kind": "phone", "raw": "010-1234-5678"})
                assert answer.status_code == status
