"""What activities keep in order by themselves."""

from datetime import UTC, datetime, time
from uuid import UUID

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from requite.identity.presence import BY_ITSELF, defer_rest, leaving_room
from requite.kernel.nightly import nightly
from requite.quality.overuse import list_owners
from requite.work.reassessing import judge_words, reopen_aged, reopen_lapsed


@app.periodic(cron="* * * * *")
@app.task(name="requite.work.sort_written", queueing_lock="requite.work.sort_written")
def sort_written(timestamp: int) -> None:  # noqa: ARG001 - a periodic job is told when it is
    """Sort what was written lately into its index, so that nobody who logs a call has to wait for that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('activity_written')")


@app.periodic(cron="1,31 * * * *")
@app.task(name="requite.work.reopen_lapsed", queueing_lock="requite.work.reopen_lapsed")
def lapse_asked(timestamp: int) -> None:
    """What was asked and not told comes back as a debt on the day on which it lapses, whatever the company's zone.

    What a day has made late, or near enough, likewise.
    """
    at = datetime.fromtimestamp(timestamp, UTC)
    try:
        reopen_lapsed(at=at)
    finally:
        reopen_aged(at=at)


@nightly(time(2, 15))
@app.task(name="requite.work.survey_words", queueing_lock="requite.work.survey_words", lock=BY_ITSELF, pass_context=True)
def survey_words(context: JobContext, timestamp: int, after: str = "") -> None:
    """Look, owner by owner, for words that stand on too many of their records, and judge these."""
    at, stopped = datetime.fromtimestamp(timestamp, UTC), context.should_abort
    last = UUID(after) if after else None
    for owner_id in list_owners(after=last):
        if stopped():
            defer_rest(survey_words, timestamp=timestamp, after=str(last or ""))
            return
        with leaving_room(stopped):
            judge_words(owner_id=owner_id, at=at)
        last = owner_id
