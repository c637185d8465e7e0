"""Lists as files over HTTP."""

import csv
import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from testing.asserts import told
from testing.builders import call_of, company_of, deal_of, person_of, stages
from testing.cast import NOW

from requite.deals.models import Rate
from requite.identity.models import User
from requite.insight.lists import exporting, files, listing, workbook
from requite.insight.lists.conditions import Query
from requite.insight.lists.models import Export
from requite.journal.models import Entry
from requite.kernel.errors import NotAllowed
from requite.web import streams
from requite.web.screens import list_exports
from requite.web.tests.cast import browser
from requite.web.tests.own import add, fill

pytestmark = pytest.mark.django_db
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LIST = "view=all&f=&sort=name&col=phone&col=email&col=title&col=owner&col=tags&col=last_contact&col=missing"


def take(client, kind="person", form="csv", reason="Letter in autumn", query=LIST):
    return client.post(f"/lists/{kind}/export/", {"list": query, "form": form, "reason": reason})


def rows(response):
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.reader(io.StringIO(text[1:])))


@pytest.fixture
def vera(cast):
    return browser(cast.vera)


class TestCsv:
    def test_holds_what_the_list_holds(self, cast, vera):
        kim = person_of(cast, family="Kim", title="=HYPERLINK(1)", tags=["VIP", "new"])
        person_of(cast, "gleb", family="Far")
        call_of(cast, kim)
        found = rows(take(vera))
        assert found[0][:6] == ["Family name", "Given name", "Phone", "E-mail", "Title", "Owner"]
        assert found[1][:5] == ["Kim", "Hana", "'+821012345670", "kim@sejong.kr", "'=HYPERLINK(1)"]
        assert found[1][6] == "VIP, new"
        assert found[1][7].startswith("2026-11-")
        assert len(found) == 2

    def test_is_filtered_and_sorted_as_the_list_is(self, cast, vera):
        for family in ("Lee", "Kim", "Ahn"):
            person_of(cast, family=family, title="Director" if family != "Ahn" else "")
        found = rows(take(vera, query="view=all&g=0&f=title&o=contains&v=direct&sort=-name&col=title"))
        assert [row[0] for row in found[1:]] == ["Lee", "Kim"]

    def test_every_phone_is_there(self, cast, vera):
        company_of(cast, name="Hanil")
        person_of(cast, points=[("phone", "010-1234-5670"), ("phone", "02-551-5620")])
        assert rows(take(vera, query="view=all&f=&col=phone"))[1][2] == "'+821012345670; +8225515620"
        assert rows(take(vera, "company", query="view=all&f=&col=phone"))[1] == ["Hanil", "'+8225515620"]

    def test_what_a_company_lacks_is_named_as_companies_have_it(self, cast, vera):
        company_of(cast, name="Hanil")
        assert rows(take(vera, "company", query="view=all&f=&col=missing"))[1] == ["Hanil", "Address"]

    def test_masked_values_stay_masked(self, cast):
        person_of(cast, family="Kim")
        found = rows(take(browser(cast.emma), query="view=all&f=&col=phone&col=email"))
        assert found[1][2:] == ["•••70", "k•••@sejong.kr"]

    def test_a_sum_says_in_which_currency_it_is(self, cast, vera):
        stages()
        Rate.objects.create(currency="EUR", starts_on=NOW.date(), rate=1500)
        deal_of(cast, amount="1234.56", currency="EUR", at=NOW)
        found = rows(take(vera, "deal", query="view=all&f=&col=amount&col=own_amount&col=currency&col=weighted"))
        assert found[0][1:] == ["Amount, KRW", "Amount in its currency", "Currency", "Weighted amount, KRW"]
        assert found[1][1:] == ["1851840", "1234.56", "EUR", "185184"]

    def test_comes_in_pieces_by_a_cursor_of_the_server_s(self, cast, vera, monkeypatch):
        monkeypatch.setattr(files, "LINES", 10)
        for _ in range(35):
            person_of(cast, points=[])
        response = take(vera)
        assert len(list(response.streaming_content)) == 4

    def test_asks_nothing_anew_for_each_row(self, cast, vera):
        query = "view=all&f=&" + "&".join(f"col={slug}" for slug in ("company", "owner", "missing", "phone", "tags"))

        def cost():
            response = take(vera, query=query)
            with CaptureQueriesContext(connection) as asked:
                found = rows(response)
            return len(found), len(asked)

        person_of(cast)
        few, cheap = cost()
        for _ in range(20):
            person_of(cast)
        many, dear = cost()
        assert many == few + 20
        assert dear == cheap

    def test_ends_once_its_user_is_deactivated(self, cast, vera, monkeypatch):
        monkeypatch.setattr(exporting, "LOOK_AGAIN", 0.0)
        monkeypatch.setattr(files, "LINES", 1)
        for _ in range(9):
            person_of(cast, points=[])
        stream = iter(take(vera).streaming_content)
        next(stream)
        User.objects.filter(id=cast.vera.id).update(is_active=False, deactivated_at=NOW)
        with pytest.raises(NotAllowed):
            list(stream)


class TestWorkbook:
    def test_holds_texts_and_no_formulas(self, cast, vera):
        person_of(cast, family="=1+1", given="Hana", points=[("phone", "010-1234-5670")])
        response = take(vera, form="xlsx", query="view=all&f=&col=phone")
        book = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<t>=1+1</t>" in sheet
        assert "<t>+821012345670</t>" in sheet
        assert "<f>" not in sheet

    def test_a_spreadsheet_reads_its_texts_as_they_are(self, cast, vera):
        titles = ["a & <b>", "\"quoted\" '=1", "_x0041_", "줄\n바꿈", "x" * 200, ""]
        for number, title in enumerate(titles):
            person_of(cast, family=f"F{number}", title=title, points=[])
        response = take(vera, form="xlsx", query="view=all&f=&sort=name&col=title")
        assert response.headers["Content-Disposition"].endswith('.xlsx"')
        book = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        assert book.testzip() is None
        trees = {name: ET.fromstring(book.read(name)) for name in book.namelist()}
        sheet = trees["xl/worksheets/sheet1.xml"]
        cells = {cell.get("r"): "".join(cell.itertext()) for cell in sheet.iter(f"{SHEET}c")}
        assert [cells[place] for place in ("A1", "B1", "C1")] == ["Family name", "Given name", "Title"]
        assert cells["A2"] == "F0"
        told = [cells.get(f"C{number}", "") for number in range(2, 8)]
        assert told == [title.replace("_x0041_", "_x005F_x0041_") for title in titles]

    def test_numbers_can_be_summed_and_nothing_else_is_one(self, cast):
        size, code = add(cast, "number", "Size"), add(cast, "text", "Code")
        for family, values in {"A": ("1200.5", "0042"), "B": ("-3", "7")}.items():
            person = person_of(cast, family=family, points=[("phone", "010-1234-5670")])
            fill(cast, person, size, values[0])
            fill(cast, person, code, values[1])
        query = f"view=all&f=&sort=name&col=phone&col=deals&col={size.slug}&col={code.slug}"
        response = take(browser(cast.vera), form="xlsx", query=query)
        book = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        cells = {cell.get("r"): (cell.get("t", "n"), "".join(cell.itertext())) for cell in sheet.iter(f"{SHEET}c")}
        assert [cells[f"{column}2"][0] for column in "ACDEF"] == ["inlineStr", "inlineStr", "n", "n", "inlineStr"]
        assert [cells[place][1] for place in ("D2", "E2", "E3", "F2")] == ["0", "1200.5", "-3", "0042"]
        assert {cells[f"{column}1"][0] for column in "ABCDEF"} == {"inlineStr"}

    def test_comes_in_pieces(self, cast, vera, monkeypatch):
        monkeypatch.setattr(workbook, "LINES", 2)
        for _ in range(5):
            person_of(cast, points=[])
        assert len(list(take(vera, form="xlsx").streaming_content)) > 1

    def test_of_too_many_rows_is_refused_with_a_sentence(self, cast, vera, monkeypatch):
        monkeypatch.setattr("requite.insight.lists.actions.export.MOST_IN_A_WORKBOOK", 1)
        person_of(cast)
        person_of(cast)
        response = take(vera, form="xlsx")
        assert response.status_code == 422
        assert "Take CSV" in response.content.decode()
        assert not Export.objects.exists()


class TestReason:
    def test_is_kept_with_filter_columns_and_count(self, cast, vera):
        person_of(cast, family="Kim", title="Director")
        person_of(cast, family="Lee")
        rows(take(vera, query="view=all&g=0&f=title&o=contains&v=direct&col=title"))
        made = Export.objects.get()
        assert (made.count, made.filter, made.columns, made.form) == (1, "Title: contains “direct”", ["title"], "csv")
        entry = Entry.objects.get(type="insight.ListExported")
        assert entry.changes["reason"] == [None, "Letter in autumn"]
        html = vera.get("/exports/").content.decode()
        assert "Letter in autumn" in html
        assert "Title: contains" in html

    @pytest.mark.parametrize("reason", ["점검", "정기점검"])
    def test_two_syllables_are_words(self, cast, vera, reason):
        person_of(cast)
        assert len(rows(take(vera, reason=reason))) == 2

    @pytest.mark.parametrize("reason", ["", "   ", "abc", "가", "x" * 301])
    def test_is_asked_for(self, cast, vera, reason):
        response = take(vera, reason=reason)
        assert response.status_code == 422
        assert not Export.objects.exists()
        assert "col=phone" in response.content.decode()

    def test_others_exports_are_seen_as_far_as_the_right_goes(self, cast):
        rows(take(browser(cast.emma)))
        assert "Letter in autumn" not in browser(cast.vera).get("/exports/").content.decode()
        assert "Letter in autumn" in browser(cast.oleg).get("/exports/").content.decode()


class TestRight:
    @pytest.mark.parametrize("who", ["anna", "dina"])
    def test_without_it_nothing_leaves(self, cast, who):
        person_of(cast, who)
        client = browser(getattr(cast, who))
        assert take(client).status_code == 403
        assert client.get("/exports/").status_code == 403
        assert "/export/" not in client.get("/people/").content.decode()
        assert not Export.objects.exists()

    def test_an_unfinished_filter_is_refused(self, cast, vera):
        response = take(vera, query="view=all&g=0&f=score&o=at_least&v=many")
        assert response.status_code == 422
        assert not Export.objects.exists()


def test_the_filter_is_not_told_to_who_does_not_see_all_fields(cast, vera):
    person_of(cast)
    rows(take(vera, query="view=all&g=0&f=phone&o=contains&v=5670"))
    assert "5670" in vera.get("/exports/").content.decode()
    page = browser(cast.emma).get("/exports/").content.decode()
    assert "Letter in autumn" in page
    assert "5670" not in told(page)


def test_only_some_leave_at_once_so_that_pages_keep_their_connections(cast, vera):
    person_of(cast)
    held = [take(vera) for _ in range(streams.AT_ONCE)]
    refused = take(vera)
    assert refused.status_code == 422
    assert "Many files are being taken out just now" in refused.content.decode()
    assert Export.objects.count() == streams.AT_ONCE
    rows(held.pop())
    assert len(rows(take(vera))) == 2


def test_a_list_that_takes_too_long_to_count_is_asked_for_all_the_same(cast, vera, monkeypatch):
    person_of(cast)
    assert "<dt>Rows</dt><dd><b>1</b>" in vera.get(f"/lists/person/export/?{LIST}").content.decode()
    monkeypatch.setattr(list_exports, "count_query", lambda **_given: None)
    assert "counted when the file is taken" in vera.get(f"/lists/person/export/?{LIST}").content.decode()


def test_only_what_may_leave_leaves_of_what_is_seen(cast):
    """No role that ships sees further than it may take out; one of a company's own might."""
    mine, far = person_of(cast, family="Kim"), person_of(cast, "gleb", family="Far")
    call_of(cast, mine)
    wide = replace(cast.actors["vera"], rights={**cast.actors["vera"].rights, "people.see": "all", "work.see": "all"})
    assert set(listing.read_page(actor=wide, at=NOW, query=Query("person")).ids) == {mine.id, far.id}
    table = exporting.open_table(actor=wide, at=NOW, query=Query("person"), columns=())
    assert [row[0] for row in table.rows] == ["Kim"]
    assert exporting.count_rows(actor=wide, at=NOW, query=Query("person")) == 1
