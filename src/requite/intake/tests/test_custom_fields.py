"""Custom fields in a file: guessed by their names, read as a form reads them, judged, filled where a record is known."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from requite.fields.actions.fields import FieldDraft, archive_field, register_field
from requite.fields.models import Field, Value
from requite.fields.values import texts_of
from requite.identity.access import find_actor
from requite.identity.tests.cast import NOW, Cast, entries
from requite.intake.actions.correct_import import correct_import
from requite.intake.landing.own import list_own
from requite.intake.models import LandedRow
from requite.intake.queries.imports import get_preview
from requite.intake.reading.faults import Fault
from requite.kernel.ids import new_id
from requite.people import assessing
from requite.people.actions.correct_many import correct_many
from requite.people.models import Company, Person
from requite.quality.actions.declare_requirement import declare_requirement

Add = Callable[..., Field]
HEAD = "Last name,First name,Phone,E-mail,Company name,Branch,Contract ends,Size,Sells abroad\n"
KIM = 'Kim,Minsu,010-2468-1357,minsu@hanil.kr,Hanil,busan,2027-03-31,"1,200.5",yes\n'
LEE = "Lee,Hana,010-3579-2468,hana@daesang.kr,Daesang,Incheon,some day,many,perhaps\n"


@pytest.fixture
def add(cast: Cast) -> Add:
    def run(type_: str, name: str, *, kind: str = "person", **values: str) -> Field:
        made = register_field(
            actor=cast.actors["oleg"], at=NOW, draft=FieldDraft(kind=kind, type=type_, name=name, **values)
        )
        refresh(cast)
        return made

    return run


def refresh(cast: Cast) -> None:
    for who, known in list(cast.actors.items()):
        fresh = find_actor(user_id=known.me)
        assert fresh
        cast.actors[who] = replace(known, fields_stamp=fresh.fields_stamp)


@pytest.fixture
def fields(add: Add) -> dict[str, Field]:
    return {
        "branch": add("choice", "Branch", options="Seoul\nBusan"),
        "ends": add("date", "Contract ends"),
        "size": add("number", "Size", kind="company"),
        "abroad": add("flag", "Sells abroad", kind="company"),
    }


def texts(cast: Cast, kind: str, record: Person | Company) -> list[str]:
    return list(texts_of(cast.actors["oleg"], kind, record.id).values())


def test_guesses_them_by_their_names(cast, fields, enqueue):
    found = enqueue(HEAD + KIM)
    assert found.columns[5:] == [fields[name].slug for name in ("branch", "ends", "size", "abroad")]


def test_takes_its_own_file_of_companies_for_what_it_is(cast, fields, add, bring_in):
    choices = add("choices", "Channels", kind="company", options="Web\nShop, street")
    sales = add("money", "Turnover", kind="company")
    key, who = add("flag", "Key account", kind="company"), add("user", "Technician", kind="company")
    head = 'Name,Phone,"Size, people","Turnover, KRW",Channels,Key account,Technician\n'
    found = bring_in(f'{head}Kim Minsu,010-2468-1357,12,5000,"Web, Shop, street",no,{cast.boris.email}\n')
    assert found.kind == "companies"
    own = [one.slug for one in (fields["size"], sales, choices, key, who)]
    assert found.columns == ["company", "company_phone", *own]
    company = Company.objects.get()
    assert (company.name, company.points.get().kind, found.owing) == ("Kim Minsu", "phone", 0)
    size, _abroad, told, sold, _key, tech = texts(cast, "company", company)
    assert (size, sold, told.count(","), tech) == ("12", "5000", 1, str(cast.boris.id))


def test_leaves_a_heading_to_the_field_that_surely_has_it(cast, add, enqueue):
    add("text", "Job title")
    assert enqueue("Last name,Phone,Job title\nKim,010-2468-1357,Head\n").columns[2] == "title"


def test_brings_values_in_as_a_form_reads_them(cast, fields, bring_in):
    found = bring_in(HEAD + KIM)
    assert (found.made, found.refused, found.owing) == (1, 0, 0)
    person, company = Person.objects.get(), Company.objects.get()
    option = str(fields["branch"].options.get(label="Busan").id)
    assert texts(cast, "person", person) == [option, "2027-03-31"]
    assert texts(cast, "company", company) == ["1200.5", "yes"]
    assert entries("people.PersonRegistered")[-1].changes[fields["branch"].slug] == [None, "Busan"]


def test_refuses_bad_values_with_the_reason_and_takes_the_rest(cast, fields, bring_in):
    found = bring_in(HEAD + LEE)
    assert (found.made, found.refused, found.owing) == (1, 0, 1)
    assert not Value.objects.exists()
    faults = [Fault.read(key) for key in LandedRow.objects.get().faults]
    assert [(one.code, one.column) for one in faults] == [
        ("bad_choice", 5), ("bad_date", 6), ("bad_number", 7), ("bad_flag", 8),
    ]  # fmt: skip
    assert "isn’t one of the field’s choices" in faults[0].sentence


def test_an_id_of_nobody_is_no_colleague(cast, add, bring_in):
    add("user", "Helper")
    bring_in(f"Last name,Phone,Helper\nKim,010-2468-1357,{new_id()}\nLee,010-3579-2468,{cast.boris.id}\n")
    assert [value.ref for value in Value.objects.all()] == [cast.boris.id]
    [fault] = [Fault.read(key) for row in LandedRow.objects.all() for key in row.faults or ()]
    assert (fault.code, fault.column) == ("bad_user", 2)


def test_says_before_what_will_be_refused(cast, fields, enqueue):
    [row] = get_preview(actor=cast.actors["oleg"], found=enqueue(HEAD + LEE))
    assert [one.code for one in row.faults_of(6)] == ["bad_date"]


def test_a_required_one_that_is_there_is_not_missing(cast, fields, bring_in):
    for kind, field in (("person", "branch"), ("company", "size")):
        declare_requirement(
            actor=cast.actors["oleg"], at=NOW, kind=kind, stage="", field=fields[field].slug, weight=3, grace_hours=24
        )  # fmt: skip
    bring_in(HEAD + KIM + LEE)
    kim, lee = Person.objects.get(family_name="Kim"), Person.objects.get(family_name="Lee")
    assert fields["branch"].slug not in kim.missing
    assert fields["branch"].slug in lee.missing
    assert fields["size"].slug not in Company.objects.get(name="Hanil").missing
    for person in (kim, lee):
        before = (person.score, person.missing)
        assessing.reassess_person(person, at=NOW)
        assert (person.score, person.missing) == before
    ids = [kim.id, lee.id]
    correct_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=ids, field="title", value="Buyer")
    kim.refresh_from_db()
    lee.refresh_from_db()
    assert fields["branch"].slug not in kim.missing
    assert fields["branch"].slug in lee.missing


def test_fills_what_a_known_record_lacks_and_writes_nothing_over(cast, fields, bring_in):
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field=fields["branch"].slug, weight=3, grace_hours=24
    )  # fmt: skip
    bring_in("Last name,First name,Phone,Contract ends\nKim,Minsu,010-2468-1357,2026-01-01\n")
    person = Person.objects.get()
    assert fields["branch"].slug in person.missing
    found = bring_in(HEAD + KIM)
    assert (found.made, found.matched) == (0, 1)
    option = str(fields["branch"].options.get(label="Busan").id)
    assert texts(cast, "person", person) == [option, "2026-01-01"]
    person.refresh_from_db()
    assert fields["branch"].slug not in person.missing
    assert entries("people.PersonCorrected")[-1].changes[fields["branch"].slug] == [None, "Busan"]


def test_one_that_ended_is_not_filled(cast, fields, enqueue, bring_in):
    made = enqueue(HEAD + KIM)
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=fields["branch"].id)
    refresh(cast)
    columns = [column or "" for column in made.columns]
    kept = correct_import(actor=cast.actors["oleg"], at=NOW, import_id=made.id, columns=columns)
    assert kept.columns[5] is None
    assert fields["branch"].slug not in list_own(cast.actors["oleg"])
