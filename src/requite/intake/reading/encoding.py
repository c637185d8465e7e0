"""The encoding of a table: byte-order mark, NUL pattern, UTF-8 over the whole file, then plausibility."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass

import charset_normalizer

from requite.intake.reading import plausibility, signatures
from requite.intake.reading.evidence import Evidence

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a person may name, by codec, as such files are called where they come from.
NAMED: dict[str, str] = {
    "utf-8": "UTF-8", "cp949": "CP949 / EUC-KR", "cp1251": "Windows-1251", "koi8-r": "KOI8-R", "cp866": "CP866",
    "cp1252": "Windows-1252", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "gb18030": "GB18030",
    "shift_jis": "Shift JIS", "big5": "Big5",
}  # fmt: skip
SURE = 0.6
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26})
SAMPLE = 32_768


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and the bytes of the mark to skip before the text begins."""

    name: str
    skip: int = 0


def find_encoding_of_head(head: bytes) -> Encoding | None:
    """Tell the encoding from a mark or from the pattern of NULs; None where the bytes must be weighed."""
    for mark, name in BOMS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if head.count(0) > 1 and head.count(0) * 200 > len(head):
        found = _find_utf16(head)
        if found is None:
            signatures.refuse_binary()
        return found
    if len(head.translate(None, CONTROLS)) < 0.97 * len(head):
        signatures.refuse_binary()
    return None


def named(name: str, head: bytes) -> Encoding:
    """The encoding that a person has named; a mark of that same encoding is skipped."""
    mark = next((mark for mark, codec in BOMS if codec == name and head.startswith(mark)), b"")
    return Encoding(name, len(mark))


def choose_encoding(evidence: Evidence) -> Encoding:
    """Tell the encoding of bytes that carry no mark."""
    if evidence.damage == 0:
        return Encoding("utf-8")
    sample = evidence.foreign[:SAMPLE]
    scores = {name: _score(sample, name, weigh) for name, weigh in plausibility.CANDIDATES}
    scores["utf-8"] = _score_utf8(sample)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= SURE:
        return Encoding(best)
    guess = charset_normalizer.from_bytes(sample).best()
    if guess is not None and _is_codec(guess.encoding):
        return Encoding(guess.encoding)
    return Encoding(best if scores[best] > 0.3 else "latin-1")


def _score(sample: bytes, name: str, weigh: Callable[[str], float]) -> float:
    text = sample.decode(name, "replace")
    foreign = sum(char >= "\x80" for char in text) or 1
    return weigh(text) - 2 * text.count("\ufffd") / foreign


def _score_utf8(sample: bytes) -> float:
    text = sample.decode("utf-8", "replace")
    damage = text.count("\ufffd")
    sound = sum(char >= "\x80" for char in text) - damage
    return 1 - 4 * damage / (sound + damage) if sound + damage else 0.0


def _find_utf16(head: bytes) -> Encoding | None:
    even = head[: len(head) // 2 * 2]
    best, name = 0.0, ""
    for codec in ("utf-16-le", "utf-16-be"):
        text = even.decode(codec, "replace")
        bad = sum(char == "\ufffd" or (char < " " and char not in "\t\r\n\f") for char in text)
        plain = sum(" " <= char < "\x7f" or char in "\t\r\n" for char in text)
        score = (plain - 10 * bad) / len(text) if text else 0.0
        if score > best:
            best, name = score, codec
    return Encoding(name) if best > 0.02 else None


def _is_codec(name: str) -> bool:
    try:
        return codecs.lookup(name).name not in ("utf-7", "hz")
    except LookupError:
        return False
