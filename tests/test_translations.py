"""English, Korean and Russian are complete: every text of code and templates has its translation, of the same shape."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.architecture.tree import ROOT

LANGUAGES = ("ko", "ru")
LETTERS = {"ko": re.compile(r"[가-힣]"), "ru": re.compile(r"[а-яёА-ЯЁ]")}
PLACES = re.compile(r"%\((\w+)\)[sd]|%%")
FORMS = {"ko": 1, "ru": 3}
# What is the same in every language: a name, a unit that is written the same, a sign, an arrow.
SAME = {"Requite", "%(n)s+", "of %(target)s", "became", "%(number)s KB", "%(number)s MB", "%(number)s GB"}
# The functions that translate, and how many of their texts stand before the one that is translated.
CALLS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "ngettext_lazy": 0, "pgettext": 1, "pgettext_lazy": 1}
KEYWORDS = ["-k", "gettext_lazy", "-k", "ngettext_lazy:1,2", "-k", "pgettext_lazy:1c,2"]


@cache
def _texts() -> tuple[Message, ...]:
    target = Path(__file__).parent.parent / ".build" / "test.pot"
    target.parent.mkdir(exist_ok=True)
    extract = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "--ignore-dirs=.*"]
    command = [*extract, "-F", "babel.cfg", *KEYWORDS, "-o", str(target), "src"]
    subprocess.run(command, cwd=ROOT, check=True)
    with target.open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


@cache
def _catalog(language: str) -> Catalog:
    with (ROOT / f"src/requite/locale/{language}/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale=language)


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _said(language: str, message: Message) -> list[str]:
    found = _catalog(language).get(_name(message), message.context)
    if found is None or found.fuzzy:
        return []
    return [found.string] if isinstance(found.string, str) else list(found.string or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_that_is_gone_is_kept(language: str) -> None:
    """One that comes back would stand twice, which GNU's tools refuse."""
    assert list(_catalog(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    texts = _texts()
    assert len(texts) > 500
    wanting = [_name(message) for message in texts if not (said := _said(language, message)) or not all(said)]
    assert wanting == []


def _texts_in_code(path: Path) -> Iterator[str]:
    """The texts that a module has translated, read from its tree: those within an f-string too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield from texts[CALLS[node.func.id] :][:1]


def test_every_text_in_code_is_gathered() -> None:
    """What gathers texts doesn't look into f-strings: a text that stands in one would never be translated."""
    gathered = {_name(message) for message in _texts()}
    modules = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    found = {(path.name, text) for path in modules for text in _texts_in_code(path)}
    assert len(found) > 500
    assert sorted(one for one in found if one[1] not in gathered) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_all_their_forms(language: str) -> None:
    wrong = [
        _name(message)
        for message in _texts()
        if not isinstance(message.id, str) and len(_said(language, message)) != FORMS[language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_are_those_of_the_text(language: str) -> None:
    wrong = {}
    for message in _texts():
        known = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = {place for text in known for place in PLACES.findall(text)}
        needed = set.intersection(*(set(PLACES.findall(text)) for text in known))
        for said in _said(language, message):
            places = set(PLACES.findall(said))
            if not places <= allowed or (isinstance(message.id, str) and not needed <= places):
                wrong[_name(message)] = said
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_speaks_the_language(language: str) -> None:
    silent = [
        _name(message)
        for message in _texts()
        if _name(message) not in SAME
        and not all(LETTERS[language].search(said) for said in _said(language, message))
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_begins_and_ends_like_the_text(language: str) -> None:
    wrong = {}
    for message in _texts():
        text = _name(message)
        edges = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        for said in _said(language, message):
            if (said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]) != edges:
                wrong[text] = said
            if "  " in said or text.endswith("…") != said.endswith("…"):
                wrong[text] = said
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_guessed(language: str) -> None:
    assert [_name(message) for message in _catalog(language) if message.id and message.fuzzy] == []


def test_english_has_single_spaces_and_no_edges() -> None:
    texts = [
        text for message in _texts() for text in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    assert [text for text in texts if "  " in text or text != text.strip()] == []
