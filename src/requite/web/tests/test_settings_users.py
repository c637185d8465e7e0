import re
from datetime import timedelta

import pytest
from django.utils import timezone

from requite.identity.models import Invitation, User
from requite.identity.tests.cast import entries, make_cast
from requite.kernel.ids import new_id
from requite.web.tests.cast import browser, once

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def oleg(cast):
    return browser(cast.oleg)


def typed(user, **values):
    names = ("family_name", "given_name", "role", "language", "version")
    kept = {name: getattr(user, name) for name in names}
    return {**kept, "team_id": str(user.team_id or ""), **values}


def test_lists_searches_and_pages(cast, oleg):
    html = oleg.get("/settings/users/").content.decode()
    assert html.count("<tr data-row>") == 7
    assert "Kim Anna" in html or "Anna Kim" in html
    part = oleg.get("/settings/users/?q=kim", headers=FRAGMENT).content.decode()
    assert "<html" not in part
    assert part.count("<tr data-row>") == 1
    assert "Nobody fits" in oleg.get("/settings/users/?q=zzz&team=none&role=x&state=y").content.decode()
    User.objects.bulk_create(
        User(
            email=f"u{n}@hanil.kr", family_name="Zo", given_name=f"{n:03}", role="rep", made_at=timezone.now()
        )
        for n in range(60)
    )
    html = oleg.get("/settings/users/").content.decode()
    more = re.search(r'hx-get="([^"]+after=[^"]+)"', html).group(1).replace("&amp;", "&")
    rest = oleg.get(more, headers=FRAGMENT).content.decode()
    assert rest.lstrip().startswith("<tr")
    assert rest.count("<tr data-row>") == 17


def test_a_list_of_many_users_costs_no_more_queries(cast, oleg, django_assert_max_num_queries):
    oleg.get("/settings/users/")
    with django_assert_max_num_queries(12):
        oleg.get("/settings/users/")


def test_corrects_a_user(cast, oleg):
    response = oleg.post(
        f"/settings/users/{cast.anna.id}/", typed(cast.anna, given_name="Anne", role="leader")
    )
    assert (response.status_code, response.url) == (302, "/settings/users/")
    assert User.objects.get(id=cast.anna.id).role == "leader"
    assert [entry.type for entry in entries()] == ["identity.UserCorrected"]
    assert "Kept." in oleg.get("/settings/users/").content.decode()


def test_refuses_beside_the_field_with_the_text(cast, oleg):
    response = oleg.post(
        f"/settings/users/{cast.anna.id}/", typed(cast.anna, family_name="", given_name="", role="king")
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="f-family_name-error"' in html
    assert 'id="f-role-error"' in html
    last = oleg.post(f"/settings/users/{cast.oleg.id}/", typed(cast.oleg, role="rep"))
    assert last.status_code == 422
    assert "last administrator" in last.content.decode()
    assert not entries()


def test_shows_theirs_beside_yours(cast, oleg):
    oleg.post(
        f"/settings/users/{cast.anna.id}/", typed(cast.anna, given_name="Anne", team_id=str(cast.south.id))
    )
    response = oleg.post(f"/settings/users/{cast.anna.id}/", typed(cast.anna, given_name="Ann"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Anne" in html
    assert 'value="Ann"' in html
    assert "Sales › South" in html
    assert 'name="version" value="2"' in html
    assert User.objects.get(id=cast.anna.id).given_name == "Anne"


def test_an_undo_from_a_toast_reads_the_page_anew(cast, oleg):
    oleg.post(f"/settings/users/{cast.anna.id}/deactivation/")
    response = oleg.post(f"/settings/users/{cast.anna.id}/activation/", headers=FRAGMENT)
    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == f"/settings/users/{cast.anna.id}/"


def test_what_the_form_doesnt_offer_cant_be_sent(cast, oleg):
    sent = typed(
        cast.anna, email="x@x.kr", is_active="", id=str(new_id()), password="x", made_at="1999-01-01"
    )
    oleg.post(f"/settings/users/{cast.anna.id}/", sent)
    user = User.objects.get(id=cast.anna.id)
    assert (user.email, user.is_active, user.password) == ("anna@hanil.kr", True, cast.anna.password)


def test_deactivates_after_asking_and_restores(cast, oleg):
    path = f"/settings/users/{cast.anna.id}"
    html = oleg.get(f"{path}/deactivation/").content.decode()
    assert "logged out everywhere at once" in html
    assert oleg.post(f"{path}/deactivation/").status_code == 302
    assert not User.objects.get(id=cast.anna.id).is_active
    assert "deactivated" in oleg.get("/settings/users/?state=all").content.decode()
    assert oleg.post(f"{path}/activation/").status_code == 302
    assert User.objects.get(id=cast.anna.id).is_active
    assert oleg.post(f"/settings/users/{cast.oleg.id}/deactivation/").status_code == 422


def test_a_link_is_shown_once(cast, oleg):
    form = {"email": "zoya@hanil.kr", "role": "rep", "team": str(cast.north.id), "once": once()}
    html = oleg.post("/settings/invitations/", form).content.decode()
    link = re.search(r'value="http://testserver(/invitation/\w+/)"', html).group(1)
    assert link in oleg.post("/settings/invitations/", form).content.decode()
    assert Invitation.objects.count() == 1
    html = oleg.get("/settings/invitations/").content.decode()
    assert link not in html
    assert "zoya@hanil.kr" in html
    assert browser().get(link).status_code == 200
    invitation = Invitation.objects.get()
    assert invitation.ends_at - invitation.made_at == timedelta(days=7)
    assert oleg.post(f"/settings/invitations/{invitation.id}/withdrawal/").status_code == 302
    assert browser().get(link).status_code == 404


def test_a_refused_invitation_keeps_its_text(cast, oleg):
    response = oleg.post("/settings/invitations/", {"email": "anna@hanil.kr", "role": "leader"})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="anna@hanil.kr"' in html
    assert '<option value="leader" selected>' in html
    assert 'id="f-email-error"' in html


def test_a_name_is_text_and_nothing_else(cast, oleg):
    User.objects.filter(id=cast.anna.id).update(family_name="<script>alert(1)</script>")
    for path in ("/settings/users/", f"/settings/users/{cast.anna.id}/"):
        html = oleg.get(path).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize("who", ["anna", "vera", "dina", "emma"])
def test_refuses_those_without_the_right(cast, who):
    client, path = browser(getattr(cast, who)), f"/settings/users/{cast.gleb.id}/"
    for asked in ("/settings/users/", path, f"{path}deactivation/", "/settings/invitations/"):
        assert client.get(asked).status_code == 403, asked
    for sent in (path, f"{path}deactivation/", f"{path}activation/", "/settings/invitations/"):
        values = typed(cast.gleb, given_name="X", email="x@x.kr", role="administrator")
        assert client.post(sent, values).status_code == 403, sent
    assert not entries()
    assert not Invitation.objects.exists()


def test_unknown_ones_arent_there(oleg):
    for id_ in (new_id(), "x", "1"):
        assert oleg.get(f"/settings/users/{id_}/").status_code == 404
        assert oleg.post(f"/settings/users/{id_}/activation/").status_code == 404
        assert oleg.post(f"/settings/invitations/{id_}/withdrawal/").status_code == 404
