"""A PostgreSQL that doesn't answer, or was started anew: what pages say of it, and that they go on by themselves."""

import psycopg
import pytest
from django.db import OperationalError, connection
from testing.asserts import text
from testing.committed import apart

from requite.web.tests.cast import browser

pytestmark = pytest.mark.django_db


def gone(*_given):
    raise OperationalError("the server closed the connection")


@pytest.mark.parametrize("who", ["anna", ""])
def test_says_so_wherever_it_is_met(cast, clients, who):
    client = clients(who)
    client.raise_request_exception = False
    with connection.execute_wrapper(gone):
        answer = client.get("/people/" if who else "/log-in/")
    assert answer.status_code == 503
    assert "The database doesn't answer" in text(answer)
    assert client.get("/people/").status_code == (200 if who else 302)


def break_connection() -> None:
    """End this thread's connection from the server's side, as a restart does with all of them."""
    connection.ensure_connection()
    params = {**connection.get_connection_params(), "autocommit": True}
    mine = connection.connection.info.backend_pid
    with psycopg.connect(**{name: params[name] for name in ("dbname", "user", "host", "port") if name in params}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])


def test_a_page_is_shown_though_the_connection_that_was_kept_broke(kept_cast):
    def act() -> None:
        client = browser(kept_cast.anna)
        assert client.get("/people/").status_code == 200
        break_connection()
        assert client.get("/people/").status_code == 200

    apart(act)


def test_one_who_is_not_logged_in_is_told_once(kept_cast):
    def act() -> None:
        client = browser()
        break_connection()
        assert client.get("/log-in/").status_code == 503
        assert client.get("/log-in/").status_code == 200

    apart(act)
