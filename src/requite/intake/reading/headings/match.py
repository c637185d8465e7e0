"""One heading against the three dictionaries."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from requite.intake.reading.headings import english, korean, russian

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
BREAK = re.compile(r"[\W_]+")
COUNTER = re.compile(r"\s*\b\d+\b\s*")
WEAK = "~"
EXACT, LOOSE, PART = 1.0, 0.9, 0.5
HANGUL = re.compile(r"[가-힣]")


class Match(NamedTuple):
    """A target and how sure the heading alone makes it, 0 to 1."""

    target: str
    score: float


@cache
def match_heading(heading: str) -> Match:
    """Return the best target for a heading: `ignore` for one of no use, "" with 0 for an unknown one."""
    words = normalise(heading)
    if not words:
        return Match("", 0.0)
    whole = _exact().get(words.replace(" ", "")) or _exact().get(COUNTER.sub(" ", words).replace(" ", ""))
    if whole is not None:
        return whole
    found = max(_parts(words), key=lambda match: match.score, default=None)
    return found if found is not None and found.score >= PART else Match("", 0.0)


def is_known(heading: str) -> bool:
    """Whether the cell is surely a heading, not a value."""
    return match_heading(heading).score >= 0.85


def normalise(heading: str) -> str:
    """Return a heading as lower-case words without marks: "E-mail (work)" → "e mail work"."""
    text = unicodedata.normalize("NFKC", heading[:200])
    text = CAMEL.sub(" ", text).lower().replace("ё", "е").replace("№", " номер ")
    return BREAK.sub(" ", text).strip()


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    return tuple((normalise(phrase), target) for phrase, target in _written())


def _written() -> Iterator[tuple[str, str]]:
    for language in (english, korean, russian):
        for target, phrases in language.PHRASES.items():
            for phrase in phrases.split("|"):
                yield phrase, target


@cache
def _exact() -> dict[str, Match]:
    """Whole headings; a phrase written with ~ gives way to a fuller heading of the same field."""
    return {
        normalise(phrase).replace(" ", ""): Match(target, LOOSE if phrase.startswith(WEAK) else EXACT)
        for phrase, target in reversed(list(_written()))
    }


def _parts(words: str) -> Iterator[Match]:
    solid = words.replace(" ", "")
    if HANGUL.search(solid):
        yield from _korean_parts(solid)
        return
    padded = f" {words} "
    for phrase, target in _phrases():
        if len(phrase) < 2 or f" {phrase} " not in padded:
            continue
        share = len(phrase.replace(" ", "")) / len(solid)
        edge = 0.12 if padded.endswith(f" {phrase} ") or (phrase >= "а" and words.startswith(phrase)) else 0.0
        yield Match(target, min(0.95, 0.4 + 0.43 * share + edge))


def _korean_parts(solid: str) -> Iterator[Match]:
    for phrase, target in _phrases():
        short = phrase.replace(" ", "")
        if len(short) < 2 or short not in solid:
            continue
        share = len(short) / len(solid)
        edge = 0.15 if solid.endswith(short) else 0.0
        yield Match(target, min(0.95, 0.35 + 0.45 * share + edge))
