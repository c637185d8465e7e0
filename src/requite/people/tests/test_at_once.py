"""Several people, or several clicks of one, at the same moment: nothing doubled, nothing lost."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection, transaction
from testing.builders import BACK, person_of
from testing.cast import DAY, NOW, entries
from testing.committed import apart, at_once, until_it_waits
from testing.worker import told

from requite.kernel.errors import Stale
from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record
from requite.people.actions.archive_many import archive_many
from requite.people.actions.assign_many import assign_many
from requite.people.actions.candidates import correct_due, mark_distinct
from requite.people.actions.correct_person import correct_person, fields_of
from requite.people.actions.register_person import register_person
from requite.people.drafts import PersonDraft
from requite.people.jobs import look_again
from requite.people.models import Candidate, Company, Person, Point, Relook

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


LATER = BACK + 30 * DAY


def count_due():
    with transaction.atomic():
        return correct_due(at=LATER)


@pytest.fixture
def twins(kept_cast):
    """Two of Anna's with one name and phone, whose double counts; and her actor."""
    made = apart(lambda: [person_of(kept_cast, points=[("phone", "010-2551-4720")]) for _n in range(2)])
    apart(count_due)
    assert apart(unique) == [3, 3]
    return apart(lambda: kept_cast.actors), made


def unique():
    return list(Person.objects.order_by("id").values_list("uniqueness", flat=True))


def while_held(held, other, mine):
    """Do `mine` in a transaction that holds the record, once `other` is done or waits on another connection; its faults."""
    faults = []

    def run():
        try:
            other()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def both():
        thread = Thread(target=run)
        with transaction.atomic():
            type(held).objects.select_for_update().get(id=held.id)
            thread.start()
            thread.join(3)
            if thread.is_alive():
                until_it_waits()
            mine()
        thread.join(30)

    apart(both)
    return faults


def rename(actors, person, name):
    return lambda: correct_person(actor=actors["anna"], at=LATER, person_id=person.id, given={"family_name": name})


def run_job():
    look_again(told(), timestamp=int(datetime.now(UTC).timestamp()))


class TestTwoOfACountedDouble:
    def test_corrected_by_two_at_the_same_moment_neither_is_asked_to_try_again(self, twins):
        actors, (one, two) = twins
        assert while_held(one, rename(actors, two, "Park"), rename(actors, one, "Seo")) == []
        apart(run_job)
        assert apart(unique) == [100, 100]
        assert apart(Candidate.objects.count) == 0

    def test_whose_other_record_is_held_is_put_right_afterwards(self, twins):
        actors, (one, two) = twins
        titled = {"title": "Chief"}
        assert while_held(
            one, rename(actors, two, "Park"),
            lambda: correct_person(actor=actors["anna"], at=LATER, person_id=one.id, given=titled),
        ) == []  # fmt: skip
        assert apart(unique) == [3, 100]
        apart(run_job)
        assert apart(unique) == [100, 100]
        assert apart(Relook.objects.count) == 0

    def test_set_apart_while_one_is_corrected(self, twins):
        actors, (one, _two) = twins
        candidate = apart(lambda: Candidate.objects.get().id)
        apart_ = lambda: mark_distinct(actor=actors["anna"], at=LATER, candidate_id=candidate)  # noqa: E731
        assert while_held(one, apart_, rename(actors, one, "Seo")) == []
        apart(run_job)
        assert apart(unique) == [100, 100]

    def test_both_archived_by_two(self, twins):
        actors, made = twins
        acts = [
            lambda one=one: archive_record(actor=actors["vera"], at=LATER, kind="person", record_id=one.id) for one in made
        ]
        assert while_held(made[0], acts[1], acts[0]) == []

    def test_given_away_and_archived_while_the_pair_is_held_is_so_in_the_pair_afterwards(self, kept_cast, twins):
        actors, (_one, two) = twins
        candidate = apart(Candidate.objects.get)

        def leave():
            asked = {"actor": actors["vera"], "at": LATER, "kind": "person", "ids": [two.id]}
            assign_many(**asked, owner_id=kept_cast.boris.id)
            archive_many(**asked)

        def told():
            [(first, *found)] = Candidate.objects.values_list(
                "first_id", "first_owner_id", "second_owner_id", "first_in_use", "second_in_use"
            )
            place = int(first != two.id)
            return found[place], found[2 + place], found[3 - place]

        assert while_held(candidate, leave, lambda: None) == []
        assert apart(told) == (kept_cast.anna.id, True, True)
        apart(run_job)
        assert apart(told) == (kept_cast.boris.id, False, True)

    def test_whose_count_is_to_move_while_it_is_held_isnt_come_back_to_in_one_turn(self, twins):
        _actors, (one, two) = twins
        apart(lambda: Person.objects.filter(id=two.id).update(archived_at=LATER))
        done = []
        assert while_held(one, lambda: done.append(count_due()), lambda: None) == []
        assert (done, apart(Relook.objects.count)) == ([0], 1)
        apart(run_job)
        assert apart(lambda: Person.objects.get(id=one.id).uniqueness) == 100
