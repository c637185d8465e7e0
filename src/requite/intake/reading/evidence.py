"""One pass over the bytes: how they start, whether they are UTF-8, the lines that can tell an encoding."""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from requite.intake.reading import limits

FOREIGN_LINE = re.compile(rb"[^\r\n]{0,2000}[\x80-\xff][^\r\n]{0,2000}")
FOREIGN_PER_CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Evidence:
    """`head`: the first bytes; `foreign`: lines with bytes above 7F from all over; `damage`: how many
    places are no UTF-8."""

    head: bytes
    foreign: bytes
    damage: int


def read_head(stream: BinaryIO) -> bytes:
    """Return the first bytes of the stream, and leave it at its start."""
    stream.seek(0)
    head = stream.read(limits.HEAD_BYTES)
    stream.seek(0)
    return head


def gather_evidence(stream: BinaryIO, head: bytes) -> Evidence:
    """Read the whole stream once, a megabyte at a time, and keep at most a quarter of a megabyte of it."""
    stream.seek(0)
    utf8 = codecs.getincrementaldecoder("utf-8")("replace")
    foreign: list[bytes] = []
    kept = damage = 0
    pending = False
    while chunk := stream.read(limits.CHUNK_BYTES):
        if chunk.isascii() and not pending:
            continue
        text = utf8.decode(chunk)
        pending = utf8.getstate()[0] != b""
        damage += text.count("\ufffd")
        if kept < limits.FOREIGN_BYTES:
            lines = foreign_lines(chunk)
            foreign.append(lines)
            kept += len(lines)
    damage += utf8.decode(b"", final=True).count("\ufffd")
    stream.seek(0)
    return Evidence(head=head, foreign=b"\n".join(foreign), damage=damage)


def count_damage(stream: BinaryIO, name: str, skip: int) -> int:
    """How many places can't be read in that encoding, in the first part of the stream. Leaves it at its start."""
    stream.seek(skip)
    decoder = codecs.getincrementaldecoder(name)("replace")
    damage = 0
    for _chunk in range(limits.DAMAGE_CHUNKS):
        chunk = stream.read(limits.CHUNK_BYTES)
        damage += decoder.decode(chunk, final=not chunk).count("\ufffd")
        if not chunk:
            break
    stream.seek(0)
    return damage


def foreign_lines(chunk: bytes) -> bytes:
    """Return whole lines with bytes above 7F; torn first and last lines are left out where others exist."""
    first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
    whole = chunk[first + 1 : last] if 0 <= first < last else chunk
    if whole.isascii():
        whole = chunk
    lines: list[bytes] = []
    kept = 0
    for match in FOREIGN_LINE.finditer(whole):
        lines.append(match.group())
        kept += len(match.group()) + 1
        if kept >= FOREIGN_PER_CHUNK:
            break
    return b"\n".join(lines)
