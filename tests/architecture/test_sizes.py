"""Small files: the limits of STYLE.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, tracked

LIMITS = {".py": 300, ".html": 120, ".css": 250, ".js": 150, ".mjs": 150}
LONGEST_FUNCTION = 40


def _measured(suffix: str) -> list[Path]:
    return [path for path in tracked(suffix) if "migrations" not in path.parts and "words" not in path.parts]


@pytest.mark.parametrize("suffix", sorted(LIMITS))
def test_no_file_is_longer_than_its_kind_allows(suffix: str) -> None:
    files = _measured(suffix)
    assert files
    lengths = {str(path.relative_to(ROOT)): path.read_bytes().count(b"\n") for path in files}
    assert {name: length for name, length in lengths.items() if length > LIMITS[suffix]} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {}
    for path in _measured(".py"):
        if "tests" in path.parts or "bench" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = node.end_lineno - (body[0].lineno if body else node.lineno) + 1
                if length > LONGEST_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}
