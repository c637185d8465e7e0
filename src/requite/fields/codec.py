"""Values as texts and back: what a form or a file says, what the table keeps, what a form shows."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from requite.fields.catalogue import Definition
from requite.fields.days import read_day
from requite.kernel.actor import Actor
from requite.kernel.errors import Refused, Text
from requite.kernel.fold import fold
from requite.kernel.ids import parse_id
from requite.kernel.legible import legible
from requite.kernel.money import parse_money, parse_number
from requite.kernel.period import TimeGap, to_instant

LONGEST = {"text": 500, "long": 20_000, "link": 2_000}
LARGEST = Decimal(10) ** 15
SMALLEST = Decimal("0.000001")
BREAK = re.compile(r"\s*[,;|]\s*")
CLOCK = re.compile(r"(.+?)[T\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?")
YES = frozenset({"yes", "y", "true", "1", "예", "네", "o", "да", "on"})
NO = frozenset({"no", "n", "false", "0", "아니오", "아니요", "x", "нет", "off"})


class Cell(NamedTuple):
    """One row of a value: exactly one of them isn't None."""

    text: str | None = None
    number: Decimal | None = None
    day: date | None = None
    moment: datetime | None = None
    ref: UUID | None = None


Cells = tuple[Cell, ...]


class Wrong(Exception):  # noqa: N818 - never leaves this room
    """A text that isn't what its field holds."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__()


def read(
    field: Definition,
    text: str,
    *,
    actor: Actor,
    held: Collection[UUID] = (),
    by_name: Mapping[str, UUID] | None = None,
) -> Cells:
    """What the table keeps for a text; () for a blank one. `held`: refs that stand already and may stay.

    `by_name` maps folded names to records, for files. Raises Wrong.
    """
    text = legible(text)
    if not text:
        return ()
    if field.type in ("choice", "choices"):
        return _options(field, text, held)
    if field.type in ("person", "company", "user"):
        found = parse_id(text) or (by_name or {}).get(fold(text))
        if found is None:
            raise Wrong(_("Choose one of the list."))
        return (Cell(ref=found),)
    return (READERS[field.type](field, text, actor),)


def _line(_field: Definition, text: str, _actor: Actor) -> Cell:
    return Cell(text=_within(" ".join(text.split()), LONGEST["text"]))


def _long(_field: Definition, text: str, _actor: Actor) -> Cell:
    return Cell(text=_within(text.replace("\r\n", "\n"), LONGEST["long"]))


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Wrong(_("This is too long: at most %(limit)s letters.") % {"limit": limit})
    return text


def _number(_field: Definition, text: str, actor: Actor) -> Cell:
    number = parse_number(text, locale=actor.language)
    if number is None:
        raise Wrong(_("“%(text)s” is no number. Write one such as 1200 or 12.5.") % {"text": text[:60]})
    if abs(number) >= LARGEST:
        raise Wrong(_("This number is too large: at most 15 digits before the point."))
    if number != number.quantize(SMALLEST):
        raise Wrong(_("This number is too fine: at most six digits behind the point."))
    return Cell(number=number)


def _money(field: Definition, text: str, actor: Actor) -> Cell:
    try:
        money = parse_money(text, currency=field.unit or actor.currency, locale=actor.language)
    except Refused as refusal:
        raise Wrong(next(iter(refusal.errors.values()))) from None
    if abs(money.amount) >= LARGEST:
        raise Wrong(_("This amount is too large."))
    return Cell(number=money.amount)


def _date(_field: Definition, text: str, actor: Actor) -> Cell:
    day = read_day(text, locale=actor.language)
    if day is None:
        raise Wrong(_("“%(text)s” is no date. Write it as 2026-11-29.") % {"text": text[:60]})
    return Cell(day=day)


def _time(_field: Definition, text: str, actor: Actor) -> Cell:
    found = CLOCK.fullmatch(text)
    day = read_day(found[1] if found else text, locale=actor.language)
    hour, minute = (int(found[2]), int(found[3])) if found else (0, 0)
    if day is None or hour > 23 or minute > 59 or (not found and ":" in text):
        raise Wrong(_("“%(text)s” is no date and time. Write it as 2026-11-29 14:30.") % {"text": text[:60]})
    try:
        return Cell(moment=to_instant(datetime.combine(day, time(hour, minute)), zone=actor.zone))
    except TimeGap as gap:
        raise Wrong(str(gap)) from None


def _flag(_field: Definition, text: str, _actor: Actor) -> Cell:
    word = text.lower()
    if word not in YES | NO:
        raise Wrong(_("“%(text)s” is neither yes nor no.") % {"text": text[:60]})
    return Cell(number=Decimal(word in YES))


def _link(_field: Definition, text: str, _actor: Actor) -> Cell:
    text = _within(text, LONGEST["link"])
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        good = (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "")
            and "@" not in parts.netloc  # an e-mail, or a name that hides where it leads
            and not re.search(r"\s", whole)
        )
    except ValueError:
        good = False
    if not good:
        raise Wrong(
            _("“%(text)s” is no address of a page. Write it as https://example.com.") % {"text": text[:60]}
        )
    return Cell(text=whole)


def _options(field: Definition, text: str, held: Collection[UUID]) -> Cells:
    words = _parted(field, text, held) if field.type == "choices" else [text]
    found: list[UUID] = []
    for word in filter(None, words):
        option = _find(field, word, held)
        if option is None:
            raise Wrong(_("“%(text)s” isn’t one of the choices.") % {"text": word[:80]})
        found.append(option)
    order = [one.id for one in field.options]
    return tuple(Cell(ref=one) for one in sorted(dict.fromkeys(found), key=order.index))


def _parted(field: Definition, text: str, held: Collection[UUID]) -> list[str]:
    """The choices that a text lists; one whose own words hold a comma stays whole, as a file that left says it."""
    most = 1 + max((len(BREAK.findall(one.label)) for one in field.options), default=0)
    cuts = [*(found.span() for found in BREAK.finditer(text)), (len(text), len(text))]
    words: list[str] = []
    at = place = 0
    while place < len(cuts):
        run = [text[at:start] for start, _end in cuts[place : place + most]]
        length = next((size for size in range(len(run), 1, -1) if _find(field, run[size - 1], held)), 1)
        words.append(run[length - 1])
        place += length
        at = cuts[place - 1][1]
    return words


def _find(field: Definition, word: str, held: Collection[UUID]) -> UUID | None:
    given = parse_id(word)
    plain = word.strip().casefold()
    for one in field.options:
        if (not one.is_ended or one.id in held) and (one.id == given or one.label.casefold() == plain):
            return one.id
    return None


READERS: Mapping[str, Callable[[Definition, str, Actor], Cell]] = {
    "text": _line, "long": _long, "number": _number, "money": _money, "date": _date, "time": _time, "flag": _flag,
    "link": _link,
}  # fmt: skip


def write(field: Definition, cells: Sequence[Cell], *, actor: Actor) -> str:
    """The value as a form holds it: what `read` takes back as the same."""
    if not cells:
        return ""
    cell = cells[0]
    if cell.ref is not None:
        return ",".join(str(one.ref) for one in cells)
    if field.type == "flag":
        return "yes" if cell.number else "no"
    if cell.moment is not None:
        return cell.moment.astimezone(actor.zone).strftime("%Y-%m-%dT%H:%M")
    if cell.number is not None:
        return plain(cell.number)
    return cell.day.isoformat() if cell.day is not None else cell.text or ""


def plain(number: Decimal) -> str:
    """A number without noughts at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say(field: Definition, cells: Sequence[Cell], *, actor: Actor, names: Mapping[UUID, str]) -> str:
    """The value in words that stay true, for the journal: options and records by the name that they have now."""
    if field.type in ("choice", "choices"):
        return ", ".join(field.label_of(one.ref) for one in cells if one.ref)
    if cells and cells[0].ref is not None:
        return names.get(cells[0].ref, "")
    text = (
        write(field, cells, actor=actor).replace("T", " ")
        if field.type == "time"
        else write(field, cells, actor=actor)
    )
    return f"{text} {field.unit}".strip() if text and field.type in ("number", "money") else text
