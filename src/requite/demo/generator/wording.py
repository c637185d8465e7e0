"""Puts names, firms, addresses and phrases together from the words, and copies them in."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from psycopg import Connection

from requite.demo.words import LANGUAGES, Language, Name
from requite.kernel.fold import fold
from requite.people.drafts import fold_company, fold_name

CALL, MEETING, TASK, NOTE = range(4)
PHRASES = 1024
ADDRESSES = 8192
AREAS = [
    "202",
    "206",
    "212",
    "213",
    "303",
    "312",
    "415",
    "503",
    "512",
    "617",
    "646",
    "702",
    "713",
    "718",
    "773",
    "818",
]
OUTCOMES = {
    "agreed": 10,
    "talked": 28,
    "call_back": 13,
    "refused": 15,
    "no_answer": 46,
    "busy": 12,
    "wrong_number": 4,
}
Row = tuple[Any, ...]


def fill(connection: Connection[Any], *, seed: int, slots: int) -> None:
    """Copy the words into the generator's tables."""
    random = Random(seed)
    for number, language in enumerate(LANGUAGES):
        copy(connection, "gen.name", _names(random, number, language, slots))
        copy(connection, "gen.firm", _firms(random, number, language, slots))
        copy(connection, "gen.address", _addresses(random, number, language))
        copy(connection, "gen.phrase", _phrases(random, number, language))
        copy(connection, "gen.title", _titles(number, language, seed))
    copy(connection, "gen.area", list(enumerate(AREAS)))
    keys = [key for key, share in OUTCOMES.items() for _ in range(share)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO gen.outcome SELECT x.slot - 1, s.id, s.class, s.key"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS x(key, slot) JOIN work_call_status s USING (key)",
            [keys],
        )


def copy(connection: Connection[Any], table: str, rows: Iterator[Row] | Sequence[Row]) -> None:
    """Copy rows into one of the generator's tables."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as target:
        for row in rows:
            target.write_row(row)


class Picker:
    """Draws names by their weight."""

    def __init__(self, random: Random, choices: Sequence[Name]) -> None:
        self.random, self.choices = random, choices
        self.weights = [choice.weight for choice in choices]

    def take(self, count: int) -> list[Name]:
        """`count` names."""
        if not self.choices:
            return []
        return self.random.choices(self.choices, self.weights, k=count)


def full_name(family: Name, given: Name, middle: Name | None, *, woman: bool) -> tuple[str, str, str]:
    """(family, given, middle) as that person writes them."""
    second = "" if middle is None else (middle.feminine if woman else middle.text)
    return (family.feminine or family.text) if woman else family.text, given.text, second


def _names(random: Random, number: int, language: Language, slots: int) -> Iterator[Row]:
    families = Picker(random, language.families).take(slots)
    men, women = Picker(random, language.men).take(slots), Picker(random, language.women).take(slots)
    middles = Picker(random, language.middles).take(slots)
    for slot, family in enumerate(families):
        woman = random.random() < 0.5
        given = women[slot] if woman else men[slot]
        middle = middles[slot] if middles and random.random() < 0.6 else None
        parts = full_name(family, given, middle, woman=woman)
        latin = f"{given.latin}.{family.latin}"
        tag = random.choice(language.tags) if random.random() < 0.3 else ""
        yield (number, slot, *parts, fold_name(*parts), latin, random.choice(language.titles), tag,
               random.choice(language.sources))  # fmt: skip


def _firms(random: Random, number: int, language: Language, slots: int) -> Iterator[Row]:
    firms = Picker(random, language.firms).take(slots)
    for slot, firm in enumerate(firms):
        trade, industry = random.choice(language.trades)
        city = random.choice(language.streets)[0].split(",")[0].split()[-1]
        name = random.choice(language.patterns).format(firm=firm.text, trade=trade.text, city=city)
        tag = random.choice(language.tags) if random.random() < 0.2 else ""
        domain = f"{firm.latin}-{trade.latin}"
        yield number, slot, name, fold_company(name), domain, industry, tag, random.choice(language.sources)


def _addresses(random: Random, number: int, language: Language) -> Iterator[Row]:
    for slot in range(ADDRESSES):
        city, street = random.choice(language.streets)
        raw = language.address.format(city=city, street=street, n=random.randint(1, 399))
        yield number, slot, raw, " ".join(raw.lower().split())


def _phrases(random: Random, number: int, language: Language) -> Iterator[Row]:
    texts = language.texts
    for slot in range(PHRASES):

        def say(choices: Sequence[str]) -> str:
            chosen: str = random.choice(choices)
            return chosen.format(n=random.randint(2, 9), price=random.choice(texts.prices))

        result = say(texts.calls) if random.random() < 0.4 else ""
        yield CALL, number, slot, "", "", result, ""
        place = say(texts.places) if random.random() < 0.7 else ""
        yield MEETING, number, slot, say(texts.topics), place, say(texts.results), ""
        yield TASK, number, slot, say(texts.tasks), "", "", ""
        yield NOTE, number, slot, "", "", "", say(texts.notes)


def _titles(number: int, language: Language, seed: int) -> Iterator[Row]:
    """What deals are about; by a chance of their own, so that the other words stay as they were."""
    random, texts = Random(f"{seed} deals {number}"), language.texts
    for slot in range(PHRASES):
        topic: str = random.choice(texts.topics)
        title = f"{topic.format(n=random.randint(2, 9), price=random.choice(texts.prices))} {slot % 97 + 1}"
        yield number, slot, title, fold(title)
