"""`requite worker`: runs jobs until it is told to stop; takes over those whose worker was killed."""

from __future__ import annotations

import os
from collections.abc import Sequence

import django
from django.core.management import call_command
from procrastinate import App, exceptions
from procrastinate.jobs import Status

SILENT = 30  # seconds without a sign of life after which a worker was killed
SOON = 0.5  # seconds after SIGTERM from which on jobs hear that they are to end


async def take_over_stalled(app: App) -> None:
    """Queue again what a worker that was killed had begun.

    Where the same was queued since, that one does what was left, and the one begun is over. Else its lock would hold up for
    good whatever shares it, the one that waits included.
    """
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        try:
            await app.job_manager.retry_job(job)
        except exceptions.UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=False)


def run(_: Sequence[str]) -> int:
    """A long job ends between two portions once it hears of SIGTERM, and queues the rest. Another may finish.

    `requite up` waits for that, up to the patience of its part; what hasn't ended by then is killed and run again.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 (needs Django set up)

    @app.periodic(cron="* * * * *")
    @app.task(name="requite.cli.take_over", queueing_lock="requite.cli.take_over", pass_context=False)
    async def take_over(timestamp: int) -> None:  # noqa: ARG001 (the task's own signature)
        await take_over_stalled(app)

    call_command("procrastinate", "worker", concurrency=2, shutdown_graceful_timeout=SOON, verbosity=0)
    return 0
