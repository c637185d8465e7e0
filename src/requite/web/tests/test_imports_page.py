"""A file brought in: handed in, mapped, run, its result, its refused rows, undone; and files of every bad kind."""

import csv
import io

import pytest
from django.utils import translation
from testing.asserts import text, untouched
from testing.builders import call_of
from testing.cast import HTMX, NOW

from requite.identity.models import User
from requite.intake.jobs import undo_import
from requite.intake.models import Import, RefusedRow
from requite.people.models import Company, Person
from requite.web.tests.cast import once
from requite.web.tests.importing import ROWS, at, hand_in, handed, land, mapped

pytestmark = pytest.mark.django_db
KOREAN = "성,이름,회사,전화\n김,민수,한일,010-8273-4615\n이,영희,세종,010-8273-4616\n" * 5
RUSSIAN = (
    "Фамилия;Имя;Компания;Телефон\nСоколова;Анна;Весна;+7 912 345-67-18\nОрлов;Пётр;Весна;+7 912 345-67-19\n"
    * 5
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def anna(clients):
    return clients("anna")


class TestStory:
    def test_from_a_file_to_people(self, cast, anna):
        found = handed(anna, ROWS)
        page = text(anna.get(at(found)))
        for said in ("UTF-8", "comma", "1 KB", "Seo", "010-8273-4616"):
            assert said in page
        assert found.columns == ["family_name", "given_name", "company", "phone"]
        assert not Person.objects.exists()
        answer = anna.post(at(found, "import_run"), mapped(found, tags="spring, key"))
        assert (answer.status_code, answer.url) == (302, at(found))
        page = text(anna.get(at(found)))
        assert "Waiting for its turn" in page
        assert "0 %" in page
        land(found)
        assert (found.status, found.made, found.refused, found.companies) == ("done", 2, 0, 1)
        for address in (at(found), at(found, "import_progress")):
            assert "All rows are settled." in text(anna.get(address))
        assert {person.owner for person in Person.objects.all()} == {cast.anna}
        assert Person.objects.get(family_name="Seo").tags == ["spring", "key"]

    def test_the_preview_shows_text_as_it_is_to_come_in(self, anna):
        found = handed(anna, ROWS.replace("Seo", "\u202eSeo\u202c"))
        page = anna.get(at(found)).content.decode()
        assert "<td>Seo" in page.replace("\n", "")
        assert "\u202e" not in page

    def test_the_same_file_twice_matches(self, anna):
        for made, matched in ((2, 0), (0, 2)):
            found = handed(anna, ROWS)
            anna.post(at(found, "import_run"))
            land(found)
            assert (found.made, found.matched) == (made, matched)

    def test_sent_twice_is_handed_in_and_run_once(self, anna):
        key = once()
        assert handed(anna, ROWS, once=key) == handed(anna, ROWS, once=key)
        found = Import.objects.get()
        assert [anna.post(at(found, "import_run"), mapped(found)).status_code for _ in "12"] == [302, 302]
        assert land(found).made == 2

    def test_is_undone_but_for_what_somebody_touched(self, cast, anna):
        found = handed(anna, ROWS)
        anna.post(at(found, "import_run"))
        land(found)
        call_of(cast, Person.objects.get(family_name="Seo"), at=NOW)
        page = anna.post(at(found, "import_return"), follow=True)
        assert "The import is being undone." in text(page)
        undo_import.func(import_id=str(found.id), actor_id=str(cast.anna.id))
        kept = set(Person.objects.filter(archived_at=None).values_list("family_name", flat=True))
        assert kept == {"Seo"}
        assert "This import was undone" in text(anna.get(at(found)))

    def test_is_not_undone_while_rows_come_in(self, anna):
        found = handed(anna, ROWS)
        with untouched():
            page = anna.post(at(found, "import_return"))
        assert page.status_code == 302
        assert "Rows are still coming in." in text(anna.get(at(found)))


class TestMapping:
    def test_the_preview_follows(self, anna):
        found = handed(anna, ROWS)
        answer = anna.post(at(found, "import_mapping"), mapped(found, **{"column-3": ""}), headers=HTMX)
        assert answer.status_code == 200
        assert "<html" not in text(answer)
        found.refresh_from_db()
        assert found.columns == ["family_name", "given_name", "company", None]

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"column-0": "", "column-1": "", "column-2": ""}, "Say which column holds the name"),
            ({"column-1": "family_name"}, "holds one value: choose one column for it."),
            ({"country": "Korea"}, "Choose a country."),
            ({"closed": "x"}, "Choose what becomes of closed companies."),
        ],
    )
    @pytest.mark.parametrize("name", ["import_mapping", "import_run"])
    def test_refused_keeps_what_was_chosen(self, anna, wrong, sentence, name):
        found = handed(anna, ROWS)
        form = mapped(found, **{"column-3": "messenger", "tags": "Kept <b>", "source": "fair", **wrong})
        with untouched():
            answer = anna.post(at(found, name), form)
        assert answer.status_code == 422
        assert sentence in text(answer)
        for kept in ('value="messenger" selected', 'value="Kept <b>"', 'value="fair"'):
            assert kept in text(answer)

    def test_gives_records_to_nobody_outside_ones_right(self, cast, clients, anna):
        found = handed(anna, ROWS)
        for owner in (cast.boris.id, cast.gleb.id):
            with untouched():
                assert anna.post(at(found, "import_run"), mapped(found, owner=owner)).status_code == 403
        vera = clients("vera")
        found = handed(vera, ROWS)
        assert vera.post(at(found, "import_run"), mapped(found, owner=cast.boris.id)).status_code == 302
        assert land(found).made == 2
        assert {person.owner for person in Person.objects.all()} == {cast.boris}


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "encoding"),
        [
            (ROWS, "utf-8"),
            ("\ufeff" + ROWS, "utf-8"),
            (ROWS.encode("utf-16"), "utf-16-le"),
            (ROWS.encode("utf-16-be"), "utf-16-be"),
            (KOREAN.encode("cp949"), "cp949"),
            (RUSSIAN.encode("cp1251"), "cp1251"),
            (ROWS.replace(",", ";"), "utf-8"),
            (ROWS.replace(",", "\t").replace("\n", "\r\n"), "utf-8"),
            (ROWS + 'Short\n,,,\nLong,a,b,c,d,e,f\n"cut,x\n', "utf-8"),
            (ROWS * 9 + "N\x00ul,Has,,\n", "utf-8"),
            (
                ",".join(["Family name", *(f"c{n}" for n in range(499))]) + "\n" + ",".join("x" * 500) + "\n",
                "utf-8",
            ),
            (ROWS + f"{'가' * 10_000},👩🏽‍🚀,\u202eabc,=1+1\n", "utf-8"),
        ],
        ids=[
            "plain",
            "bom",
            "utf16",
            "utf16be",
            "cp949",
            "cp1251",
            "semicolon",
            "tab",
            "ragged",
            "nul",
            "wide",
            "odd",
        ],
    )
    def test_are_understood_and_come_in(self, anna, content, encoding):
        found = handed(anna, content)
        assert found.layout.encoding == encoding
        assert anna.get(at(found)).status_code == 200
        assert "family_name" in found.columns
        assert anna.post(at(found, "import_run"), mapped(found)).status_code == 302
        assert land(found).status == "done"
        assert found.made + found.matched > 0
        assert Company.objects.filter(name__contains="\ufffd").count() == 0

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.csv", b""), ("blank.csv", b"\r\n \r\n"), ("binary.csv", bytes(range(256)) * 40),
            ("book.xlsx", b"PK\x03\x04" + b"\x00" * 200), ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
            ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99), ("page.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 99),
            ("headings.csv", b"Family name,Phone\n"), ("nul.csv", b"\x00" * 4000),
            ("columns.csv", b",".join([b"x"] * 5000) + b"\n" + b",".join([b"1"] * 5000)),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )  # fmt: skip
    def test_that_are_no_tables_are_refused_with_the_reason(self, anna, folder, name, content):
        with untouched():
            answer = hand_in(anna, content, name)
        assert answer.status_code == 422
        assert 'id="f-file-error"' in text(answer)
        assert not any(path.is_file() for path in folder.rglob("*"))

    def test_larger_than_the_limit_are_refused(self, anna, settings):
        settings.REQUITE_IMPORT_BYTES = 20
        assert "is larger than" in text(hand_in(anna, ROWS))

    def test_are_asked_for_when_none_is_sent(self, anna):
        for form in ({}, {"file": "no file"}):
            answer = anna.post("/imports/new/", form)
            assert answer.status_code == 422
            assert "Choose a file first." in text(answer)

    def test_keep_no_path_of_anybodys_machine(self, anna):
        found = handed(anna, ROWS)
        Import.objects.all().delete()
        found = Import.objects.get(id=hand_in(anna, ROWS, "..\\..\\<b>x.csv").url.split("/")[2])
        assert "\\" not in found.name
        assert "/" not in found.name
        assert "<b>x" not in anna.get(at(found)).content.decode()


class TestRefused:
    def test_rows_come_as_a_file_that_no_spreadsheet_runs(self, anna):
        found = handed(anna, ROWS + ',,=cmd|"/c calc"!A0,+82 2 000\n,,"＝1+1",@x\n')
        anna.post(at(found, "import_run"), mapped(found, **{"column-2": "note"}))
        land(found)
        assert found.refused == RefusedRow.objects.count() == 2
        answer = anna.get(at(found, "import_refused"))
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert rows[0][2:] == ["Family name", "Given name", "Company", "Phone"]
        assert len(rows) == 3
        assert not any(cell[:1] in "=+-@\t\r＝＋－＠" for row in rows for cell in row if cell)

    @pytest.mark.parametrize("language", ["en", "ko", "ru"])
    def test_rows_name_their_reasons_in_the_readers_language(self, cast, anna, language):
        found = handed(anna, ROWS + ",,x,\n")
        anna.post(at(found, "import_run"), mapped(found, **{"column-2": "note"}))
        land(found)
        User.objects.filter(id=cast.anna.id).update(language=language)
        head = b"".join(anna.get(at(found, "import_refused"))).decode("utf-8-sig").split(",")[0]
        with translation.override(language):
            assert head == translation.gettext("Reason")


class TestAccess:
    def test_a_strangers_and_a_team_mates_is_nothing(self, clients, anna):
        found = handed(anna, ROWS)
        names = (
            "import",
            "import_progress",
            "import_refused",
            "import_doubtful",
            "import_mapping",
            "import_run",
            "import_return",
        )
        for who in ("gleb", "boris"):
            client = clients(who)
            for name in names:
                ask = client.post if name in ("import_mapping", "import_run", "import_return") else client.get
                with untouched():
                    assert ask(at(found, name)).status_code == 404
            assert "list.csv" not in text(client.get("/imports/"))
        assert "list.csv" in text(clients("vera").get("/imports/"))
        assert clients("emma").get("/imports/").status_code == 403
