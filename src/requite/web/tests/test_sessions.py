"""Cookies of anybody's making."""

from http.cookies import SimpleCookie

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["abcdefgh\x00", "", "x" * 5_000, "'; DROP TABLE django_session; --"])
def test_a_made_up_session_is_no_session(key):
    _, sent = SimpleCookie().value_encode(key)  # as a header, for Python's own cookies refuse some of these by now
    answer = Client(raise_request_exception=True).get("/log-in/", headers={"cookie": f"sessionid={sent}"})
    assert answer.status_code in (200, 302)


def test_one_whose_text_was_forged_is_nobodys(client, cast):
    client.force_login(cast.anna)
    assert client.get("/people/").status_code == 200
    kept = Session.objects.get()
    Session.objects.update(session_data=kept.session_data[:-1] + ("A" if kept.session_data[-1] != "A" else "B"))
    assert client.get("/people/").status_code == 302
    Session.objects.update(session_data=kept.session_data)
    assert client.get("/people/").status_code == 200
