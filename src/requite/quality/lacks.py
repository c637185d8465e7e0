"""Why a value that was given for a field doesn't count."""

from datetime import datetime
from enum import Enum, auto

from requite.quality.checks import State, judge_value
from requite.quality.fillers import digest_of
from requite.quality.rules import list_rules


class Lack(Enum):
    """It says nothing, it stands in too many records of its owner, or it isn't valid."""

    FILLER = auto()
    OVERUSED = auto()
    INVALID = auto()


def find_lack(*, kind: str, field: str, value: str, at: datetime) -> Lack:
    """Why the value, which was found wanting, doesn't count by the lines in force; what they ask of it isn't looked at."""
    lines = [line for line in list_rules(kind, at=at) if line.field == field]
    today = at.date()
    if any(judge_value(value, check=one.check, country=one.country, today=today) is State.FILLER for one in lines):
        return Lack.FILLER
    if any(digest == digest_of(value) for line in lines for _owner, digest in line.overused):
        return Lack.OVERUSED
    return Lack.INVALID
