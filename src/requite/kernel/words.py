"""Words of an address, as PostgreSQL parts them."""

import re
import unicodedata

CHUNK = re.compile(r"\w+(?:[-./]\w+)*")
JOINTS = "./"


def ask_words(text: str) -> str:
    """A query of full text, prefixes each, for texts that hold what begins with each of these words; "" for none.

    The base keeps "152-3" as 152 and −3, and "12/3" as one: each part is asked for as it may stand there.
    """
    chunks = CHUNK.findall(unicodedata.normalize("NFC", text).lower())
    return " & ".join(_asked(chunk, JOINTS) for chunk in chunks)


def _asked(chunk: str, joints: str) -> str:
    if not joints:
        first, *others = chunk.split("-")
        return " & ".join([f"{first}:*", *(f"({one}:* | '-{one}':*)" if one[0].isdigit() else f"{one}:*" for one in others)])
    parts = [_asked(part, joints[1:]) for part in chunk.split(joints[0])]
    apart = " & ".join(parts)
    return apart if len(parts) == 1 else f"('{chunk}':* | ({apart}))"
