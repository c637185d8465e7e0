"""The rows that came in: what is kept of each, and each figure of a result as the rows that it counts."""

import csv
import io
from pathlib import Path

import pytest

from requite.identity.tests.cast import NOW
from requite.intake.models import LandedRow
from requite.intake.queries.doubtful import stream_doubtful
from requite.intake.queries.landed import PAGE, VIEWS, list_landed
from requite.intake.reading.faults import BAD_EMAIL, BAD_PHONE, SHORT, Fault
from requite.people.actions.archive_many import archive_many
from requite.people.models import Person

HEAD = "성명,회사,휴대폰,이메일\n"
GOOD = "김민수,한일전자,010-2468-1357,minsu@hanil.kr\n"
BAD = "이하나,대성상사,12,hana\n"
NAMELESS = ",,010-2468-1359,\n"


def numbers(cast, found, view, who="oleg"):
    rows, more = list_landed(actor=cast.actors[who], found=found, view=view)
    assert not more
    return [row.number for row in rows]


@pytest.mark.parametrize("fault", [Fault(SHORT), Fault(BAD_PHONE, 0), Fault(BAD_EMAIL, 999)])
def test_a_fault_is_read_as_it_was_kept(fault):
    assert Fault.read(fault.key) == fault


def test_keeps_what_is_doubtful_in_a_row_and_where(bring_in):
    found = bring_in(HEAD + GOOD + BAD + NAMELESS)
    assert (found.made, found.refused, found.owing) == (2, 1, 1)
    kept = dict(LandedRow.objects.values_list("number", "faults"))
    assert kept == {1: None, 2: ["bad_phone:2", "bad_email:3"]}


def test_each_figure_is_as_many_rows_as_it_says(bring_in, cast):
    first = bring_in(HEAD + GOOD + BAD + NAMELESS + ",한일전자,,\n")
    second = bring_in(HEAD + GOOD + "박지성,한일전자,7,\n" + BAD + "한보라,새회사,010-2468-1360,\n")
    for found in (first, second):
        figures = {
            "new": found.made, "matched": found.matched, "companies": found.companies, "doubtful": found.owing,
        }  # fmt: skip
        assert {view: len(numbers(cast, found, view)) for view in VIEWS} == figures
    assert numbers(cast, second, "new") == [2, 4]
    assert numbers(cast, second, "matched") == [1, 3]
    assert numbers(cast, second, "companies") == [4]
    assert numbers(cast, second, "doubtful") == [2, 3]


def test_names_the_records_of_a_row(bring_in, cast):
    found = bring_in(HEAD + GOOD + ",대성상사,,\n")
    (person, company), _more = list_landed(actor=cast.actors["oleg"], found=found, view="new")
    assert (person.person, person.company, person.is_hidden) == (("김", "민수"), "한일전자", False)
    assert person.person_id == Person.objects.get().id
    assert (company.person, company.company) == (None, "대성상사")


def test_of_an_undone_import_still_names_them(bring_in, cast):
    found = bring_in(HEAD + GOOD)
    archive_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=[Person.objects.get().id])
    [row], _more = list_landed(actor=cast.actors["oleg"], found=found, view="new")
    assert row.person == ("김", "민수")


def test_hides_what_became_somebody_elses(bring_in, cast):
    found = bring_in(HEAD + GOOD, who="anna")
    Person.objects.update(owner=cast.gleb)
    [row], _more = list_landed(actor=cast.actors["anna"], found=found, view="new")
    assert (row.person, row.person_id, row.is_hidden) == (None, None, True)
    assert row.company == "한일전자"


def test_goes_on_by_the_number_in_three_statements(bring_in, cast, django_assert_num_queries):
    lines = [f"김{n},회사{n},{n},\n" for n in range(1, PAGE + 4)]
    found = bring_in(HEAD + "".join(lines))
    with django_assert_num_queries(3):
        rows, more = list_landed(actor=cast.actors["oleg"], found=found, view="doubtful")
    assert (len(rows), more) == (PAGE, True)
    rows, more = list_landed(actor=cast.actors["oleg"], found=found, view="doubtful", after=rows[-1].number)
    assert ([row.number for row in rows], more) == ([PAGE + 1, PAGE + 2, PAGE + 3], False)


class TestDoubtfulAsAFile:
    def test_each_row_as_it_stood_with_its_reasons(self, bring_in):
        found = bring_in(HEAD + GOOD + "\n" + BAD + NAMELESS + "박지성,=1+1,7,\n")
        lines = list(csv.reader(io.StringIO(b"".join(stream_doubtful(found=found)).decode("utf-8-sig"))))
        assert lines[0] == ["Reason", "Line", "성명", "회사", "휴대폰", "이메일"]
        assert [line[1:] for line in lines[1:]] == [
            ["4", "이하나", "대성상사", "12", "hana"],
            ["6", "박지성", "'=1+1", "7", ""],
        ]
        phone, email = (Fault(code).sentence for code in (BAD_PHONE, BAD_EMAIL))
        assert [line[0] for line in lines[1:]] == [f"휴대폰: {phone} 이메일: {email}", f"휴대폰: {phone}"]

    def test_mended_it_comes_in_as_the_same_people(self, bring_in):
        found = bring_in(HEAD + GOOD + "이하나,대성상사,12,hana@daesung.kr\n")
        text = b"".join(stream_doubtful(found=found)).decode("utf-8-sig")
        again = bring_in(text.replace(",12,", ",010-2468-1358,"))
        assert (again.made, again.matched, again.refused, again.owing) == (0, 1, 0, 0)
        assert Person.objects.count() == 2

    def test_of_a_file_that_is_gone_nothing_leaves(self, bring_in):
        found = bring_in(HEAD + BAD)
        Path(found.file.path).unlink()
        with pytest.raises(FileNotFoundError):
            stream_doubtful(found=found)
