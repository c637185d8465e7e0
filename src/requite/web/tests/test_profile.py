import pytest

from requite.identity.models import User
from requite.identity.tests.cast import entries, make_cast
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
FORM = {
    "family_name": "Kim", "given_name": "Anna", "language": "ko", "time_zone": "Asia/Tokyo", "theme": "dark",
    "version": "1",
}  # fmt: skip


@pytest.fixture
def cast(db):
    return make_cast()


def test_keeps_ones_own_and_answers_in_the_new_language(cast):
    client = browser(cast.anna)
    assert client.post("/profile/", FORM).status_code == 302
    html = client.get("/profile/").content.decode()
    assert '<html lang="ko" data-theme="dark">' in html
    assert 'data-keys="off"' in html
    user = User.objects.get(id=cast.anna.id)
    assert (user.time_zone, user.single_keys) == ("Asia/Tokyo", False)
    assert [entry.type for entry in entries()] == ["identity.ProfileCorrected"]


def test_role_team_and_address_cant_be_sent(cast):
    sent = {
        **FORM,
        "role": "administrator",
        "team_id": str(cast.south.id),
        "email": "x@x.kr",
        "is_active": "",
    }
    browser(cast.anna).post("/profile/", sent)
    user = User.objects.get(id=cast.anna.id)
    assert (user.role, user.team_id, user.email) == ("rep", cast.north.id, "anna@hanil.kr")


def test_refuses_beside_the_field_with_the_text(cast):
    response = browser(cast.anna).post(
        "/profile/", {**FORM, "given_name": "A" * 81, "time_zone": "Moon/Base"}
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="f-given_name-error"' in html
    assert 'id="f-time_zone-error"' in html
    assert "A" * 81 in html
    assert not entries()


def test_a_second_window_learns_of_the_first(cast):
    client = browser(cast.anna)
    client.post("/profile/", FORM)
    response = client.post("/profile/", {**FORM, "theme": "light"}, headers={"Accept-Language": "en"})
    assert response.status_code == 409
    assert 'name="version" value="2"' in response.content.decode()
    assert User.objects.get(id=cast.anna.id).theme == "dark"


def test_the_menu_changes_colours_and_language(cast):
    client = browser(cast.anna)
    instant = client.post("/profile/preferences/", {"theme": "dark"}, headers={"HX-Request": "true"})
    assert (instant.status_code, instant.content) == (204, b"")
    here = {"Referer": "http://testserver/settings/?x=1"}
    assert client.post("/profile/preferences/", {"language": "ru"}, headers=here).url == "/settings/?x=1"
    elsewhere = {"Referer": "https://evil.example/"}
    assert client.post("/profile/preferences/", {"language": "ko"}, headers=elsewhere).url == "/"
    user = User.objects.get(id=cast.anna.id)
    assert (user.theme, user.language) == ("dark", "ko")
    assert client.post("/profile/preferences/", {"theme": "pink"}).status_code == 422


def test_asks_for_a_log_in(cast):
    assert browser().get("/profile/").status_code == 302
    assert browser().get("/profile/preferences/").status_code == 302
