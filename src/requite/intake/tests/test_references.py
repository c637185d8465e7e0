"""Columns that name a person, a company or a colleague for a custom field: found, or left blank with the reason."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from requite.fields.actions.fields import FieldDraft, archive_field, register_field
from requite.fields.models import Field, Value
from requite.fields.values import texts_of
from requite.identity.access import find_actor
from requite.identity.models import User
from requite.identity.tests.cast import NOW, Cast, entries
from requite.intake import jobs
from requite.intake.actions import resolve_awaited
from requite.intake.batches import list_batches
from requite.intake.models import AwaitedReference, Import, LandedRow
from requite.intake.queries.imports import get_preview
from requite.intake.reading.faults import Fault
from requite.people.actions.archive_many import archive_many
from requite.people.bulk.finding import keys_of
from requite.people.models import Company, Person
from requite.quality.actions.declare_requirement import declare_requirement

Add = Callable[..., Field]
HEAD = "Last name,First name,Phone,Reports to\n"
PARK = "Park,Jiho,010-2468-1357,\n"
numbers = count(24681400)


@pytest.fixture
def add(cast: Cast) -> Add:
    def run(type_: str, name: str, *, kind: str = "person") -> Field:
        draft = FieldDraft(kind=kind, type=type_, name=name)
        made = register_field(actor=cast.actors["oleg"], at=NOW, draft=draft)
        for who, known in list(cast.actors.items()):
            fresh = find_actor(user_id=known.me)
            assert fresh
            cast.actors[who] = replace(known, fields_stamp=fresh.fields_stamp)
        return made

    return run


def row(named: str, family: str = "Kim") -> str:
    return f'{family},Minsu,010-{next(numbers)},"{named}"\n'


def held(cast: Cast, kind: str, family: str = "Kim") -> list[str]:
    record = Person.objects.get(family_name=family) if kind == "person" else Company.objects.get(name=family)
    return list(texts_of(cast.actors["oleg"], kind, record.id).values())


def doubts(family: str = "Kim") -> list[tuple[str, int | None]]:
    landed = LandedRow.objects.get(person_id=Person.objects.get(family_name=family).id)
    return [(one.code, one.column) for one in map(Fault.read, landed.faults or ())]


@pytest.mark.parametrize(
    "said", ["Jiho Park", "park jiho", "Park, Jiho", "jiho@hanil.kr", "Jiho <JIHO@hanil.kr>", "010-2468-1357"]
)
def test_finds_a_person_by_name_e_mail_or_number(cast: Cast, add: Add, bring_in, said: str) -> None:
    field = add("person", "Reports to")
    bring_in("Last name,First name,Phone,E-mail\nPark,Jiho,010-2468-1357,jiho@hanil.kr\n")
    found = bring_in(HEAD + row(said))
    park = Person.objects.get(family_name="Park")
    assert (found.made, found.owing) == (1, 0)
    assert held(cast, "person") == [str(park.id)]
    assert entries("people.PersonCorrected")[-1].changes == {field.slug: [None, f"person:{park.id}"]}


@pytest.mark.parametrize("said", ["Hanil Optics", "hanil  optics", "220-81-62517", "info@hanil.kr", "02-345-6789"])
def test_finds_a_company_by_name_registration_or_point(cast: Cast, add: Add, bring_in, said: str) -> None:
    add("company", "Reports to")
    bring_in(
        "Company name,Registration number,Company's phone,Company's e-mail\n"
        "Hanil Optics,220-81-62517,02-345-6789,info@hanil.kr\n"
    )
    bring_in(HEAD + row(said))
    assert held(cast, "person") == [str(Company.objects.get().id)]


def test_finds_who_comes_in_by_the_same_file(cast: Cast, add: Add, bring_in) -> None:
    add("person", "Reports to")
    found = bring_in(HEAD + row("Jiho Park") + PARK)
    assert (found.made, found.owing) == (2, 0)
    assert held(cast, "person") == [str(Person.objects.get(family_name="Park").id)]


def test_leaves_blank_what_isnt_there_or_is_there_twice_and_says_so(cast: Cast, add: Add, bring_in) -> None:
    add("person", "Reports to")
    bring_in(HEAD + PARK + "Park,Jiho,010-3579-2468,\n")
    found = bring_in(HEAD + row("Jiho Park") + row("Nobody Known", "Lee"))
    assert (found.made, found.refused, found.owing) == (2, 0, 2)
    assert not Value.objects.exists()
    assert doubts() == [("several", 3)]
    assert doubts("Lee") == [("unknown", 3)]


def test_a_colleague_of_a_name_that_two_have_is_left_out(cast: Cast, add: Add, bring_in) -> None:
    add("user", "Reports to")
    anna = User.objects.get(email="anna@hanil.kr")
    User.objects.filter(email="boris@hanil.kr").update(family_name=anna.family_name, given_name=anna.given_name)
    found = bring_in(HEAD + row(anna.name) + row("anna@hanil.kr", "Lee") + row("Nobody", "Cho"))
    assert (found.made, found.owing) == (3, 2)
    assert doubts() == [("several", 3)]
    assert doubts("Cho") == [("bad_user", 3)]
    assert held(cast, "person", "Lee") == [str(anna.id)]


def test_only_who_the_importer_sees_and_who_isnt_archived_is_found(cast: Cast, add: Add, bring_in) -> None:
    add("person", "Reports to")
    bring_in(HEAD + PARK)
    park = Person.objects.get()
    Person.objects.update(owner=cast.gleb)
    assert bring_in(HEAD + row("Jiho Park"), who="vera").owing == 1
    assert bring_in(HEAD + row("Jiho Park", "Lee")).owing == 0
    archive_many(actor=cast.actors["oleg"], at=NOW, kind="person", ids=[park.id])
    assert bring_in(HEAD + row("Jiho Park", "Cho")).owing == 1


def test_writes_nothing_over_and_a_file_taken_twice_fills_what_was_missing(
    cast: Cast, add: Add, bring_in
) -> None:
    add("person", "Reports to")
    line = row("Jiho Park")
    assert bring_in(HEAD + line).owing == 1
    bring_in(HEAD + PARK)
    found = bring_in(HEAD + line)
    assert (found.made, found.matched, found.owing) == (0, 1, 0)
    park = str(Person.objects.get(family_name="Park").id)
    assert held(cast, "person") == [park]
    assert LandedRow.objects.get(batch=found).filled
    before = len(entries("people.PersonCorrected"))
    assert bring_in(HEAD + line.replace("Jiho Park", "Minsu Kim")).owing == 0
    assert held(cast, "person") == [park]
    assert len(entries("people.PersonCorrected")) == before


def test_a_required_one_is_missing_only_where_nobody_was_found(cast: Cast, add: Add, bring_in) -> None:
    slug = add("person", "Reports to").slug
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field=slug, weight=3, grace_hours=24
    )
    bring_in(HEAD + PARK + row("Jiho Park") + row("Nobody Known", "Lee"))
    missing = {one.family_name: slug in one.missing for one in Person.objects.all()}
    assert missing == {"Park": True, "Kim": False, "Lee": True}


def test_a_field_of_the_company_and_one_that_ended_meanwhile(cast: Cast, add: Add, bring_in, enqueue) -> None:
    field = add("company", "Belongs to", kind="company")
    head = "Last name,First name,Phone,Company name,Belongs to\n"
    bring_in("Company name,Company's e-mail\nHanil Group,info@hanil.kr\n")
    bring_in(head + f"Kim,Minsu,010-{next(numbers)},Hanil Optics,Hanil Group\n")
    assert held(cast, "company", "Hanil Optics") == [str(Company.objects.get(name="Hanil Group").id)]
    archive_field(actor=cast.actors["oleg"], at=NOW, field_id=field.id)
    assert bring_in(head + f"Lee,Hana,010-{next(numbers)},Daesang,Hanil Group\n").made == 1
    assert Value.objects.count() == 1


def test_says_before_what_isnt_known_yet(cast: Cast, add: Add, enqueue, bring_in) -> None:
    add("person", "Reports to")
    bring_in(HEAD + PARK + "Park,Jiho,010-3579-2468,\n")
    rows = get_preview(actor=cast.actors["oleg"], found=enqueue(HEAD + row("Jiho Park") + row("Ana Lim")))
    assert [[one.code for one in each.faults_of(3)] for each in rows] == [["several"], ["not_yet"]]


def test_an_e_mail_or_a_number_says_more_than_the_name_beside_it() -> None:
    assert keys_of("person", "Jiho Park (jiho@hanil.kr)", "KR")[0][0] == "point"
    assert keys_of("person", "+82 10-2468-1357", "KR") == [("point", "+821024681357")]
    assert dict(keys_of("company", "220-81-62517", "KR")).get("registration") == "2208162517"
    assert all(how == "name" for how, _value in keys_of("person", "김민수", "KR"))
    assert keys_of("person", "12", "KR") == []


def many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "list_batches", partial(list_batches, rows=1))


def test_who_comes_in_by_a_later_batch_is_found_at_the_end(
    cast: Cast, add: Add, bring_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = add("person", "Reports to")
    declare_requirement(
        actor=cast.actors["oleg"], at=NOW, kind="person", stage="", field=field.slug, weight=3, grace_hours=24
    )
    many_batches(monkeypatch)
    monkeypatch.setattr(resolve_awaited, "ROWS", 1)
    found = bring_in(HEAD + row("Jiho Park") + row("Nobody Known", "Lee") + row("jiho park", "Cho") + PARK)
    park = Person.objects.get(family_name="Park")
    assert (found.status, found.made, found.owing) == (Import.Status.DONE, 4, 1)
    assert held(cast, "person") == held(cast, "person", "Cho") == [str(park.id)]
    assert (doubts(), doubts("Lee"), doubts("Cho")) == ([], [("unknown", 3)], [])
    missing = {one.family_name: field.slug in one.missing for one in Person.objects.all()}
    assert missing == {"Park": True, "Kim": False, "Lee": True, "Cho": False}
    assert entries("people.PersonCorrected")[-1].changes == {field.slug: [None, f"person:{park.id}"]}
    assert not AwaitedReference.objects.exists()


def test_of_two_who_come_in_later_none_is_taken(
    cast: Cast, add: Add, bring_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("person", "Reports to")
    many_batches(monkeypatch)
    found = bring_in(HEAD + row("Jiho Park") + PARK + "Park,Jiho,010-3579-2468,\n")
    assert (found.made, found.owing) == (3, 1)
    assert doubts() == [("several", 3)]
    assert not Value.objects.exists()


def test_what_was_filled_or_taken_away_meanwhile_stays(
    cast: Cast, add: Add, bring_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that stands for a record of before: its blank is filled and noted; one that somebody filled is left."""
    field = add("person", "Reports to")
    bring_in(HEAD + row("", "Kim") + row("", "Lee"))
    kim, lee = Person.objects.get(family_name="Kim"), Person.objects.get(family_name="Lee")
    many_batches(monkeypatch)
    phones = [one.points.get(kind="phone").raw for one in (kim, lee)]
    usual = resolve_awaited.correct_references

    def late(**values: Any) -> None:
        Value.objects.get_or_create(record_id=lee.id, field=field, place=0, ref=kim.id)
        usual(**values)

    monkeypatch.setattr(resolve_awaited, "correct_references", late)
    found = bring_in(HEAD + f"Kim,Minsu,{phones[0]},Jiho Park\nLee,Minsu,{phones[1]},Jiho Park\n" + PARK)
    assert (found.made, found.matched, found.owing) == (1, 2, 0)
    assert held(cast, "person", "Lee") == [str(kim.id)]
    assert held(cast, "person") == [str(Person.objects.get(family_name="Park").id)]
    assert list(LandedRow.objects.filter(batch=found).order_by("number").values_list("filled", flat=True)) == [
        [field.slug], [], [],
    ]  # fmt: skip
