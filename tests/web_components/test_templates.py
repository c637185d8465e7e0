"""Templates keep the rules that the content policy and the style guide set."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from requite.web.environment import TEMPLATES, environment
from requite.web.icons import ICONS, icon, sprite

PAGES = sorted(TEMPLATES.rglob("*.html"))
STATIC = TEMPLATES.parent / "static"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_holds_no_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style attributes are blocked by the content policy"
    assert not re.search(r"<[^>]*\s(on[a-z]+|hx-on[\w:-]*)\s*=", text), (
        "handlers are blocked by the content policy"
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|javascript:", text)
    assert not re.search(r"hx-(vals|headers)=['\"]\s*(js|javascript):", text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_names_only_icons_that_exist(path: Path) -> None:
    for name in re.findall(r"(?<![\w.])icon\(\s*\"([\w-]+)\"", path.read_text(encoding="utf-8")):
        assert name in ICONS


@pytest.mark.parametrize(
    "path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem
)
def test_says_what_parameters_each_component_takes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    comment = re.match(r"\{#.*?#\}", text, flags=re.DOTALL)
    assert comment
    if not path.stem.startswith("gallery"):
        macros = [node.name for node in environment().parse(text).find_all(nodes.Macro)]
        assert any(name in comment[0] for name in macros)


def test_imports_every_stylesheet_but_those_of_screens() -> None:
    main = (STATIC / "css" / "main.css").read_text(encoding="utf-8")
    named = {name for name in re.findall(r'@import "\./([^"]+)"', main) if not name.startswith("screens/")}
    found = {str(path.relative_to(STATIC / "css")) for path in (STATIC / "css").rglob("*.css")}
    assert named == {name for name in found if not name.startswith("screens/")} - {"main.css"}


def test_uses_only_tokens_that_exist() -> None:
    styles = {path: path.read_text(encoding="utf-8") for path in (STATIC / "css").rglob("*.css")}
    known = {name for text in styles.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}
    used = {name for text in styles.values() for name in re.findall(r"var\((--[\w-]+)", text)}
    assert used <= known


def test_writes_no_words_in_scripts() -> None:
    for path in (STATIC / "js").rglob("*.js"):
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        assert "innerHTML =" not in code
        assert "insertAdjacentHTML" not in code
        assert not re.search(r"textContent\s*=\s*[\"'`]", code)


def test_draws_each_icon_once() -> None:
    drawn = sprite()
    assert all(drawn.count(f'id="{name}"') == 1 for name in ICONS)
    assert 'aria-hidden="true"' in icon("call")
    with pytest.raises(KeyError):
        icon("no such")
