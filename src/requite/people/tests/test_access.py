"""Who sees and who takes what of the base, by role."""

from dataclasses import replace

import pytest
from django.db import transaction
from testing.asserts import untouched
from testing.builders import company_of, person_of
from testing.standing import Stood

from requite.kernel.errors import NotAllowed, NotVisible
from requite.kernel.ids import new_id
from requite.people import access
from requite.people.models import Company, Person
from requite.people.queries.pages import get_company, get_person


@pytest.fixture(autouse=True)
def in_a_transaction(db):
    """What takes a record locks it, for the transaction of the act that is to follow."""
    with transaction.atomic():
        yield


EVERYBODY = {"anna", "boris", "gleb", "nobody"}
SEEN = {
    "anna": {"anna", "boris"}, "vera": {"anna", "boris"}, "gleb": {"gleb"},
    "dina": EVERYBODY, "emma": EVERYBODY, "oleg": EVERYBODY,
}  # fmt: skip
TAKEN = {
    "people.edit": {**SEEN, "emma": set()},
    "people.assign": {
        "anna": {"anna"}, "vera": {"anna", "boris"}, "gleb": {"gleb"}, "dina": set(), "emma": set(), "oleg": EVERYBODY,
    },
    "people.archive": {
        "anna": {"anna"}, "vera": {"anna", "boris"}, "gleb": {"gleb"}, "dina": EVERYBODY, "emma": set(),
        "oleg": EVERYBODY,
    },
}  # fmt: skip


def make_base(cast):
    """A person and a company of each owner, by the owner's name; one of each is nobody's."""
    found = {
        who: (person_of(cast, who, who), company_of(cast, who, who))
        for who in ("anna", "boris", "gleb", "oleg")
    }
    person, company = found.pop("oleg")
    Person.objects.filter(id=person.id).update(owner=None)
    Company.objects.filter(id=company.id).update(owner=None)
    return {**found, "nobody": (person, company)}


class TestBase(Stood):
    make = staticmethod(make_base)

    @pytest.mark.parametrize("who", SEEN)
    def test_sees(self, cast, base, who):
        actor = cast.actors[who]
        people = set(access.visible_people(actor).values_list("id", flat=True))
        companies = set(access.visible_companies(actor).values_list("id", flat=True))
        assert people == {base[name][0].id for name in SEEN[who]}
        assert companies == {base[name][1].id for name in SEEN[who]}
        for name, (person, company) in base.items():
            looks = (
                lambda person=person: access.see_person(actor=actor, person_id=person.id),
                lambda person=person: get_person(actor=actor, person_id=person.id),
                lambda company=company: access.see_company(actor=actor, company_id=company.id),
                lambda company=company: get_company(actor=actor, company_id=company.id),
            )
            for look in looks:
                if name in SEEN[who]:
                    assert look().id in people | companies
                else:
                    with pytest.raises(NotVisible):
                        look()

    @pytest.mark.parametrize("right", TAKEN)
    @pytest.mark.parametrize("who", SEEN)
    def test_takes(self, cast, base, who, right):
        actor = cast.actors[who]
        for name, (person, company) in base.items():
            takes = (
                lambda person=person: access.take_person(actor=actor, person_id=person.id, right=right),
                lambda company=company: access.take_company(actor=actor, company_id=company.id, right=right),
            )
            for take in takes:
                if name in TAKEN[right][who]:
                    assert take().id in (person.id, company.id)
                else:
                    with untouched(), pytest.raises(NotAllowed if name in SEEN[who] else NotVisible):
                        take()

    def test_the_page_says_what_its_reader_may_do(self, cast, base):
        def may(who, name):
            page = get_person(actor=cast.actors[who], person_id=base[name][0].id)
            return page.may_edit, page.may_assign, page.may_archive

        assert may("anna", "anna") == (True, True, True)
        assert may("anna", "boris") == (True, False, False)
        assert may("vera", "boris") == (True, True, True)
        assert may("dina", "gleb") == (True, False, True)
        assert may("emma", "gleb") == (False, False, False)

    @pytest.mark.parametrize("who", [*SEEN, "without rights"])
    def test_what_isnt_there_isnt_visible(self, cast, base, who):
        actor = cast.actors[who] if who in SEEN else replace(cast.actors["anna"], rights={})
        ids = [new_id()] if who in SEEN else [new_id(), base["anna"][0].id, base["anna"][1].id]
        for id_ in ids:
            for look in (
                lambda id_=id_: access.see_person(actor=actor, person_id=id_),
                lambda id_=id_: access.take_person(actor=actor, person_id=id_),
                lambda id_=id_: access.see_company(actor=actor, company_id=id_),
                lambda id_=id_: access.take_company(actor=actor, company_id=id_),
                lambda id_=id_: get_person(actor=actor, person_id=id_),
                lambda id_=id_: get_company(actor=actor, company_id=id_),
            ):
                with pytest.raises(NotVisible):
                    look()
