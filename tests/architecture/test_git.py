"""What belongs in git: our own text, nobody else's code, no secrets, no paths of one machine."""

from __future__ import annotations

import re

from tests.architecture.tree import ROOT, tracked

FOREIGN = re.compile(
    r"(?:\bMIT License\b|@license|Copyright \(c\) (?!.*Requite)|jQuery v|\* htmx|SortableJS|sourceMappingURL=|\*! \w+ v?\d)",
    re.IGNORECASE,
)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b")
MACHINE = re.compile(r"/(?:home|Users)/\w+/|/work/(?:main|shared)\b")
LONGEST_LINE = 1_500


def test_holds_no_code_of_others() -> None:
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in tracked(".py", ".js", ".mjs", ".css", ".html")
        if path.name != "test_git.py" and (match := FOREIGN.search(path.read_text()))
    }
    assert found == {}


def test_holds_nothing_minified_or_built() -> None:
    long = [
        str(path.relative_to(ROOT))
        for path in tracked(".py", ".js", ".mjs", ".css", ".html")
        if any(len(line) > LONGEST_LINE for line in path.read_text().splitlines())
    ]
    built = [
        str(path.relative_to(ROOT)) for path in tracked(".woff2", ".woff", ".ttf", ".map", ".mo", ".pyc")
    ]
    assert long == []
    assert built == []


def test_holds_no_secret_and_no_path_of_a_machine() -> None:
    wrong = []
    for path in tracked(
        ".py", ".js", ".mjs", ".css", ".html", ".md", ".toml", ".cfg", ".txt", ".lock", ".in", ".json"
    ):
        text = path.read_text()
        if path.name != "test_git.py" and (SECRET.search(text) or MACHINE.search(text)):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_holds_nothing_that_a_run_keeps() -> None:
    """The folder of a run holds the key by which sessions are signed."""
    kept = [str(path.relative_to(ROOT)) for path in tracked() if "var" in path.relative_to(ROOT).parts]
    assert kept == []


def test_journeys_wait_from_outside() -> None:
    """A wait inside the page evaluates text there: the page's own policy forbids it from the second time on."""
    waits = [
        path.name for path in tracked(".py") if path.parent.name == "journeys" and ".wait_for_function(" in path.read_text()
    ]
    assert waits == []
