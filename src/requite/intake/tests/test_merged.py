"""A file that knows a record which was merged since matches the survivor, by whichever key it knows it."""

import pytest
from testing.builders import company_of, person_of

from requite.identity.tests.cast import NOW
from requite.people.actions.merging.merge import merge_companies, merge_persons
from requite.people.actions.merging.retract import retract_merge
from requite.people.models import Company, Person

HEAD = "Family name,Given name,Company,Phone,E-mail,Address,Title\n"
ROWS = {
    "the number that both have": "Seo,Hanna,,010-2551-4720,,,Chief\n",
    "a number that came over": "Seo,Hanna,,010-9876-1234,,,Chief\n",
    "an address that came over": "Seo,Hanna,,,,Seoul Jung-gu Sejong-daero 1,Chief\n",
    "the company": "Seo,Hanna,Daehan,,,,Chief\n",
    "the survivor's own name": "Seo,Hana,,010-9876-1234,,,Chief\n",
}  # fmt: skip


@pytest.fixture
def merged(cast):
    """Seo Hanna of Daehan, who was Seo Hana of nobody."""
    one = person_of(cast, points=[("phone", "010-2551-4720")])
    other = person_of(
        cast, given="Hanna", company_name="Daehan",
        points=[("phone", "010-2551-4720"), ("phone", "010-9876-1234"), ("address", "Seoul Jung-gu Sejong-daero 1")],
    )
    made = merge_persons(
        actor=cast.actors["anna"], at=NOW, survivor_id=one.id, merged_id=other.id, choices={"company": "survivor"}
    )
    return one, other, made


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_a_person(bring_in, merged, row):
    found = bring_in(HEAD + row, who="anna")
    assert (found.made, found.matched, found.refused) == (0, 1, 0)
    one, other, _made = merged
    assert Person.objects.get(id=one.id).title == "Chief"
    assert Person.objects.get(id=other.id).title == ""


def test_after_the_undo_the_record_itself(cast, bring_in, merged):
    one, other, made = merged
    retract_merge(actor=cast.actors["anna"], at=NOW, merge_id=made.id)
    bring_in(HEAD + ROWS["a number that came over"], who="anna")
    assert [Person.objects.get(id=id_).title for id_ in (one.id, other.id)] == ["", "Chief"]


@pytest.mark.parametrize("row", ["Daehan Optics,,Lenses", "Daehan,1248100998,Lenses", "Daehan Optics,1248100998,Lenses"])
def test_a_company(cast, bring_in, row):
    one, other = company_of(cast, name="Daehan"), company_of(cast, name="Daehan Optics", registration_number="1248100998")
    merge_companies(actor=cast.actors["anna"], at=NOW, survivor_id=one.id, merged_id=other.id, choices={"name": "survivor"})
    found = bring_in("Company,Registration number,Industry\n" + row + "\n", who="anna")
    assert (found.made, found.matched, found.refused) == (0, 1, 0)
    assert Company.objects.get(id=one.id).industry == "Lenses"
    assert Company.objects.count() == 2


def test_people_of_a_company_by_its_old_name_are_the_survivors(cast, bring_in):
    one, other = company_of(cast, name="Daehan"), company_of(cast, name="Hanbit")
    merge_companies(actor=cast.actors["anna"], at=NOW, survivor_id=one.id, merged_id=other.id)
    bring_in(HEAD + "Bae,Suji,Hanbit,010-2222-3333,,,\n", who="anna")
    assert Person.objects.get(family_name="Bae").company_id == one.id
    assert person_of(cast, family="Han", company_name="Hanbit").company_id == one.id
