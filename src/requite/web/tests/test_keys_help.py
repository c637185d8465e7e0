"""Every key that the pages hear stands in the help with the keys, and the help names no other."""

import re
from pathlib import Path

import requite.web

WEB = Path(requite.web.__file__).parent
SHOWN = {
    "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→", "Escape": "Esc",
    "BracketLeft": "[", "BracketRight": "]",
}  # fmt: skip
# As everywhere else, so nobody has to be told: choosing among options and tabs.
USUAL = {"Home", "End"}


def scripts() -> dict[str, str]:
    return {path.name: path.read_text() for path in (WEB / "static/js").rglob("*.js")}


def heard() -> set[str]:
    """The keys of all scripts: compared with, looked up in a table, or named by a page's own `data-key`."""
    found = set(re.findall(r'"data-key": "(.)"|data-key="(.)"', "".join(templates())))
    keys = {one for pair in found for one in pair if one}
    for text in scripts().values():
        keys |= set(re.findall(r'\.key(?:\.toLowerCase\(\))? ===? "([^"]+)"', text))
        for table in re.findall(r"(?:singles|VIEWS|ARROWS|keys) = \{(.*?)\n? *\};", text, re.DOTALL):
            keys |= set(re.findall(r'(?:^|,)\s*"?([A-Za-z/?]+)"?: (?:\(|\[|\d)', table))
        keys |= set(re.findall(r'"([^"]+)"', "".join(re.findall(r"\[([^\]]*)\]\.includes\(event\.key\)", text))))
        keys |= set(re.findall(r"(\w+): [^,}]+[,}]", "".join(re.findall(r"= (\{[^}]*\})\[event\.(?:key|code)\]", text))))
        if "/^[1-9]$/.test(event.key)" in text:
            keys.add("1")  # the help says the others in words beside it
    return {SHOWN.get(key, key) for key in keys} - USUAL


def templates() -> list[str]:
    return [path.read_text() for path in (WEB / "templates").rglob("*.html")]


def told() -> set[str]:
    """The keys of the help, each on its own: ⌘K and Alt ↑ are the letter and the arrow."""
    shown = re.findall(r"<kbd>([^<]+)</kbd>", (WEB / "templates/_shared/keys.html").read_text())
    return {"k" if key in ("⌘K", "Ctrl K") else key.split(" ")[-1] for key in shown}


def test_every_key_that_is_heard_is_told_and_no_other() -> None:
    assert heard() == told()
    assert {"n", "f", "[", "]", "t", "j", "?", "↑", "Tab"} <= heard()
