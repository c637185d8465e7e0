"""Passwords and invitations: the quiet doors of the entrance."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from requite.identity import jobs
from requite.identity.actions.invite_user import invite_user
from requite.identity.models import Organisation, User
from requite.identity.tests.cast import PASSWORD, entries, make_cast
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


class TestPasswords:
    def test_changes_and_ends_other_sessions(self, cast):
        here, there = browser(cast.anna), browser(cast.anna)
        new = "another horse battery"
        response = here.post("/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        assert (response.status_code, response.url) == (302, "/profile/")
        assert here.get("/profile/").status_code == 200
        assert there.get("/profile/").status_code == 302
        assert [entry.type for entry in entries()] == ["identity.PasswordCorrected"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            (("wrong", "another horse battery", "another horse battery"), "oldpassword"),
            ((PASSWORD, "12345", "12345"), "password1"),
            ((PASSWORD, "another horse battery", "another house battery"), "password2"),
            ((PASSWORD, "anna@hanil.kr", "anna@hanil.kr"), "password1"),
        ],
    )
    def test_refuses(self, cast, values, field):
        names = ("oldpassword", "password1", "password2")
        response = browser(cast.anna).post("/password/", dict(zip(names, values, strict=True)))
        assert response.status_code == 422
        assert f'id="f-{field}-error"' in response.content.decode()
        assert User.objects.get(id=cast.anna.id).check_password(PASSWORD)
        assert not entries()

    def test_asks_for_a_log_in(self, cast):
        assert browser().get("/password/").status_code == 302

    def test_a_link_answers_the_same_for_everybody(self, cast):
        answers = set()
        for email in ("anna@hanil.kr", "nobody@hanil.kr"):
            response = browser().post("/password/reset/", {"email": email}, follow=True)
            answers.add((response.status_code, response.content.decode()))
        assert len({status for status, _html in answers}) == 1
        assert ProcrastinateJob.objects.filter(task_name="requite.identity.send_password_link").count() == 1
        assert not mail.outbox

    def test_the_mail_starts_with_the_companys_address_whatever_the_request_said(self, cast, settings):
        settings.ALLOWED_HOSTS = ["*"]
        Organisation.objects.update(address="https://crm.hanil.kr")
        client = browser()
        client.post("/password/reset/", {"email": "ANNA@hanil.kr"}, headers={"Host": "evil.example"})
        [job] = ProcrastinateJob.objects.filter(task_name="requite.identity.send_password_link")
        assert job.args == {"user_id": str(cast.anna.id)}
        jobs.send_password_link(**job.args)
        [sent] = mail.outbox
        assert sent.to == ["anna@hanil.kr"]
        assert "evil" not in sent.body
        link = re.search(r"https://crm\.hanil\.kr(/\S+)", sent.body).group(1)
        self._set_new(client, link)
        assert User.objects.get(id=cast.anna.id).check_password("another horse battery")
        assert [entry.type for entry in entries()] == ["identity.PasswordCorrected"]
        assert "doesn’t work any more" in browser().get(link).content.decode()

    def _set_new(self, client, link):
        form = client.get(link, follow=True)
        assert form.status_code == 200
        path = form.redirect_chain[-1][0]
        weak = client.post(path, {"password1": "12345", "password2": "12345"})
        assert weak.status_code == 422
        assert 'id="f-password1-error"' in weak.content.decode()
        new = "another horse battery"
        done = client.post(path, {"password1": new, "password2": new}, follow=True)
        assert "Your new password is kept" in done.content.decode()

    def test_without_an_address_no_mail_leaves(self, cast):
        jobs.send_password_link(user_id=str(cast.anna.id))
        assert not mail.outbox

    def test_a_made_up_link_says_so(self, cast):
        html = browser().get(f"/password/reset/{cast.anna.id.hex}-abc-def/").content.decode()
        assert "doesn’t work any more" in html


class TestInvitation:
    TAKEN = {
        "family_name": "Yun",
        "given_name": "Zoya",
        "language": "en",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }

    @pytest.fixture
    def link(self, cast):
        at = timezone.now()
        given = invite_user(
            actor=cast.actors["oleg"], at=at, email="zoya@hanil.kr", role="rep", team_id=cast.north.id
        )
        return f"/invitation/{given.secret}/"

    def test_says_who_and_what_and_lets_in(self, cast, link):
        client = browser()
        html = client.get(link).content.decode()
        assert "zoya@hanil.kr" in html
        assert "Hanil" in html
        response = client.post(link, self.TAKEN)
        assert (response.status_code, response.url) == (302, "/")
        assert client.get("/profile/").status_code == 200
        assert User.objects.get(email="zoya@hanil.kr").team_id == cast.north.id
        assert browser().get(link).status_code == 404

    def test_role_and_address_cant_be_sent(self, cast, link):
        browser().post(link, {**self.TAKEN, "role": "administrator", "email": "x@x.kr", "team": "x"})
        assert User.objects.get(email="zoya@hanil.kr").role == "rep"

    def test_refuses_beside_the_field(self, link):
        response = browser().post(link, {**self.TAKEN, "password": "12345", "password_again": "12345"})
        assert response.status_code == 422
        html = response.content.decode()
        assert 'id="f-password-error"' in html
        assert 'value="Zoya"' in html

    def test_an_unknown_link_says_so(self, cast):
        response = browser().get(f"/invitation/{'0' * 64}/")
        assert response.status_code == 404
        assert "This link doesn’t work any more" in response.content.decode()
