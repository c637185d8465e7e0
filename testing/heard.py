"""What a view asked of what was sent to it: whatever it never asked for can't have changed its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

NAMED = ("__getitem__", "__contains__", "get", "getlist", "pop", "setdefault")
WHOLE = ("__iter__", "__len__", "items", "lists", "values", "keys", "dict", "copy", "urlencode")
FILLED = ("__init__", "appendlist")
ANY, FORM = "*", "a form"


@contextmanager
def heard() -> Iterator[set[str]]:
    """The names of fields and of parts of a question that are asked for within.

    `ANY` is among them where somebody went through all of them, `FORM` where a form's body was read at all. That Django asks
    whether a name is there already, while it reads what was sent, is nobody's question.
    """
    names: set[str] = set()
    reading: list[None] = []
    methods = {one: _noting(one, names, reading) for one in NAMED + WHOLE}
    fills = {one: _filling(one, reading) for one in FILLED}
    with patch.multiple(QueryDict, **methods, **fills), patch.object(
        WSGIRequest, "_load_post_and_files", _noting("_load_post_and_files", names, reading, WSGIRequest, FORM)
    ):
        yield names


def _noting(
    method: str, names: set[str], reading: list[None], of: type = QueryDict, sign: str = ANY
) -> Callable[..., Any]:
    was = getattr(of, method)

    def noted(self: Any, *given: Any, **more: Any) -> Any:
        if not reading:
            names.add(given[0] if method in NAMED else sign)
        return was(self, *given, **more)

    return noted


def _filling(method: str, reading: list[None]) -> Callable[..., Any]:
    was = getattr(QueryDict, method)

    def filled(self: Any, *given: Any, **more: Any) -> Any:
        reading.append(None)
        try:
            return was(self, *given, **more)
        finally:
            reading.pop()

    return filled
