"""What is deleted each night."""

import logging
from datetime import UTC, datetime, time

from procrastinate.contrib.django import app

from requite.files.actions.erase_files import erase_removed, erase_strays
from requite.kernel.actor import Actor
from requite.kernel.nightly import nightly

log = logging.getLogger("requite.files")
SHOWN = 20


@nightly(time(3, 45))
@app.task(name="requite.files.tidy", queueing_lock="requite.files.tidy")
def tidy(timestamp: int) -> None:
    """Delete bytes whose grace is over and bytes that belong to nothing; say which files have lost theirs."""
    at = datetime.fromtimestamp(timestamp, UTC)
    erased = erase_removed(actor=Actor(id=None, name="Requite", via="job"), at=at)
    strays = erase_strays(at=at)
    log.info("files: %d deleted for good, %d strays deleted", erased, len(strays.deleted))
    if strays.missing:
        log.error("files: %d have lost their bytes: %s", len(strays.missing), ", ".join(strays.missing[:SHOWN]))
