"""A file that comes again: after its undo, with more of a person, for colleagues who have one name."""

from datetime import timedelta

from requite.identity.models import User
from requite.identity.tests.cast import NOW, entries
from requite.intake import jobs
from requite.intake.actions.return_import import return_import
from requite.intake.models import LandedRow
from requite.people.actions.archive import archive_record
from requite.people.models import Company, Person

HEAD = "성명,휴대폰,회사\n"
ROWS = "김민수,010-2468-1357,한일\n김민수,010-2468-1357,한일\n"


def take_out(cast, found):
    later = found.ended_at + timedelta(minutes=5)
    return_import(actor=cast.actors["oleg"], at=later, import_id=found.id)
    jobs.undo_import(import_id=str(found.id), actor_id=str(cast.oleg.id))


def in_use():
    return [model.objects.filter(archived_at__isnull=True).count() for model in (Person, Company)]


def test_what_an_undone_import_took_out_comes_back_with_the_file(bring_in, cast):
    take_out(cast, bring_in(HEAD + ROWS))
    assert in_use() == [0, 0]
    again = bring_in(HEAD + ROWS)
    assert (again.made, again.matched, again.companies) == (1, 1, 1)
    assert in_use() == [1, 1]
    assert Person.objects.count() == 1
    take_out(cast, again)
    assert in_use() == [0, 0]


def test_what_somebody_archived_stays_so(bring_in, cast):
    bring_in(HEAD + ROWS)
    person = Person.objects.get()
    archive_record(actor=cast.actors["oleg"], at=NOW, kind="person", record_id=person.id)
    again = bring_in(HEAD + ROWS)
    assert (again.made, again.matched) == (0, 2)
    assert in_use() == [0, 1]


def test_each_number_that_a_row_adds_is_in_the_journal(bring_in):
    bring_in("성명,휴대폰,이메일\n김민수,010-2468-1357,ms@hanil.kr\n")
    bring_in("성명,휴대폰,전화,이메일\n김민수,010-2468-1358,02-551-5620,ms@hanil.kr\n")
    assert entries("people.PersonCorrected")[-1].changes == {"phone": [None, "010-2468-1358, 02-551-5620"]}


def test_a_row_for_one_of_two_colleagues_of_a_name_is_nobodys_by_guess(bring_in, cast):
    User.objects.filter(id__in=[cast.anna.id, cast.boris.id]).update(family_name="Lee", given_name="Ann")
    rows = "김민수,010-2468-1357,Ann Lee\n박민수,010-2468-1359,lee ann\n최민수,010-2468-1350,anna@hanil.kr\n"
    bring_in("성명,휴대폰,담당영업\n" + rows, who="vera")
    owners = dict(Person.objects.values_list("family_name", "owner"))
    assert owners == {"김": cast.vera.id, "박": cast.vera.id, "최": cast.anna.id}
    faults = LandedRow.objects.order_by("number").values_list("faults", flat=True)
    assert list(faults) == [["several_owners:2"], ["several_owners:2"], None]
