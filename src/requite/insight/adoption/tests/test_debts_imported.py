"""What a file opens and closes is counted apart, with what rules do: no rep made these records."""

from testing.builders import person_of
from testing.cast import NOW

from requite.insight.adoption.models import DebtMove, Written
from requite.insight.adoption.tests.test_debts import moves, proved
from requite.people.actions.points import register_point
from requite.people.models import Person

HEAD = "Family name,Company,Phone,Email,Owner\n"


def test_what_it_brings_is_owed_to_nobodys_work(cast, actors, bring_in):
    bring_in(HEAD + "Seo,,,,anna@hanil.kr\nPark,Sejong,010-1234-5670,,anna@hanil.kr\n")
    assert {what for what, _fields in moves()} == {"imposed"}
    assert {one.kind for one in DebtMove.objects.all()} == {"person", "company"}
    assert not Written.objects.filter(what__in=["opened", "closed"]).exists()
    proved(actors)


def test_what_it_fills_is_closed_by_it(cast, actors, bring_in):
    person = person_of(cast, family="Park", points=[("phone", "010-1234-5670")])
    bring_in("Given name," + HEAD + "Hana,Park,,010-1234-5670,park@sejong.kr,anna@hanil.kr\n")
    assert moves(person) == [("opened", ("company", "email")), ("lifted", ("email",))]
    proved(actors)


def test_what_a_rep_does_of_it_afterwards_is_theirs(cast, actors, bring_in):
    bring_in(HEAD + "Seo,,,,anna@hanil.kr\n")
    person = Person.objects.get()
    register_point(actor=actors["anna"], at=NOW, person_id=person.id, kind="email", raw="seo@sejong.kr")
    assert moves(person)[-1] == ("closed", ("email",))
    person_of(cast, family="Choi", points=[])
    assert moves()[-1][0] == "opened"
    proved(actors)
