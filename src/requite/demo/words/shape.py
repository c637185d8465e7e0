"""What a language brings: weighted names, firms, places and phrases."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a list: as written, in Latin letters (for addresses of mail), how common, and its woman's form."""

    text: str
    latin: str
    weight: float
    feminine: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences as reps write them. `{n}` is a small number, `{price}` a sum, `{place}` a place."""

    topics: Sequence[str]
    results: Sequence[str]
    calls: Sequence[str]
    notes: Sequence[str]
    tasks: Sequence[str]
    places: Sequence[str]
    prices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language's words. `streets` are (city, street) pairs; `address` joins them with a number."""

    code: str
    country: str
    tld: str
    families: Sequence[Name]
    men: Sequence[Name]
    women: Sequence[Name]
    middles: Sequence[Name]
    firms: Sequence[Name]
    trades: Sequence[tuple[Name, str]]
    patterns: Sequence[str]
    streets: Sequence[tuple[str, str]]
    address: str
    titles: Sequence[str]
    tags: Sequence[str]
    sources: Sequence[str]
    texts: Texts


def names(text: str) -> tuple[Name, ...]:
    """Read "김/kim:215 이/lee:147"; a second writing after "|" is the woman's form, a weight of 1 may be left out."""
    found = []
    for piece in text.split():
        word, _, weight = piece.partition(":")
        written, _, latin = word.partition("/")
        man, _, woman = written.partition("|")
        found.append(Name(man, latin or man.lower(), float(weight or 1), woman))
    return tuple(found)


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that aren't blank."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def pick(random: Random, choices: Sequence[Name]) -> Name:
    """One name by its weight."""
    return random.choices(choices, [choice.weight for choice in choices])[0]
