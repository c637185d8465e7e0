from dataclasses import replace

import pytest

from requite.identity.actions.correct_organisation import correct_organisation
from requite.identity.actions.correct_password import correct_password
from requite.identity.actions.correct_profile import ProfileDraft, correct_preferences, correct_profile
from requite.identity.actions.register_organisation import OrganisationDraft
from requite.identity.models import Organisation, User
from requite.identity.tests.cast import NOW, entries
from requite.kernel.errors import NotAllowed, Refused, Stale

ANNA = ProfileDraft(
    family_name="Kim",
    given_name="Anna",
    language="ko",
    time_zone="Asia/Tokyo",
    theme="dark",
    single_keys=False,
)
COMPANY = OrganisationDraft(
    name="Hanil",
    country="KR",
    language="ko",
    currency="KRW",
    time_zone="Asia/Seoul",
    address="https://crm.hanil.kr/",
)


def test_corrects_ones_own(cast):
    correct_profile(actor=cast.actors["anna"], at=NOW, draft=ANNA, version=1)
    user = User.objects.get(id=cast.anna.id)
    assert (user.language, user.time_zone, user.theme, user.single_keys) == (
        "ko",
        "Asia/Tokyo",
        "dark",
        False,
    )
    assert (user.role, user.version) == ("rep", 2)
    [entry] = entries("identity.ProfileCorrected")
    assert entry.changes["theme"] == ["auto", "dark"]


def test_refuses_what_cant_be_chosen(cast):
    draft = replace(ANNA, language="de", time_zone="Moon/Base", theme="pink", family_name="", given_name="")
    with pytest.raises(Refused) as refused:
        correct_profile(actor=cast.actors["anna"], at=NOW, draft=draft)
    assert set(refused.value.errors) == {"language", "time_zone", "theme", "family_name"}
    with pytest.raises(Refused):
        correct_preferences(actor=cast.actors["anna"], at=NOW, theme="pink")


def test_a_preference_changes_alone(cast):
    correct_preferences(actor=cast.actors["anna"], at=NOW, theme="dark")
    correct_preferences(actor=cast.actors["anna"], at=NOW, language="ru")
    user = User.objects.get(id=cast.anna.id)
    assert (user.theme, user.language, user.given_name) == ("dark", "ru", "Anna")


def test_two_windows_of_one_profile(cast):
    correct_profile(actor=cast.actors["anna"], at=NOW, draft=ANNA, version=1)
    with pytest.raises(Stale) as stale:
        correct_profile(actor=cast.actors["anna"], at=NOW, draft=replace(ANNA, theme="light"), version=1)
    assert stale.value.changes == {"theme": ("dark", "light")}


def test_a_password_is_journalled_without_itself(cast):
    correct_password(user=cast.anna, at=NOW, password="another horse battery")
    assert User.objects.get(id=cast.anna.id).check_password("another horse battery")
    [entry] = entries("identity.PasswordCorrected")
    assert entry.changes == {}


def test_corrects_the_company(cast):
    company = correct_organisation(actor=cast.actors["oleg"], at=NOW, draft=COMPANY, version=1)
    assert (company.language, company.address, company.version) == ("ko", "https://crm.hanil.kr", 2)
    [entry] = entries()
    assert entry.changes == {"language": ["en", "ko"], "address": ["", "https://crm.hanil.kr"]}


@pytest.mark.parametrize("who", ["anna", "vera", "emma"])
def test_the_company_refuses_those_without_the_right(cast, who):
    with pytest.raises(NotAllowed):
        correct_organisation(actor=cast.actors[who], at=NOW, draft=COMPANY)
    assert Organisation.objects.get().language == "en"


@pytest.mark.parametrize(
    "address",
    [
        "crm.hanil.kr",
        "ftp://x.kr",
        "https://x.kr/path",
        "https://a@x.kr",
        "https://",
        "http://x:y",
        "http://[::1",
    ],
)
def test_refuses_an_address_that_is_none(cast, address):
    with pytest.raises(Refused) as refused:
        correct_organisation(actor=cast.actors["oleg"], at=NOW, draft=replace(COMPANY, address=address))
    assert set(refused.value.errors) == {"address"}
