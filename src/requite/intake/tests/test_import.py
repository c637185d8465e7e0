"""A file from hand to base, through the actions."""

import csv
import io
import random
from datetime import timedelta

import pytest

from requite.identity.tests.cast import NOW, entries
from requite.intake import batches, jobs
from requite.intake.actions.correct_import import correct_import
from requite.intake.actions.launch_import import launch_import
from requite.intake.actions.resolve_rows import claim_import
from requite.intake.actions.return_import import return_import
from requite.intake.models import Import, LandedRow
from requite.intake.queries.imports import get_preview
from requite.intake.queries.refused import stream_refused
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.people import assessing
from requite.people.actions.points import register_point
from requite.people.models import Company, Person, Point

HEAD = "성명,회사,직책,휴대폰,이메일,주소,메모\n"
MINSU = "김민수,한일전자,과장,010-2468-1357,minsu@hanil.kr,서울특별시 중구 세종대로 1,전시회\n"
HANA = "이하나,대성상사,,010-3579-2468,,,\n"
SHOPS = (
    "업소명,영업상태명,전화번호,소재지전체주소\n"
    "우리약국,영업/정상,551-5623,충청남도 천안시 서북구 차암동 436\n"
    "우리약국,폐업,02-345-6789,서울특별시 중구 남대문로 1\n"
)


def counts(found: Import) -> tuple[int, int, int]:
    return found.made, found.matched, found.refused


def test_brings_persons_and_their_companies_in(bring_in, cast):
    found = bring_in(HEAD + MINSU + HANA, who="anna")
    assert (found.status, found.kind, counts(found), found.companies) == ("done", "both", (2, 0, 0), 2)
    person = Person.objects.get(family_name="김")
    assert (person.given_name, person.title, person.note, person.owner) == (
        "민수",
        "과장",
        "전시회",
        cast.anna,
    )
    assert person.company.name == "한일전자"
    points = {point.kind: (point.value, point.state) for point in person.points.all()}
    assert points["phone"] == ("+821024681357", "valid")
    assert points["email"] == ("minsu@hanil.kr", "valid")
    assert person.missing == []
    assert set(Person.objects.get(family_name="이").missing) == {"email"}


def test_keeps_an_entry_of_each_record_and_of_the_whole(bring_in, cast):
    bring_in(HEAD + MINSU, who="anna")
    [entry] = entries("people.PersonRegistered")
    assert (entry.actor_id, entry.via) == (cast.anna.id, "import")
    assert entry.changes["phone"] == [None, "010-2468-1357"]
    assert entry.changes["company"] == [None, "한일전자"]
    [resolved] = entries("intake.ImportResolved")
    assert resolved.changes["made"] == [None, 1]


def test_judges_as_if_each_record_had_been_typed(bring_in, cast):
    bring_in(HEAD + MINSU + HANA + "없음,테스트,,1234,asdf,,\n")
    for person in Person.objects.select_related("company"):
        score, missing, owed_at = person.score, person.missing, person.owed_at
        subject = assessing.person_subject(
            person, person.points.all(), company=person.company.name if person.company else ""
        )
        assessing.judge(person, subject, at=person.made_at)
        assert (person.score, person.missing, person.owed_at) == (score, missing, owed_at)
    for company in Company.objects.all():
        score, missing = company.score, company.missing
        assessing.judge(company, assessing.company_subject(company, company.points.all()), at=company.made_at)
        assert (company.score, company.missing) == (score, missing)


def test_the_same_file_twice_makes_nothing_twice(bring_in):
    bring_in(HEAD + MINSU + HANA)
    again = bring_in(HEAD + MINSU + HANA)
    assert counts(again) == (0, 2, 0)
    assert (Person.objects.count(), Company.objects.count(), Point.objects.count()) == (2, 2, 4)
    assert entries("people.PersonCorrected") == []


def test_the_same_shops_twice_make_nothing_twice(bring_in):
    first, second = bring_in(SHOPS), bring_in(SHOPS)
    assert (counts(first), counts(second)) == ((2, 0, 0), (0, 2, 0))
    assert Company.objects.count() == 2


def test_completes_a_number_from_its_address_and_archives_what_is_closed(bring_in):
    bring_in(SHOPS)
    assert Point.objects.filter(value="+82415515623", state="valid").exists()
    closed = Company.objects.get(archived_at__isnull=False)
    assert closed.tags == ["폐업"]


def test_keeps_closed_ones_in_the_lists_where_asked(bring_in):
    bring_in(SHOPS, closed="keep")
    assert not Company.objects.filter(archived_at__isnull=False).exists()


def test_fills_blanks_and_writes_nothing_over(bring_in):
    bring_in(HEAD + "김민수,한일전자,,010-2468-1357,,,먼저\n")
    bring_in(HEAD + "김민수,한일전자,부장,010-2468-1357,minsu@hanil.kr,,나중\n")
    person = Person.objects.get()
    assert (person.title, person.note, person.version) == ("부장", "먼저", 2)
    assert person.points.filter(kind="email", value="minsu@hanil.kr").exists()
    assert person.missing == []
    [entry] = entries("people.PersonCorrected")
    assert set(entry.changes) == {"title", "email"}
    assert LandedRow.objects.order_by("-batch_id").first().filled == ["title", "email"]


def test_one_person_in_two_rows_is_one(bring_in):
    found = bring_in(HEAD + "김민수,한일전자,,010-2468-1357,,,\n김민수,한일전자,과장,010 2468 1357,,,\n")
    assert counts(found) == (1, 1, 0)
    assert Person.objects.get().title == "과장"


def test_another_person_with_the_same_number_is_another(bring_in):
    assert counts(bring_in(HEAD + MINSU + MINSU.replace("김민수", "박준"))) == (2, 0, 0)


def test_what_cannot_be_read_is_kept_as_a_debt(bring_in):
    found = bring_in(HEAD + "김민수,한일,,12,없는메일,,\n")
    assert (counts(found), found.owing) == ((1, 0, 0), 1)
    states = dict(Point.objects.values_list("raw", "state"))
    assert states == {"12": "invalid", "없는메일": "invalid"}
    assert set(Person.objects.get().missing) >= {"phone", "email"}


def test_refuses_rows_with_their_reasons_and_gives_them_back(bring_in):
    long = "가" * 10_000
    rows = f",,,010-2468-1357,,,=1+1\n{long},,,,,,\n김민수,한일,a,b,c,d,e,f,g\n"
    found = bring_in(HEAD + MINSU + rows)
    assert counts(found) == (1, 0, 3)
    lines = list(csv.reader(io.StringIO(b"".join(stream_refused(found=found)).decode("utf-8-sig"))))
    assert [len(line[0]) > 10 for line in lines[1:]] == [True] * 3
    assert lines[1][-1] == "'=1+1"
    assert lines[2][2] == long


def test_text_that_a_spreadsheet_would_run_stays_text(bring_in):
    bring_in(HEAD + '=1+1,"=cmd|x",@x,+82 10-2468-1357,,,-5\n')
    person = Person.objects.select_related("company").get()
    assert (person.given_name, person.company.name, person.title, person.note) == (
        "=1+1",
        "=cmd|x",
        "@x",
        "-5",
    )
    assert person.points.get(kind="phone").value == "+821024681357"


def test_strange_letters_come_in(bring_in):
    bring_in(HEAD + "👩‍👩‍👧,\u202eשלום,\\N,,,,a\\tb\\\\\n")
    person = Person.objects.select_related("company").get()
    assert (person.given_name, person.company.name) == ("👩‍👩‍👧", "שלום")  # no sign turns what follows
    assert (person.title, person.note) == ("\\N", "a\\tb\\\\")


def test_the_longest_name_fits_the_index(bring_in):
    random.seed(1)
    name = "".join(chr(random.randrange(0xAC00, 0xD7A3)) for _ in range(300))
    assert counts(bring_in(HEAD + f"{name[:120]},{name},,,,,\n")) == (1, 0, 0)


def test_goes_on_behind_the_last_settled_row(enqueue, cast, monkeypatch):
    rows = "".join(f"김{n},회사{n % 7},,010-{2000 + n}-{3000 + n},,,\n" for n in range(250))
    made, actor = enqueue(HEAD + rows), cast.actors["oleg"]
    launch_import(actor=actor, at=NOW, import_id=made.id)
    monkeypatch.setattr(
        jobs, "list_batches", lambda *given, **kept: batches.list_batches(*given, **kept, rows=100)
    )
    claim = claim_import(at=NOW, import_id=made.id)
    assert jobs.land_import(actor=actor, claim=claim, stopped=lambda: True) is False
    assert Import.objects.get().cursor == 100
    stale, claim = claim, claim_import(at=NOW, import_id=made.id)
    jobs.land_import(actor=actor, claim=claim)
    jobs.land_import(actor=actor, claim=stale)
    found = Import.objects.get()
    assert (found.status, counts(found)) == ("done", (250, 0, 0))
    assert (Person.objects.count(), Company.objects.count(), LandedRow.objects.count()) == (250, 7, 250)


def test_a_batch_that_fails_leaves_nothing(enqueue, cast, monkeypatch):
    made, actor = enqueue(HEAD + MINSU), cast.actors["oleg"]
    launch_import(actor=actor, at=NOW, import_id=made.id)
    claim = claim_import(at=NOW, import_id=made.id)

    def fail(*_given, **_kept):
        raise ZeroDivisionError

    monkeypatch.setattr("requite.intake.actions.resolve_rows._landed", fail)
    with pytest.raises(ZeroDivisionError):
        jobs.land_import(actor=actor, claim=claim)
    assert not Person.objects.exists()
    assert Import.objects.get().cursor == 0


def test_a_form_sent_twice_is_one_import(enqueue):
    once = new_id()
    assert enqueue(HEAD + MINSU, once=once).id == enqueue(HEAD + MINSU, once=once).id


def test_asking_twice_runs_once(enqueue, cast):
    made = enqueue(HEAD + MINSU)
    for _ in range(2):
        launch_import(actor=cast.actors["oleg"], at=NOW, import_id=made.id)
    assert len(entries("intake.ImportLaunched")) == 1


def test_shows_the_first_rows_with_their_faults_in_the_cells(enqueue, cast):
    made = enqueue(HEAD + MINSU * 19 + ",,,551-5623,a@,,\n" + MINSU * 9)
    shown = get_preview(actor=cast.actors["oleg"], found=made)
    assert len(shown) == 20
    assert not shown[0].faults
    assert shown[19].is_refused
    made = enqueue(HEAD + "김민수,한일,,551-5623,a@,,\n")
    [row] = get_preview(actor=cast.actors["oleg"], found=made)
    assert [fault.code for fault in row.faults_of(3)] == ["no_area_code"]
    assert [fault.code for fault in row.faults_of(4)] == ["bad_email"]


def test_a_mapping_is_corrected_until_it_begins(enqueue, cast):
    actor = cast.actors["oleg"]
    made = enqueue("A1,B1\n김민수,한일\n")
    correct_import(actor=actor, at=NOW, import_id=made.id, columns=["full_name", "company"])
    for wrong in (["note", "tags"], ["full_name", "full_name"], ["full_name"]):
        with pytest.raises(Refused):
            correct_import(actor=actor, at=NOW, import_id=made.id, columns=wrong)
    launch_import(actor=actor, at=NOW, import_id=made.id)
    with pytest.raises(Refused):
        correct_import(actor=actor, at=NOW, import_id=made.id, columns=["company", "full_name"])


def test_who_may_not_import_may_not_hand_a_file_in(enqueue):
    with pytest.raises(NotAllowed):
        enqueue(HEAD + MINSU, who="emma")


def test_another_ones_import_is_not_there(enqueue, cast):
    made = enqueue(HEAD + MINSU, who="anna")
    for who in ("boris", "gleb"):
        with pytest.raises(NotVisible):
            launch_import(actor=cast.actors[who], at=NOW, import_id=made.id)


def test_a_rep_gives_records_to_nobody_else(enqueue, cast):
    made = enqueue(HEAD + MINSU, who="anna")
    for owner in (cast.boris, cast.gleb):
        with pytest.raises(NotAllowed):
            correct_import(
                actor=cast.actors["anna"], at=NOW, import_id=made.id, options={"owner_id": str(owner.id)}
            )


def test_an_owner_named_in_the_file_gets_the_row_where_the_right_reaches(bring_in, cast):
    head, row = "성명,휴대폰,담당영업\n", "김민수,010-2468-1357,{}\n"
    bring_in(head + row.format("anna@hanil.kr") + row.format("gleb@hanil.kr").replace("김", "박"), who="vera")
    assert Person.objects.get(family_name="김").owner == cast.anna
    assert Person.objects.get(family_name="박").owner == cast.vera


def test_does_not_touch_or_tell_of_a_strangers_record(bring_in, cast):
    bring_in(HEAD + MINSU.replace("과장", ""), who="gleb")
    found = bring_in(HEAD + MINSU, who="anna")
    assert counts(found) == (1, 0, 0)
    assert Person.objects.get(owner=cast.gleb).title == ""


def test_undoing_takes_out_what_nobody_has_touched(bring_in, cast):
    found, actor = bring_in(HEAD + MINSU + HANA), cast.actors["oleg"]
    later = found.ended_at + timedelta(minutes=5)
    touched = Person.objects.get(family_name="이")
    register_point(actor=actor, at=later, kind="email", raw="hana@daesung.kr", person_id=touched.id)
    return_import(actor=actor, at=later, import_id=found.id)
    jobs.undo_import(import_id=str(found.id), actor_id=str(actor.id))
    assert list(Person.objects.filter(archived_at__isnull=True)) == [touched]
    found.refresh_from_db()
    assert found.stayed == 1 + Company.objects.filter(archived_at__isnull=True).count()


def test_a_file_that_is_gone_stops_it_with_a_sentence(enqueue, cast, files):
    made = enqueue(HEAD + MINSU)
    launch_import(actor=cast.actors["oleg"], at=NOW, import_id=made.id)
    made.file.storage.delete(made.file.name)
    jobs.land_import(actor=cast.actors["oleg"], claim=claim_import(at=NOW, import_id=made.id))
    found = Import.objects.get()
    assert found.status == "failed"
    assert found.trouble
