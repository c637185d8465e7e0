"""How far records are judged anew, on the page of minimum sets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from requite.quality.models import Judging

pytestmark = pytest.mark.django_db
SETS = "/settings/minimum-sets"
HERE = f"{SETS}/meeting/judging/"


@pytest.fixture
def oleg(clients):
    return clients("oleg")


def keep(kind="meeting", **values):
    now = timezone.now()
    values = {
        "turn": 1, "at": now, "launched_at": now, "done": 214_000, "total": 991_234, "moved_at": now,
        "ended_at": None, "paced_at": now - timedelta(seconds=40), **values,
    }  # fmt: skip
    Judging.objects.update_or_create(kind=kind, defaults=values)


def text(response):
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_says_how_far_it_is_and_asks_again(cast, oleg):
    keep()
    for page in (text(oleg.get(f"{SETS}/person/")), text(oleg.get(HERE))):
        assert "Meetings · about 2 minutes left" in page
        assert "214,000 / 1,000,000" in page
        assert 'data-live="judging"' in page
        assert 'hx-target="this" hx-select="#judging"' in page  # the page around it asks for the whole of itself
        assert 'hx-trigger="live, every 3s"' in page


def test_a_minute_and_less(cast, oleg):
    keep(done=350_000)
    assert "about 1 minute left" in text(oleg.get(HERE))
    keep(done=990_000)
    assert "less than a minute left" in text(oleg.get(HERE))
    keep(paced_at=None)
    assert "Meetings · under way" in text(oleg.get(HERE))


def test_kinds_that_are_done_are_ticked_and_then_it_is_quiet(cast, oleg):
    keep()
    keep("call", ended_at=timezone.now())
    page = text(oleg.get(HERE))
    assert ">Calls <span" in page
    assert "all judged by the version in force" in page
    keep(ended_at=timezone.now())
    page = text(oleg.get(HERE))
    assert "Every record is judged by the versions in force, since" in page
    assert 'hx-trigger="live"' in page
    assert "every 3s" not in page


def test_what_failed_says_so_and_goes_on_when_told(cast, oleg):
    keep(failed_at=timezone.now(), faults=11)
    page = text(oleg.get(HERE))
    assert "It met a fault too often and stopped." in page
    assert 'role="alert"' in page
    assert "every 3s" not in page
    answer = oleg.post(HERE)
    assert answer.url == f"{SETS}/meeting/"
    page = text(oleg.get(answer.url))
    assert "Judging goes on." in page
    assert "stopped" not in page
    assert "Nothing has to be begun again." in text(oleg.get(oleg.post(HERE).url))
    journal = text(oleg.get("/journal/"))
    assert (journal.count("judged anew by hand"), "Meeting" in journal) == (1, True)


def test_a_fault_that_passes_and_a_worker_that_is_down(cast, oleg):
    keep(faults=2)
    assert "tries again by itself" in text(oleg.get(HERE))
    keep(moved_at=timezone.now() - timedelta(minutes=6))
    page = text(oleg.get(HERE))
    assert "Nothing has moved since" in page
    assert "Try again" in page


def test_is_for_who_may_change_the_sets(cast, clients):
    for who in ("anna", "vera", "dina"):
        assert clients(who).get(HERE).status_code == 403
        assert clients(who).post(HERE).status_code == 403
    assert clients("oleg").get(f"{SETS}/spaceship/judging/").status_code == 404
    assert clients("oleg").post(f"{SETS}/spaceship/judging/").status_code == 404
