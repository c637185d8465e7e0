"""How much may be kept, as the environment says."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from requite.kernel.reading import fetch_one

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one file, bytes of all files of the company (0: no limit), days for which a removed file can come back."""

    file: int
    company: int
    grace_days: int


def limits() -> Limits:
    """The limits in force."""
    found: Limits = Limits(*settings.FILE_LIMITS)
    return found


def incoming() -> Path:
    """The folder in which files wait until they are kept."""
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def sum_kept() -> int:
    """The bytes of all files that are kept, as triggers tally them."""
    row = fetch_one("SELECT kept FROM files_room")
    return int(row[0]) if row else 0
