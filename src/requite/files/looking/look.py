"""What a file is, found out by a bounded child."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from requite.kernel.bounded import Bounds, run_bounded
from requite.kernel.errors import Refused

CHILD = Path(__file__).with_name("child.py")
BOUNDS = Bounds(memory=1_536 * 1024 * 1024, written=512 * 1024 * 1024, seconds=20)
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Look:
    """What was found. `kept` is what is to be kept in place of what was sent, None for the very bytes."""

    type: str
    kind: str
    text: str
    kept: Path | None
    preview: Path | None
    thumb: Path | None


def look_at(stream: BinaryIO, *, extension: str, name: str, folder: Path) -> Look:
    """Look at the open file; what is written goes into `folder`. Raises Refused for a picture that can't be opened."""
    told = run_bounded(CHILD, extension, stream=stream, folder=folder, bounds=BOUNDS)
    found = told.found
    kind = str(found.get("kind", "other"))
    sent = bool(found.get("sent"))
    if kind == "image" and not found.get("kept") and not sent:
        if found.get("fault") == "broken":
            sentence = _("“%(name)s” is a damaged picture: it can't be opened. Save it anew and attach that.")
        else:
            sentence = _("“%(name)s” asks for more memory or time than a picture may have. Make it smaller.")
        raise Refused(sentence % {"name": name}, field="files")
    shown = bool(found.get("preview") and found.get("thumb"))
    return Look(
        type=str(found.get("type", UNKNOWN))[:120],
        kind=kind[:10],
        text=str(found.get("text", "")).replace("\0", ""),
        kept=folder / "kept" if kind == "image" and not sent else None,
        preview=folder / "preview" if shown else None,
        thumb=folder / "thumb" if shown else None,
    )
