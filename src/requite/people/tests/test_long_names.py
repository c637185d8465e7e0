"""Names as long as they may be, in the script that folds longest."""

from testing.cast import NOW

from requite.people.actions.register_company import register_company
from requite.people.actions.register_person import register_person
from requite.people.drafts import LONGEST_FOLD, CompanyDraft, PersonDraft

LONG = "쀍" * 120


def test_keeps_the_longest_names_of_hangul(cast):
    draft = PersonDraft(family_name=LONG, given_name=LONG, middle_name=LONG)
    person = register_person(actor=cast.actors["anna"], at=NOW, draft=draft)
    company = register_company(actor=cast.actors["anna"], at=NOW, draft=CompanyDraft(name="쀍" * 300))
    assert len(person.name_fold) == len(company.name_fold) == LONGEST_FOLD
