"""Several people, or several clicks of one, at the same moment: nothing doubled, nothing lost."""

import pytest
from testing.builders import person_of
from testing.cast import NOW, entries
from testing.committed import apart, at_once

from requite.kernel.errors import Stale
from requite.kernel.ids import new_id
from requite.people.actions.correct_person import correct_person, fields_of
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.models import Company, Person, Point

TWINS = 50


def count():
    return {
        "people": Person.objects.count(),
        "companies": Company.objects.count(),
        "points": Point.objects.count(),
        "entries": [entry.type for entry in entries()],
    }


@pytest.mark.slow
def test_fifty_equal_posts_make_one_person(kept_cast):
    anna, once = apart(lambda: kept_cast.actors["anna"]), new_id()
    draft = PersonDraft(family_name="Seo", company_name="Sejong", points=[("phone", "010-2345-9876")])
    made = at_once([lambda: register_person(actor=anna, at=NOW, draft=draft, once=once).id] * TWINS)
    assert len(set(made)) == 1
    assert apart(count) == {
        "people": 1, "companies": 1, "points": 1, "entries": ["people.CompanyRegistered", "people.PersonRegistered"],
    }  # fmt: skip


def correct_at_once(cast, changes):
    """Each of these by one of the cast, all having seen the same page; what was told to whom came too late."""
    actors = apart(lambda: cast.actors)
    person = apart(lambda: person_of(cast, "anna", title="Buyer"))
    base = apart(lambda: fields_of(Person.objects.get(id=person.id)))

    def save(who, given):
        try:
            correct_person(actor=actors[who], at=NOW, person_id=person.id, given={**base, **given}, base=base)
        except Stale as stale:
            return stale.changes
        return None

    told = at_once([lambda who=who, given=given: save(who, given) for who, given in changes.items()])
    return apart(lambda: fields_of(Person.objects.get(id=person.id))), [one for one in told if one]


def test_two_savers_of_different_fields_both_stand(kept_cast):
    after, told = correct_at_once(kept_cast, {"anna": {"title": "Chief"}, "boris": {"note": "Likes tea"}})
    assert (after["title"], after["note"], told) == ("Chief", "Likes tea", [])


def test_of_two_savers_of_one_field_the_second_is_told(kept_cast):
    after, told = correct_at_once(kept_cast, {"anna": {"title": "Chief"}, "boris": {"title": "Director"}})
    [clash] = told
    assert clash["title"][0] == after["title"]
    assert set(clash["title"]) == {"Chief", "Director"}
