"""Night work rests behind each window while somebody is at work, and jobs that nobody waits for take turns."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

import pytest

from requite.identity.models import User
from requite.identity.presence import BY_ITSELF, LATELY, LONGEST, SHARE, is_anybody_here, leaving_room
from requite.identity.tests.cast import make_cast
from requite.insight.idle.jobs import survey_fields
from requite.people.jobs import look
from requite.quality.jobs import fade

pytestmark = pytest.mark.django_db
WINDOW = 0.1


@pytest.fixture
def anna(db):
    return make_cast().anna


def seen(user: User, ago: timedelta) -> None:
    User.objects.filter(id=user.id).update(last_seen_at=datetime.now(UTC) - ago)


def never() -> bool:
    return False


def length(stopped: Callable[[], bool] = never) -> float:
    begun = monotonic()
    with leaving_room(stopped):
        sleep(WINDOW)
    return monotonic() - begun


def test_a_window_is_followed_by_a_rest_while_somebody_is_here(anna):
    seen(anna, timedelta(minutes=1))
    assert length() >= WINDOW * (1 + SHARE)


def test_nobody_waits_where_nobody_is(anna):
    seen(anna, LATELY + timedelta(minutes=1))
    assert not is_anybody_here(datetime.now(UTC))
    assert length() < WINDOW * (1 + SHARE)


def test_a_rest_ends_when_the_worker_is_to_end(anna, monkeypatch):
    monkeypatch.setattr("requite.identity.presence.SHARE", 1000)
    seen(anna, timedelta(minutes=1))
    ends = monotonic() + WINDOW + 0.3
    assert length(lambda: monotonic() > ends) < LONGEST


def fail() -> None:
    with leaving_room(never):
        sleep(WINDOW)
        raise ValueError("cut")


def test_what_fails_rests_not(anna):
    seen(anna, timedelta())
    begun = monotonic()
    with pytest.raises(ValueError, match="cut"):
        fail()
    assert monotonic() - begun < WINDOW * (1 + SHARE)


@pytest.mark.parametrize("job", [look, fade, survey_fields], ids=lambda job: job.name)
def test_those_jobs_take_turns(job):
    assert job.lock == BY_ITSELF
