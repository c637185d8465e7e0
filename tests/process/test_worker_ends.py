"""A worker that is told to end does so within seconds, whatever it has begun."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

from django.db import connection
from testing.cast import Cast, kept_cast
from testing.committed import apart

from requite.identity.models import User
from requite.insight.idle.jobs import survey_fields
from requite.insight.idle.models import Survey
from tests.process.stage import wait_for

__all__ = ["kept_cast"]
PATIENCE = 15.0  # seconds that `requite up` gives a worker
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'"
# A journal that takes a day to survey: windows of a second each.
LONG = """
INSERT INTO journal_entry (id, at, type, subject_kind, subject_id, actor_name, via, changes, topics) OVERRIDING SYSTEM VALUE
SELECT 5000000000, now(), 'PersonRegistered', 'person', gen_random_uuid(), '', 'web', '{}', '{}';
INSERT INTO idle_survey (id, upto) VALUES (1, 0);
CREATE FUNCTION one_second() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NEW; END';
CREATE TRIGGER one_second BEFORE UPDATE ON idle_survey FOR EACH ROW EXECUTE FUNCTION one_second();
"""
SHORT = "DROP FUNCTION one_second() CASCADE; DELETE FROM idle_survey"


def ask(sql: str, *values: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.fetchone()[0]) if cursor.description else 0


def upto() -> int:
    found = Survey.objects.first()
    return found.upto if found else 0


def start(var: Path) -> subprocess.Popen[bytes]:
    """A worker of the tests' database, with a folder of its own."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit((parts.scheme, parts.netloc, f"/{connection.settings_dict['NAME']}", parts.query, ""))
    command = [sys.executable, "-m", "requite.cli.main", "worker"]
    return subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url, "REQUITE_VAR": str(var)})


def test_a_survey_ends_behind_its_window_and_the_rest_waits_for_the_next_worker(kept_cast: Cast, tmp_path: Path) -> None:
    def play() -> None:
        ask(LONG)
        User.objects.filter(id=kept_cast.anna.id).update(last_seen_at=datetime.now(UTC))
        survey_fields.defer(timestamp=int(datetime.now(UTC).timestamp()))
        worker = start(tmp_path)
        try:
            wait_for(lambda: upto() > 50_000, seconds=60)
            begun, was = monotonic(), upto()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE) == 0
            print(f"ended after {monotonic() - begun:.1f} s")
            assert was <= upto() <= was + 100_000
            assert ask(LEFT, survey_fields.name) == 1
        finally:
            worker.kill()
            worker.wait()
            ask(SHORT)

    apart(play)
