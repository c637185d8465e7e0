"""Templates compose from their own screen, the components, and the parts that are listed as shared."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, nodes

from tests.architecture.tree import TEMPLATES

REFERENCE = re.compile(r"""{%-?\s*(?:include|extends|import|from)\s+["']([^"']+)["']""")
BEHAVIOUR = re.compile(r'''data-behaviour(?:="|": ")([a-z ]+)"''')
# Parts of several screens: an activity's line, a debt's line, a counter, points of contact, what stands above a list.
SHARED = {"components", "_shared", "activities", "debts", "counters", "entrance", "lists", "files"}
PARTS = {"people/points.html", "settings/parts.html"}
SAID_ELSEWHERE = re.compile(r"^[\W\d_]*$")
UNSPOKEN = {"Requite", "re", "quite", "⌘K", "Ctrl", "Alt", "Shift", "Tab", "Esc", "Enter", "j", "k", "x", "e"}


def _files() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", _files())
def test_includes_only_its_own_and_shared_parts(name: str) -> None:
    own = name.split("/", maxsplit=1)[0]
    found = REFERENCE.findall((TEMPLATES / name).read_text())
    foreign = [one for one in found if one.split("/")[0] not in {own, *SHARED} and one not in PARTS]
    assert foreign == []


@pytest.mark.parametrize("name", _files())
def test_says_nothing_that_is_not_translated(name: str) -> None:
    source = (TEMPLATES / name).read_text()
    if "gallery" in name:
        return
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(source)
    text = "".join(node.data for node in tree.find_all(nodes.TemplateData))
    bare = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", text, flags=re.DOTALL)
    bare = re.sub(r"<[^<>]*>", "\n", bare)
    bare = re.sub(r"""[\w-]+="[^"]*"|[<>"=]""", " ", bare)
    spoken = [word for word in re.findall(r"[A-Za-z][A-Za-z’']{2,}", bare) if word not in UNSPOKEN]
    attributes = re.findall(r'(?:aria-label|title|placeholder|alt)="([A-Za-z][^"{]*)"', text)
    assert attributes == []
    assert [word for word in spoken if not _is_markup(word, text)] == []


def test_every_behaviour_that_a_template_names_is_attached() -> None:
    script = (TEMPLATES.parent / "static/js/main.js").read_text()
    attached = re.search(r"^attach\(\{ (.+) \}\);$", script, re.MULTILINE)
    assert attached
    named = {
        one for name in _files() for found in BEHAVIOUR.findall((TEMPLATES / name).read_text()) for one in found.split()
    }
    assert named == set(attached[1].split(", "))


def _is_markup(word: str, text: str) -> bool:
    """Whether the word stands inside a tag that an expression cuts in two, and so isn't seen by anybody."""
    name = re.escape(word)
    patterns = (
        rf"""[\s"'=-]{name}[\w:-]*=""",
        rf"""=["'][^"'<>]*{name}""",
        rf"""\b{name}--|--{name}""",
        rf"""<[^<>]*\b{name}\b""",
    )
    return any(re.search(pattern, text) for pattern in patterns)
