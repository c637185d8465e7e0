"""A file's name as text that can be shown: no path, no signs that turn or hide it, at most 255 bytes."""

import re
import unicodedata
from pathlib import PurePosixPath

from requite.files.models.file import NAME_BYTES

NAMELESS = "file"
EXTENSION = re.compile(r"\.[^\W_]{1,12}\Z")
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # controls, signs of direction and of no width, what isn't a letter
JOINER = "\u200d"  # holds an emoji of several together


def clean_name(raw: str) -> str:
    """The last part of `raw` without what can't be seen; "file" when nothing is left. Cleaning again changes nothing."""
    last = raw.replace("\\", "/").rstrip("/").rpartition("/")[2]
    text = unicodedata.normalize("NFC", last)
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in text
        if sign == JOINER or sign.isspace() or unicodedata.category(sign) not in HIDDEN
    )
    words = " ".join(seen.split()).strip(" ." + JOINER) if seen.strip(" ." + JOINER) else ""
    return cut_name(words) or NAMELESS


def cut_name(name: str, most: int = NAME_BYTES) -> str:
    """The name in at most that many bytes; its extension stays."""
    if len(name.encode()) <= most:
        return name
    found = EXTENSION.search(name)
    end = found[0] if found else ""
    stem = name[: len(name) - len(end)].encode()[: most - len(end.encode())].decode(errors="ignore")
    return unicodedata.normalize("NFC", stem.rstrip(" ." + JOINER)) + end


def extension_of(name: str) -> str:
    """What stands behind the last dot, in lower case: "" for none."""
    return PurePosixPath(name).suffix[1:].lower() if EXTENSION.search(name) else ""
