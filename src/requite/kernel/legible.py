"""Text without signs that can't be seen and change how others are read."""

import re

# NUL and controls but tab and line ends; signs that turn the direction of what follows, to its end and beyond.
_HARMFUL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# Signs of no width: alone they make a name that nobody can see or click.
_NO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062"
    "\u2063\u2064\u2800\u3164\ufe00\ufe0e\ufeff\uffa0"
)
_EMOJI = "\ufe0f"  # makes the sign before it one of colour


def legible(text: str) -> str:
    """The text as it may be kept: without controls and turned directions, trimmed; "" when nothing of it can be seen.

    What joins emoji and letters stays between them. Doing it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _HARMFUL.sub("", text).lstrip(_BLANKS + _NO_WIDTH + _EMOJI).rstrip(_BLANKS + _NO_WIDTH)
