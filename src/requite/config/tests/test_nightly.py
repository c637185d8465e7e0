"""Jobs that are due by themselves, on a machine that is switched off then."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

from requite.kernel.nightly import NIGHTLY

MORNING = datetime(2026, 11, 30, 9, 14, tzinfo=UTC)
PERIODIC = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name.startswith("requite.")]


def test_whatever_was_due_meanwhile_is_queued_when_it_is_on_again():
    deferrer = PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults)
    due = {one.task.name for one, _at in deferrer.get_previous_tasks(at=MORNING.timestamp())}
    assert {one.task.name for one in PERIODIC} <= due
    assert "requite.identity.begin_nights" in due


def test_none_goes_by_an_hour_of_utc():
    assert {one.task.name for one in PERIODIC if one.cron.split()[1:] != ["*"] * 4} == set()


def test_the_night_has_its_jobs():
    assert set(NIGHTLY) == {
        "requite.files.tidy", "requite.idle.survey", "requite.journal.tidy", "requite.quality.fade",
        "requite.quality.medians", "requite.quality.tidy_trials", "requite.work.survey_words",
    }  # fmt: skip
