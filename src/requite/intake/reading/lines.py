"""Physical lines with bounded memory, and a way back when a record turns out to be broken."""

from collections import deque
from typing import TextIO

from requite.intake.reading import limits


class Overrun(Exception):  # noqa: N818 - never leaves the room
    """A line or a record is longer than any real one."""


class Feed:
    """An iterator of lines that remembers those of the record being read, so that they can be read again."""

    __slots__ = ("_again", "_chars", "_readline", "line", "nul", "pending", "unreadable")

    def __init__(self, text: TextIO) -> None:
        self._readline = text.readline
        self._again: deque[str] = deque()
        self._chars = 0
        self.pending: list[str] = []
        self.line = 0
        self.nul = self.unreadable = False

    def __iter__(self) -> "Feed":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._readline(limits.LINE_CHARS)
        if not line:
            raise StopIteration
        self.line += 1
        if "\0" in line:
            self.nul = True
            line = line.replace("\0", "")
        if "\ufffd" in line:
            self.unreadable = True
        self.pending.append(line)
        self._chars += len(line)
        if self._chars >= limits.LINE_CHARS or len(self.pending) > limits.RECORD_LINES:
            self._overrun(line)
        return line

    def start(self) -> None:
        """Forget the lines of the record before."""
        self.pending.clear()
        self._chars = 0
        self.nul = self.unreadable = False

    def give_back(self) -> str:
        """Put all pending lines but the first back in front, and return the first."""
        first, *rest = self.pending
        self._again.extendleft(reversed(rest))
        self.line -= len(rest)
        return first

    def _overrun(self, line: str) -> None:
        if len(line) >= limits.LINE_CHARS and not line.endswith(("\n", "\r")):
            rest = line
            while rest and not rest.endswith(("\n", "\r")):
                rest = self._readline(limits.LINE_CHARS)
        raise Overrun
