"""Two records that are one: who may merge them, what of them stands, and what an undo brings back."""

import pytest
from django.db import connection
from testing.builders import company_of, person_of
from testing.cast import DAY, NOW, entries
from testing.committed import apart, at_once

from requite.kernel.errors import NotAllowed, NotVisible, Refused, Stale
from requite.people.access import join_person
from requite.people.actions.archive import archive_record, restore_record
from requite.people.actions.correct_person import correct_person
from requite.people.actions.look import last_relook, register_again
from requite.people.actions.merging.merge import merge_companies, merge_persons
from requite.people.actions.merging.retract import retract_merge
from requite.people.actions.points import erase_point, register_point
from requite.people.models import Candidate, Company, Merge, Person

PHONE = ("phone", "010-2551-4720")
EMAIL = ("email", "hana@sejong.kr")


@pytest.fixture
def two(cast):
    """Anna's Seo Hana twice: the one with a title, the other with a company, an e-mail and a note."""
    one = person_of(cast, points=[PHONE], title="Buyer", tags=["fair"])
    other = person_of(
        cast, points=[PHONE, EMAIL], title="Head", company_name="Sejong", tags=["fair", "vip"], note="Likes tea"
    )
    return one, other


def merge(cast, one, other, who="anna", **values):
    return merge_persons(actor=cast.actors[who], at=NOW, survivor_id=one.id, merged_id=other.id, **values)


def undo(cast, made, who="anna"):
    return retract_merge(actor=cast.actors[who], at=NOW, merge_id=made.id)


def fresh(*records):
    for one in records:
        one.refresh_from_db()
    return records


def last(subject, type_):
    [found] = [entry for entry in entries() if entry.subject_id == subject.id and entry.type == type_]
    return found


class TestWhatStands:
    def test_the_filled_one_of_two_the_survivors_and_what_both_have(self, cast, two):
        merge(cast, *two)
        one, other = fresh(*two)
        assert (one.title, one.company.name, one.note, one.tags) == ("Buyer", "Sejong", "Likes tea", ["fair", "vip"])
        assert [point.value for point in one.points.order_by("position")] == ["+821025514720", "hana@sejong.kr"]
        assert (one.archived_at, other.archived_at, other.survivor_id) == (None, NOW, one.id)
        assert (one.missing, other.uniqueness) == ([], 1)

    def test_what_was_chosen(self, cast, two):
        correct_person(actor=cast.actors["anna"], at=NOW, person_id=two[0].id, given={"note": "Has a dog"})
        merge(cast, *two, choices={"title": "merged", "note": "both", "company": "survivor", "family_name": "merged"})
        one, _other = fresh(*two)
        assert (one.title, one.note, one.company) == ("Head", "Has a dog\n\nLikes tea", None)

    def test_a_person_keeps_a_name(self, cast):
        one, other = person_of(cast, given=""), person_of(cast, family="")
        with pytest.raises(Refused) as refused:
            merge(cast, one, other, choices={"family_name": "merged", "given_name": "survivor"})
        assert str(refused.value.errors["family_name"]) == "Give at least a family name or a given name."
        assert fresh(one)[0].family_name == "Seo"

    def test_nothing_else_can_be_sent(self, cast, two):
        def kept():
            return Person.objects.values("owner_id", "made_at", "source", "title").get(id=two[0].id)

        Person.objects.filter(id=two[1].id).update(owner=cast.boris, made_at=NOW - 90 * DAY, source="import")
        before = kept()
        merge(cast, *two, who="vera", choices=dict.fromkeys(("owner", "made_at", "source", "id", "title"), "everything"))
        assert kept() == before

    def test_the_journal_of_both_says_so(self, cast, two):
        merge(cast, *two)
        one, other = two
        changes = last(one, "people.PersonMerged").changes
        assert changes == {
            "merged": [None, f"person:{other.id}"], "company": ["", "Sejong"], "note": ["", "Likes tea"],
            "tags": ["fair", "fair, vip"], "email": [None, "hana@sejong.kr"],
        }  # fmt: skip
        entry = last(other, "people.PersonJoined")
        assert entry.changes == {"survivor": [None, f"person:{one.id}"]}
        assert {f"person:{one.id}", f"person:{other.id}", f"user:{cast.anna.id}"} <= set(entry.topics)

    def test_the_pair_is_gone_and_a_third_that_somebody_set_apart_stays_apart(self, cast, two):
        assert Candidate.objects.count() == 1
        merge(cast, *two)
        assert Candidate.objects.count() == 0

    def test_two_companies_with_their_people(self, cast):
        one, other = company_of(cast, name="Sejong"), company_of(cast, name="Sejong Optics", industry="Lenses")
        staff = [person_of(cast, points=[], company_id=company.id) for company in (one, other)]
        made = merge_companies(actor=cast.actors["anna"], at=NOW, survivor_id=one.id, merged_id=other.id)
        fresh(one, other, *staff)
        assert (one.name, one.industry, other.survivor_id) == ("Sejong", "Lenses", one.id)
        assert {person.company_id for person in staff} == {one.id}
        assert Candidate.objects.filter(kind="person").count() == 0  # however many they are, the job looks for them
        register_again(kind="person", at=NOW, upto=last_relook())
        assert Candidate.objects.get(kind="person").signs == ["name", "company"]
        undo(cast, made)
        register_again(kind="person", at=NOW, upto=last_relook())
        fresh(one, other, *staff)
        assert (one.industry, other.archived_at, other.survivor_id) == ("", None, None)
        assert [person.company_id for person in staff] == [one.id, other.id]
        assert Candidate.objects.filter(kind="person").count() == 0


class TestWho:
    @pytest.mark.parametrize(("who", "error"), [("gleb", NotVisible), ("emma", NotAllowed)])
    def test_may_merge_and_undo_who_may_change_both(self, cast, two, who, error):
        with pytest.raises(error):
            merge(cast, *two, who=who)
        made = merge(cast, *two)
        with pytest.raises(error):
            undo(cast, made, who=who)
        assert Merge.objects.get().retracted_at is None

    def test_takes_over_nothing_of_a_colleagues_record_but_may_become_part_of_it(self, cast, two):
        theirs = person_of(cast, "boris", points=[PHONE])
        with pytest.raises(NotAllowed):
            merge(cast, two[0], theirs)
        made = merge(cast, theirs, two[0])
        with pytest.raises(NotAllowed):
            undo(cast, made)
        undo(cast, made, who="vera")
        assert fresh(two[0])[0].archived_at is None

    def test_one_that_somebody_else_owns_elsewhere_isnt_there(self, cast, two):
        other = person_of(cast, "gleb")
        for pair in ((two[0], other), (other, two[0])):
            with pytest.raises(NotVisible):
                merge(cast, *pair)

    def test_a_person_is_no_company(self, cast, two):
        with pytest.raises(NotVisible):
            merge_persons(
                actor=cast.actors["anna"], at=NOW, survivor_id=two[0].id, merged_id=company_of(cast).id
            )


class TestMeanwhile:
    def test_itself(self, cast, two):
        with pytest.raises(Refused, match="itself"):
            merge(cast, two[0], two[0])

    def test_one_that_is_archived_or_merged(self, cast, two):
        third = person_of(cast, family="Third")
        archive_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=third.id)
        with pytest.raises(Refused, match="archived"):
            merge(cast, two[0], third)
        merge(cast, *two)
        restore_record(actor=cast.actors["anna"], at=NOW, kind="person", record_id=third.id)
        for pair in ((third, two[1]), (two[1], third), two, reversed(two)):
            with pytest.raises(Refused, match="merged into another"):
                merge(cast, *pair)

    def test_one_that_was_changed_since_it_was_looked_at(self, cast, two):
        seen = (two[0].version, two[1].version)
        correct_person(actor=cast.actors["boris"], at=NOW, person_id=two[1].id, given={"title": "Chief"})
        with pytest.raises(Stale) as stale:
            merge(cast, *two, versions=seen)
        assert stale.value.by == cast.boris.name
        assert Person.objects.get(id=two[1].id).survivor_id is None

    def test_a_form_that_was_open_is_told(self, cast, two):
        merge(cast, *two)
        anna = cast.actors["anna"]
        for act in (
            lambda: correct_person(actor=anna, at=NOW, person_id=two[1].id, given={"title": "Chief"}),
            lambda: register_point(actor=anna, at=NOW, kind="phone", raw="02-555-1234", person_id=two[1].id),
            lambda: restore_record(actor=anna, at=NOW, kind="person", record_id=two[1].id),
        ):
            with pytest.raises(Refused, match="merged into another"):
                act()

    def test_what_is_added_to_the_merged_one_is_the_survivors(self, cast, two):
        third = person_of(cast, family="Third")
        merge(cast, *two)
        merge(cast, third, two[0])
        for led in two:
            assert join_person(actor=cast.actors["anna"], person_id=led.id) == third

    def test_a_merged_companys_old_name_is_a_new_company_where_its_survivor_isnt_seen(self, cast):
        one, other = company_of(cast, name="Daehan"), company_of(cast, name="Daehan Optics")
        merge_companies(actor=cast.actors["anna"], at=NOW, survivor_id=one.id, merged_id=other.id)
        assert person_of(cast, company_name="Daehan Optics").company_id == one.id
        Company.objects.filter(id=one.id).update(owner=cast.gleb)
        assert person_of(cast, company_name="Daehan Optics").company_id not in (one.id, other.id)

    def test_of_two_ways_round_at_once_one_wins(self, kept_cast):
        anna = apart(lambda: kept_cast.actors["anna"])
        ids = apart(lambda: [person_of(kept_cast, points=[PHONE]).id for _n in range(2)])

        def merge_into(survivor, merged):
            try:
                return merge_persons(actor=anna, at=NOW, survivor_id=survivor, merged_id=merged).survivor_id
            except Refused as refusal:
                return str(refusal)

        told = at_once([lambda: merge_into(*ids), lambda: merge_into(*reversed(ids))])
        said = [one for one in told if isinstance(one, str)]
        assert said == ["One of the two was merged into another record meanwhile. Nothing was changed."]
        [survivor] = [one for one in told if one not in said]
        left = apart(lambda: set(Person.objects.values_list("id", "survivor_id")))
        assert left == {(survivor, None), (next(id_ for id_ in ids if id_ != survivor), survivor)}

    def test_an_edit_at_the_same_moment_is_kept_or_told(self, kept_cast):
        anna = apart(lambda: kept_cast.actors["anna"])
        ids = apart(lambda: [person_of(kept_cast, points=[PHONE]).id for _n in range(2)])

        def edit():
            try:
                correct_person(actor=anna, at=NOW, person_id=ids[1], given={"note": "Likes tea"})
            except Refused as refusal:
                return str(refusal)
            return ""

        def join():
            merge_persons(actor=anna, at=NOW, survivor_id=ids[0], merged_id=ids[1])
            return ""

        said = at_once([edit, join])[0]
        note = apart(lambda: Person.objects.get(id=ids[0]).note)
        assert (note, bool(said)) in (("Likes tea", False), ("", True))


class TestUndo:
    def test_is_once(self, cast, two):
        made = merge(cast, *two)
        assert undo(cast, made).fields == ()
        again = undo(cast, made)
        assert (again.merge.retracted_at, len([e for e in entries() if e.type == "people.PersonParted"])) == (NOW, 2)

    def test_the_pair_is_asked_about_again_as_it_was(self, cast, two):
        [before] = Candidate.objects.values()
        undo(cast, merge(cast, *two))
        assert list(Candidate.objects.values()) == [before]

    def test_what_was_changed_since_stays_and_is_named(self, cast, two):
        anna, made = cast.actors["anna"], merge(cast, *two)
        correct_person(actor=anna, at=NOW, person_id=two[0].id, given={"note": "Likes coffee"})
        erase_point(actor=anna, at=NOW, point_id=two[0].points.get(kind="email").id)
        found = undo(cast, made)
        one, other = fresh(*two)
        assert (found.fields, found.rows) == (("note",), ("points",))
        assert (one.note, one.company, other.note, other.company.name) == ("Likes coffee", None, "Likes tea", "Sejong")
        assert [point.kind for point in other.points.all()] == ["phone"]

    @pytest.mark.parametrize("merged", ["Mirae", "Sejong"])
    def test_a_company_that_was_merged_since_is_its_survivor(self, cast, two, merged):
        anna = cast.actors["anna"]
        one, firm = person_of(cast, company_name="Mirae"), company_of(cast, name="Daehan")
        was, became = (Company.objects.get(name=name) for name in ("Mirae", "Sejong"))
        made = merge(cast, one, two[1], choices={"company": "merged"})
        gone = Company.objects.get(name=merged)
        merge_companies(actor=anna, at=NOW, survivor_id=firm.id, merged_id=gone.id)
        assert fresh(one)[0].company_id == (firm if merged == "Sejong" else became).id
        assert undo(cast, made).fields == ()
        assert fresh(one)[0].company_id == (firm if merged == "Mirae" else was).id

    def test_a_survivor_that_was_merged_itself_comes_first(self, cast, two):
        third = person_of(cast, family="Third")
        first = merge(cast, *two)
        second = merge(cast, third, two[0])
        assert {person.survivor_id for person in fresh(*two)} == {third.id}
        with pytest.raises(Refused, match="itself merged"):
            undo(cast, first)
        undo(cast, second)
        assert [person.survivor_id for person in fresh(*two)] == [None, two[0].id]
        undo(cast, first)
        assert [person.survivor_id for person in fresh(*two)] == [None, None]


def test_the_database_keeps_a_merged_record_archived(cast, two):
    merge(cast, *two)
    with pytest.raises(Exception, match="a_merged_person_is_archived"), connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET archived_at = NULL")
