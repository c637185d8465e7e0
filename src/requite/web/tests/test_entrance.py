import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from requite.config.environment import ENVIRONMENT
from requite.identity.actions.deactivate_user import deactivate_user
from requite.identity.actions.restore_user import restore_user
from requite.identity.models import Organisation, User
from requite.identity.tests.cast import NOW, PASSWORD, entries, make_cast
from requite.web.screens import entrance, entrance_kept, entrance_log_in
from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db
START = {
    "name": "Hanil", "country": "KR", "language": "ko", "currency": "KRW", "time_zone": "Asia/Seoul",
    "family_name": "Oh", "given_name": "Oleg", "email": "oleg@hanil.kr",
    "password": PASSWORD, "password_again": PASSWORD,
}  # fmt: skip


@pytest.fixture
def cast(db):
    return make_cast()


def hidden(html, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found.group(1) if found else ""


class TestFirstRun:
    @pytest.mark.parametrize("path", ["/", "/people/", "/log-in/", "/settings/users/"])
    def test_every_page_leads_to_it(self, path):
        response = browser().get(path)
        assert (response.status_code, response.url) == (302, "/start/")

    def test_guesses_where_the_company_is(self):
        html = browser().get("/start/", headers={"Accept-Language": "ru-RU,ru"}).content.decode()
        assert '<option value="RU" selected>' in html
        assert '<option value="RUB" selected>' in html
        assert '<option value="Europe/Moscow" selected>' in html
        assert '<html lang="ru"' in html

    def test_another_country_suggests_its_currency_and_zone(self):
        html = browser().get("/start/?country=JP", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in html
        assert '<option value="JPY" selected>' in html
        assert '<option value="Asia/Tokyo" selected>' in html

    def test_starts_once_and_is_gone(self):
        client = browser()
        response = client.post("/start/", START)
        assert (response.status_code, response.url) == (302, "/settings/")
        assert client.get("/settings/").status_code == 200
        assert Organisation.objects.get().address == "http://testserver"
        assert [entry.type for entry in entries()] == [
            "identity.OrganisationRegistered",
            "identity.UserJoined",
        ]
        assert client.get("/start/").status_code == 404
        for again in (client, browser()):  # pressed twice without script
            answer = again.post("/start/", {**START, "email": "x@x.kr"})
            assert (answer.status_code, answer.url) == (302, "/")
        assert User.objects.count() == 1

    def test_refuses_beside_the_field_and_keeps_the_text(self):
        response = browser().post(
            "/start/", {**START, "country": "XX", "password": "12345", "password_again": "12345"}
        )
        html = response.content.decode()
        assert response.status_code == 422
        assert 'id="f-country-error"' in html
        assert 'id="f-password-error"' in html
        assert 'value="oleg@hanil.kr"' in html
        assert "12345" not in html
        assert not Organisation.objects.exists()

    def test_refuses_two_different_passwords(self):
        response = browser().post("/start/", {**START, "password_again": "another one"})
        assert response.status_code == 422
        assert 'id="f-password_again-error"' in response.content.decode()


class TestLogIn:
    def test_lets_in_whatever_the_case_of_the_address(self, cast):
        client = browser()
        response = client.post("/log-in/", {"login": "ANNA@hanil.kr", "password": PASSWORD})
        assert (response.status_code, response.url) == (302, "/")
        assert client.get("/profile/").status_code == 200

    @pytest.mark.parametrize("login", ["anna@hanil.kr", "nobody@hanil.kr", "gone@hanil.kr"])
    def test_answers_the_same_for_known_unknown_and_deactivated(self, cast, login):
        User.objects.filter(id=cast.gleb.id).update(
            email="gone@hanil.kr", is_active=False, deactivated_at=NOW
        )
        password = PASSWORD if login == "gone@hanil.kr" else "wrong horse battery"
        response = browser().post("/log-in/", {"login": login, "password": password})
        assert response.status_code == 422
        html = response.content.decode()
        assert "E-mail and password don&#39;t go together" in html
        assert f'value="{login}"' in html
        assert password not in html

    def test_goes_where_one_wanted_but_only_inside(self, cast):
        client = browser()
        response = client.get("/settings/users/?q=kim")
        assert unquote(response.url) == "/log-in/?next=/settings/users/?q=kim"
        for following, leads in (
            ("/profile/", "/profile/"),
            ("https://evil.example/", "/"),
            ("//evil.example/x", "/"),
            ("javascript:alert(1)", "/"),
        ):
            response = browser().post(
                "/log-in/", {"login": "anna@hanil.kr", "password": PASSWORD, "next": following}
            )
            assert response.url == leads, following

    def test_slows_down_who_tries_one_address_again_and_again(self, cast):
        for _ in range(5):
            browser().post("/log-in/", {"login": "anna@hanil.kr", "password": "wrong"})
        response = browser().post("/log-in/", {"login": "anna@hanil.kr", "password": PASSWORD})
        assert response.status_code == 422
        assert "Too many attempts" in response.content.decode()

    def test_logs_out_by_post_only(self, cast):
        client = browser(cast.anna)
        assert client.get("/log-out/").status_code == 200
        assert client.get("/profile/").status_code == 200
        assert client.post("/log-out/").status_code == 302
        assert client.get("/profile/").status_code == 302

    def test_a_deactivated_users_session_ends_at_once(self, cast):
        client = browser(cast.anna)
        assert client.get("/profile/").status_code == 200
        deactivate_user(actor=cast.actors["oleg"], at=timezone.now(), user_id=cast.anna.id)
        assert client.get("/profile/").status_code == 302

    def test_what_they_were_logged_in_with_doesnt_come_back_with_a_restored_user(self, cast):
        client, others = browser(cast.anna), browser(cast.boris)
        oleg = cast.actors["oleg"]
        deactivate_user(actor=oleg, at=timezone.now(), user_id=cast.anna.id)
        late = browser(cast.anna)
        restore_user(actor=oleg, at=timezone.now(), user_id=cast.anna.id)
        assert client.get("/profile/").status_code == 302
        assert late.get("/profile/").status_code == 302
        assert browser(cast.anna).get("/profile/").status_code == 200
        assert others.get("/profile/").status_code == 200

    def test_speaks_the_language_of_the_switch(self, cast):
        client = browser()
        response = client.post("/language/", {"language": "ru", "next": "/log-in/"})
        assert response.url == "/log-in/"
        assert '<html lang="ru"' in client.get("/log-in/").content.decode()
        assert client.post("/language/", {"language": "xx", "next": "https://evil.example"}).url == "/"

    def test_theres_no_signing_up(self, cast):
        for path in ("/signup/", "/account/signup/", "/log-in/demo/"):
            assert browser().get(path).status_code == 404


class TestDemo:
    def test_lists_one_log_in_of_each_role_to_click(self, cast, monkeypatch):
        for module in (entrance, entrance_log_in):
            monkeypatch.setattr(module, "ENVIRONMENT", _Demo())
        client = browser()
        html = client.get("/log-in/").content.decode()
        assert html.count('name="user"') == 5
        vera = str(cast.vera.id)
        assert {vera, str(cast.oleg.id)} < set(re.findall('name="user" value="([^"]+)"', html))
        stranger = User.objects.create(email="x@x.kr", role="leader", made_at=NOW + timedelta(days=1))
        assert client.post("/log-in/demo/", {"user": str(stranger.id)}).status_code == 404
        assert client.post("/log-in/demo/", {"user": vera, "next": "/profile/"}).url == "/profile/"
        assert client.get("/profile/").status_code == 200

    def test_is_closed_outside_a_demo(self, cast):
        assert not ENVIRONMENT.demo
        assert browser().post("/log-in/demo/", {"user": str(cast.anna.id)}).status_code == 404
        assert 'name="user"' not in browser().get("/log-in/").content.decode()


class _Demo:
    demo = True


class TestExpiredLogIn:
    TYPED = {"family_name": "Kim <b>", "given_name": "Anna", "password": "secret", "version": "7"}

    def test_htmx_is_told_to_ask_in_place(self, cast):
        for method in ("get", "post"):
            response = getattr(browser(), method)("/profile/", headers={"HX-Request": "true"})
            assert (response.status_code, response.headers["HX-Trigger"]) == (401, "login-needed")

    def test_a_sent_form_is_offered_again_after_the_log_in(self, cast):
        client = browser()
        response = client.post("/profile/?x=1", self.TYPED)
        html = response.content.decode()
        assert response.status_code == 401
        assert "What you typed is kept" in html
        kept = hidden(html, "kept")
        refused = client.post("/log-in/", {"login": "anna@hanil.kr", "password": "wrong", "kept": kept})
        assert hidden(refused.content.decode(), "kept") == kept
        response = client.post("/log-in/", {"login": "anna@hanil.kr", "password": PASSWORD, "kept": kept})
        html = response.content.decode()
        assert response.status_code == 200
        assert 'action="/profile/?x=1"' in html
        assert 'name="family_name" value="Kim &lt;b&gt;"' in html
        assert 'name="version" value="7"' in html
        assert "secret" not in html
        assert User.objects.get(id=cast.anna.id).given_name == "Anna"

    def test_nobody_can_hand_over_a_form_that_wasnt_typed_here(self, cast):
        response = browser().post(
            "/log-in/", {"login": "anna@hanil.kr", "password": PASSWORD, "kept": "eyJwYXRoIjoiLyJ9:forged"}
        )
        assert response.status_code == 302

    def test_a_form_too_old_is_offered_again(self, cast, settings):
        settings.CSRF_FAILURE_VIEW = "requite.web.screens.entrance_kept.csrf_failure"
        client = browser(cast.anna, enforce_csrf_checks=True)
        ours = {"Sec-Fetch-Site": "same-origin"}
        response = client.post("/profile/", self.TYPED, headers=ours)
        assert response.status_code == 403
        html = response.content.decode()
        assert 'action="/profile/"' in html
        assert 'name="family_name" value="Kim &lt;b&gt;"' in html
        assert hidden(html, "csrfmiddlewaretoken")
        again = client.post("/profile/", self.TYPED, headers={**ours, "HX-Request": "true"})
        assert (again.status_code, again.headers["HX-Trigger"]) == (401, "login-needed")
        outside = browser(enforce_csrf_checks=True).post("/profile/", self.TYPED, headers=ours)
        assert outside.status_code == 401
        assert hidden(outside.content.decode(), "kept")

    @pytest.mark.parametrize(
        "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}]
    )
    def test_what_another_site_forged_isnt_offered(self, cast, settings, headers):
        settings.CSRF_FAILURE_VIEW = "requite.web.screens.entrance_kept.csrf_failure"
        response = browser(cast.anna, enforce_csrf_checks=True).post("/profile/", self.TYPED, headers=headers)
        assert response.status_code == 403
        assert "Kim" not in response.content.decode()

    def test_what_was_kept_a_day_ago_is_gone(self, rf):
        request = rf.post("/profile/", {"family_name": "Kim"})
        kept = entrance_kept.keep(request)
        assert entrance_kept.read_kept(kept).typed == ("Kim",)
        assert entrance_kept.read_kept(kept + "x") is None
        assert entrance_kept.keep(rf.get("/profile/")) == ""
