"""Custom fields in lists and exports: columns, filters and orders within what the reader may see."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.builders import deal_of, person_of
from testing.cast import NOW, Cast, Clients

from requite.deals.actions.correct_deal import correct_deal
from requite.fields.actions.fields import archive_field
from requite.fields.models import Option
from requite.identity.roles import ROLES
from requite.web.tests.own import actor, add, fill

pytestmark = pytest.mark.django_db


def page_of(clients: Clients, who: str, *pairs: tuple[str, str]) -> str:
    return clients(who).get(f"/people/?{urlencode([('view', 'all'), *pairs])}").content.decode()


@pytest.fixture
def filled(cast: Cast) -> Iterator[tuple[str, str]]:
    """A choice of everybody and a number of the contact group, filled for Han and not for Seo."""
    branch = add(cast, "choice", options="Seoul\nBusan")
    size = add(cast, "number", "Size", audience="contact", unit="m²")
    han, _seo = person_of(cast, family="Han"), person_of(cast, family="Seo")
    fill(cast, han, branch, "Busan")
    fill(cast, han, size, "1234.5")
    return branch.slug, size.slug


def test_a_column_shows_values_as_the_record_does(
    cast: Cast, clients: Clients, filled: tuple[str, str]
) -> None:
    page = page_of(clients, "anna", ("col", filled[0]), ("col", filled[1]))
    assert 'data-label="Branch"' in page
    assert ">Busan<" in page
    assert ">1,234.5 m²<" in page


def test_a_filter_says_itself_with_the_words_of_the_choice(
    cast: Cast, clients: Clients, filled: tuple[str, str]
) -> None:
    busan = str(Option.objects.get(label="Busan").id)
    page = page_of(clients, "anna", ("g", "0"), ("f", filled[0]), ("o", "is"), ("v", busan))
    assert "Branch: Busan" in page
    assert "Hana Han" in page
    assert "Hana Seo" not in page


def test_sorts_with_those_without_a_value_last(cast: Cast, clients: Clients, filled: tuple[str, str]) -> None:
    for sign in ("", "-"):
        page = page_of(clients, "anna", ("sort", f"{sign}{filled[1]}"), ("f", ""))
        assert page.index("Hana Han") < page.index("Hana Seo")


def test_what_is_masked_is_neither_told_nor_sorted_by_nor_searched(
    cast: Cast, clients: Clients, filled: tuple[str, str]
) -> None:
    size = filled[1]
    page = page_of(clients, "emma", ("col", size), ("sort", size), ("f", ""))
    assert "1,234.5" not in page
    assert "•••" in page
    assert f'value="{size}" selected' not in page
    asked = page_of(clients, "emma", ("g", "0"), ("f", size), ("o", "at_least"), ("v", "1000"))
    assert "don't see these values in full" in unescape(asked)
    assert "Hana Seo" in asked


def test_what_is_hidden_is_not_known_of(
    cast: Cast, clients: Clients, filled: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES["executive"].fields, "contact", "hidden")
    size = filled[1]
    page = page_of(
        clients, "emma", ("col", "owner"), ("col", size), ("sort", size), ("g", "0"), ("f", size), ("o", "filled"),
        ("v", ""), ("open", "1"),
    )  # fmt: skip
    assert "1,234.5" not in page
    assert "Size" not in page
    assert "Hana Seo" in page


def test_a_field_that_ended_is_left_out(cast: Cast, clients: Clients, filled: tuple[str, str]) -> None:
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=Option.objects.get(label="Busan").field_id)
    page = page_of(
        clients, "anna", ("col", "owner"), ("col", filled[0]), ("sort", filled[0]), ("g", "0"), ("f", filled[0]),
        ("o", "filled"), ("v", ""),
    )  # fmt: skip
    assert "Busan" not in page
    assert "a custom field that isn’t there for you" in page
    assert "Hana Seo" in page


def rows_of(clients: Clients, who: str, *columns: str) -> list[list[str]]:
    asked = urlencode([("view", "all"), ("f", ""), ("sort", "name"), *(("col", one) for one in columns)])
    answer = clients(who).post(
        "/lists/person/export/", {"list": asked, "form": "csv", "reason": "For the fair in spring"}
    )
    assert answer.status_code == 200
    raw = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return [row[2:] for row in csv.reader(io.StringIO(raw))]


def test_an_export_holds_what_its_reader_sees(cast: Cast, clients: Clients, filled: tuple[str, str]) -> None:
    assert rows_of(clients, "vera", *filled) == [["Branch", "Size, m²"], ["Busan", "1234.5"], ["", ""]]
    assert rows_of(clients, "emma", *filled) == [["Branch", "Size, m²"], ["Busan", "•••"], ["", ""]]


@pytest.mark.parametrize(
    ("type_", "key"),
    [("number", "sNaN"), ("number", "NaN12"), ("number", "１２"), ("date", "2026-W48-7"),
     ("time", "2026-W48-7"), ("time", "2026-11-29T10:00+23:30"), ("", "١٢"), ("", "--1"),
     ("", "9999999999")],
)  # fmt: skip
def test_a_key_that_only_python_reads_is_no_fault(
    cast: Cast, clients: Clients, type_: str, key: str
) -> None:
    person = person_of(cast)
    sort = add(cast, type_).slug if type_ else "score"
    after = base64.urlsafe_b64encode(f"{person.id}={key}".encode()).decode().rstrip("=")
    address = f"/people/?{urlencode([('view', 'all'), ('f', ''), ('sort', sort), ('after', after)])}"
    assert clients("anna").get(address).status_code == 200


def test_a_list_costs_nothing_more_with_a_custom_column(
    cast: Cast, clients: Clients, filled: tuple[str, str]
) -> None:
    def cost(*pairs: tuple[str, str]) -> int:
        page_of(clients, "anna", *pairs)
        with CaptureQueriesContext(connection) as seen:
            page_of(clients, "anna", *pairs)
        return len(seen)

    assert cost(("col", "owner"), *(("col", one) for one in filled)) == cost(("col", "owner"))
    assert actor(cast).fields_stamp is not None


def test_deals_have_theirs_in_their_list(cast: Cast, clients: Clients) -> None:
    field = add(cast, "choice", "Rival", kind="deal", options="Haesung\nDaelim")
    haesung = str(Option.objects.get(label="Haesung").id)
    won_over, _other = deal_of(cast, title="Frames"), deal_of(cast, title="Lenses")
    correct_deal(actor=actor(cast), at=NOW, deal_id=won_over.id, given={field.slug: haesung})
    asked = [("g", "0"), ("f", field.slug), ("o", "is"), ("v", haesung), ("col", field.slug), ("sort", field.slug)]
    page = clients("anna").get(f"/deals/list/?{urlencode(asked)}").content.decode()
    assert "Rival: Haesung" in page
    assert ">Haesung<" in page
    assert "Frames" in page
    assert "Lenses" not in page
