"""`requite worker`: runs jobs until it is told to stop; takes over those whose worker was killed."""

from __future__ import annotations

import os
from collections.abc import Sequence

import django
from django.core.management import call_command


def run(_: Sequence[str]) -> int:
    """A job under way may finish within ten seconds of SIGTERM; what doesn't is run again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415 (needs Django set up)

    @app.periodic(cron="* * * * *")
    @app.task(name="requite.cli.take_over", queueing_lock="requite.cli.take_over", pass_context=False)
    async def take_over(timestamp: int) -> None:  # noqa: ARG001 (the task's own signature)
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
            await app.job_manager.retry_job(job)

    call_command("procrastinate", "worker", concurrency=2, shutdown_graceful_timeout=10.0, verbosity=0)
    return 0
