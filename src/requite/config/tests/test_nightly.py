"""Jobs that are due at night, on a machine that is switched off then."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

MORNING = datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_whatever_was_due_at_night_is_queued_in_the_morning():
    deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    due = {one.task.name for one, _at in deferrer.get_previous_tasks(at=MORNING.timestamp())}
    assert due == {one.task.name for one in app.periodic_registry.periodic_tasks.values()}
    assert {"requite.journal.tidy", "requite.quality.fade"} <= due
