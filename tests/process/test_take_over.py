"""What a worker that was killed had begun is done once, and holds up nobody for good."""

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from testing.cast import Cast, kept_cast
from testing.committed import apart

from requite.cli.worker import take_over_stalled
from requite.people.jobs import look
from requite.quality.jobs import fade

__all__ = ["kept_cast"]
LOOKS = "SELECT args->>'timestamp', status::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id"


def ask(sql: str, *values: str | int) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def fetch() -> object:
    """The name of the next job that a worker takes; None where each waits for another."""
    ((worker,),) = ask("SELECT procrastinate_register_worker_v1()::text")
    ((name,),) = ask("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, %s::bigint)", str(worker))
    return name


def kill() -> None:
    """Every worker so far is killed, and the next begins: it forgets those that gave no sign of life."""
    ask("DELETE FROM procrastinate_workers")


def test_what_was_queued_again_meanwhile_takes_the_place_of_what_was_begun(kept_cast: Cast) -> None:
    def play() -> list[object]:
        look.defer(timestamp=0)
        found = [fetch()]
        look.defer(timestamp=3600)
        fade.defer(timestamp=0)
        kill()
        found.append(fetch())  # the one begun holds the lock of all three
        async_to_sync(take_over_stalled)(app)
        found.append(fetch())
        found.extend(ask(LOOKS, look.name))
        kill()
        return found

    assert apart(play) == [look.name, None, look.name, ("0", "aborted"), ("3600", "doing")]


def test_what_was_begun_is_done_again(kept_cast: Cast) -> None:
    def play() -> list[object]:
        look.defer(timestamp=0)
        fade.defer(timestamp=0)
        found = [fetch()]
        kill()
        async_to_sync(take_over_stalled)(app)
        found.append(fetch())
        kill()
        return found

    assert apart(play) == [look.name, look.name]
