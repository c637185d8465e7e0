import pytest

from requite.identity.actions.register_organisation import (
    AdministratorDraft,
    OrganisationDraft,
    has_organisation,
    register_organisation,
)
from requite.identity.models import Organisation, User
from requite.identity.tests.cast import NOW, entries
from requite.kernel.errors import Refused

pytestmark = pytest.mark.django_db
COMPANY = OrganisationDraft(
    name=" Hanil  Precision ", country="KR", language="ko", currency="KRW", time_zone="Asia/Seoul"
)
OLEG = AdministratorDraft(
    family_name="오", given_name="올", email="Oleg@Hanil.kr", password="correct horse battery"
)


def test_makes_the_company_and_its_first_administrator():
    assert not has_organisation()
    user = register_organisation(at=NOW, organisation=COMPANY, administrator=OLEG)
    assert has_organisation()
    assert Organisation.objects.get().name == "Hanil Precision"
    assert (user.email, user.role, user.language) == ("oleg@hanil.kr", "administrator", "ko")
    assert user.check_password("correct horse battery")
    started, joined = entries()
    assert started.type == "identity.OrganisationRegistered"
    assert started.changes["name"] == ["", "Hanil Precision"]
    assert (joined.type, joined.subject_id, joined.actor_id) == ("identity.UserJoined", user.id, user.id)
    assert "correct horse" not in str([entry.changes for entry in entries()])


def test_refuses_a_second_company():
    register_organisation(at=NOW, organisation=COMPANY, administrator=OLEG)
    other = AdministratorDraft(
        family_name="X", given_name="", email="x@x.kr", password="correct horse battery"
    )
    with pytest.raises(Refused):
        register_organisation(at=NOW, organisation=COMPANY, administrator=other)
    assert User.objects.count() == 1
    assert len(entries()) == 2


def test_refuses_with_all_faults_at_once():
    company = OrganisationDraft(name=" ", country="XX", language="de", currency="ABC", time_zone="Moon/Base")
    nobody = AdministratorDraft(family_name="", given_name=" ", email="oleg@", password="12345")
    with pytest.raises(Refused) as refused:
        register_organisation(at=NOW, organisation=company, administrator=nobody)
    assert set(refused.value.errors) == {
        "name", "country", "language", "currency", "time_zone", "family_name", "email", "password",
    }  # fmt: skip
    assert not has_organisation()
    assert not entries()


def test_refuses_a_password_like_the_address():
    weak = AdministratorDraft(
        family_name="Oh", given_name="", email="oleg@hanil.kr", password="oleg@hanil.kr"
    )
    with pytest.raises(Refused) as refused:
        register_organisation(at=NOW, organisation=COMPANY, administrator=weak)
    assert set(refused.value.errors) == {"password"}
