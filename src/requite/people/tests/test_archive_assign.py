"""Records leave the lists, come back, and get another owner."""

import pytest
from testing.asserts import last_entry, untouched
from testing.builders import company_of, person_of
from testing.cast import DAY, NOW, entries

from requite.journal.models import Act
from requite.kernel.errors import NotAllowed, NotVisible, Refused
from requite.kernel.ids import new_id
from requite.people.actions.archive import archive_record, assign_record, restore_record
from requite.people.actions.archive_many import archive_many, restore_many
from requite.people.actions.return_many import return_many
from requite.people.models import Company, Person
from requite.people.reassessing import reassess_these
from requite.people.tests.twins import PHONE

KINDS = ("person", "company")
MODELS = {"person": Person, "company": Company}
MAKE = {"person": person_of, "company": company_of}


def archive(cast, kind, record, who="anna", act=archive_record):
    act(actor=cast.actors[who], at=NOW, kind=kind, record_id=record.id)


def assign(cast, kind, record, owner, who="anna"):
    owner_id = getattr(cast, owner).id if isinstance(owner, str) else owner
    assign_record(actor=cast.actors[who], at=NOW, kind=kind, record_id=record.id, owner_id=owner_id)


def fresh(record):
    return type(record).objects.get(id=record.id)


@pytest.mark.parametrize("kind", KINDS)
class TestArchive:
    def test_and_restoring_are_journaled_each_once(self, cast, kind):
        found = MAKE[kind](cast)
        for act in (archive_record, archive_record, restore_record, restore_record):
            archive(cast, kind, found, act=act)
        name = kind.title()
        assert [entry.type for entry in entries()][1:] == [f"people.{name}Archived", f"people.{name}Restored"]
        assert f"{kind}:{found.id}" in last_entry().topics
        assert (fresh(found).archived_at, fresh(found).version) == (None, 3)

    @pytest.mark.parametrize("back", ["one", "many", "undone"])
    def test_comes_back_judged_by_the_day(self, cast, kind, back):
        field = {"person": "email", "company": "address"}[kind]
        found = MAKE[kind](cast, points=[PHONE]) if kind == "person" else MAKE[kind](cast)
        MODELS[kind].objects.filter(id=found.id).update(asked={field: NOW.date().isoformat()})
        reassess_these(kind=kind, ids=[found.id], at=NOW)
        before = fresh(found)
        assert field not in before.missing
        anna, later = cast.actors["anna"], NOW + 60 * DAY
        act = Act.objects.create(at=NOW, actor_id=anna.id, actor_name=anna.name, kind=kind, what="archive")
        archive_many(actor=anna, at=NOW, kind=kind, ids=[found.id], act_id=act.id)
        if back == "one":
            restore_record(actor=anna, at=later, kind=kind, record_id=found.id)
        elif back == "many":
            restore_many(actor=anna, at=later, kind=kind, ids=[found.id])
        else:
            return_many(actor=anna, at=later, act=act, kind=kind)
        now = fresh(found)
        assert (now.archived_at, field in now.missing, now.score < before.score) == (None, True, True)
        assert now.owed_at is not None

    def test_keeps_the_record(self, cast, kind):
        found = MAKE[kind](cast)
        archive(cast, kind, found)
        assert fresh(found).archived_at == NOW

    @pytest.mark.parametrize(
        ("who", "error"), [("boris", NotAllowed), ("gleb", NotVisible), ("emma", NotAllowed)]
    )
    @pytest.mark.parametrize("act", [archive_record, restore_record])
    def test_refuses_those_without_the_right(self, cast, kind, who, error, act):
        found = MAKE[kind](cast)
        with untouched(), pytest.raises(error):
            archive(cast, kind, found, who, act)

    @pytest.mark.parametrize("who", ["anna", "vera", "dina", "oleg"])
    def test_those_with_the_right_may(self, cast, kind, who):
        found = MAKE[kind](cast)
        archive(cast, kind, found, who)
        assert last_entry().actor_id == getattr(cast, who).id

    def test_many_at_once_takes_those_in_reach_alone(self, cast, kind):
        mine, boris, gleb = (MAKE[kind](cast, who) for who in ("anna", "boris", "gleb"))
        ids = [mine.id, boris.id, gleb.id, new_id()]
        assert archive_many(actor=cast.actors["anna"], at=NOW, kind=kind, ids=ids).changed == 1
        assert [fresh(one).archived_at for one in (mine, boris, gleb)] == [NOW, None, None]
        assert [entry.subject_id for entry in entries(f"people.{kind.title()}Archived")] == [mine.id]
        assert archive_many(actor=cast.actors["vera"], at=NOW, kind=kind, ids=ids).changed == 1
        with untouched():
            assert archive_many(actor=cast.actors["vera"], at=NOW, kind=kind, ids=ids).changed == 0
        with untouched(), pytest.raises(NotAllowed):
            archive_many(actor=cast.actors["emma"], at=NOW, kind=kind, ids=ids)


@pytest.mark.parametrize("kind", KINDS)
class TestAssign:
    def test_moves_it_and_journals_the_names(self, cast, kind):
        found = MAKE[kind](cast)
        assign(cast, kind, found, "boris")
        assert (fresh(found).owner_id, fresh(found).version) == (cast.boris.id, 2)
        entry = last_entry(f"people.{kind.title()}Assigned")
        assert entry.changes == {"owner": [cast.anna.name, cast.boris.name]}
        assert {f"user:{cast.anna.id}", f"user:{cast.boris.id}", f"{kind}:{found.id}"} <= set(entry.topics)

    def test_to_its_owner_is_nothing(self, cast, kind):
        found = MAKE[kind](cast)
        with untouched():
            assign(cast, kind, found, "anna")

    def test_gives_a_record_of_nobody_an_owner_and_its_debts(self, cast, kind):
        found = MAKE[kind](cast)
        MODELS[kind].objects.filter(id=found.id).update(owner=None, owed_at=None)
        with untouched(), pytest.raises(NotVisible):
            assign(cast, kind, found, "anna", "vera")
        assign(cast, kind, found, "anna", "oleg")
        assert fresh(found).owner_id == cast.anna.id
        assert bool(fresh(found).owed_at) == bool(fresh(found).missing)
        assert last_entry().changes == {"owner": [None, cast.anna.name]}

    @pytest.mark.parametrize(
        ("who", "owner", "to", "error"),
        [
            ("anna", "boris", "anna", NotAllowed),
            ("anna", "anna", "gleb", NotAllowed),
            ("vera", "anna", "gleb", NotAllowed),
            ("gleb", "anna", "gleb", NotVisible),
            ("vera", "gleb", "anna", NotVisible),
            ("dina", "anna", "boris", NotAllowed),
            ("emma", "anna", "boris", NotAllowed),
        ],
    )
    def test_refuses_beyond_the_reach(self, cast, kind, who, owner, to, error):
        found = MAKE[kind](cast, owner)
        with untouched(), pytest.raises(error):
            assign(cast, kind, found, to, who)

    @pytest.mark.parametrize(("who", "to"), [("anna", "boris"), ("vera", "boris"), ("oleg", "gleb")])
    def test_those_with_the_right_may(self, cast, kind, who, to):
        found = MAKE[kind](cast)
        assign(cast, kind, found, to, who)
        assert fresh(found).owner_id == getattr(cast, to).id

    def test_refuses_who_isnt_an_active_colleague(self, cast, kind):
        found = MAKE[kind](cast)
        cast.boris.is_active, cast.boris.deactivated_at = False, NOW
        cast.boris.save()
        for owner in (None, "boris", new_id()):
            with untouched(), pytest.raises(Refused) as refused:
                assign(cast, kind, found, owner, "oleg")
            assert set(refused.value.errors) == {"owner"}
