"""Runs requests in this process and notes their SQL (`python -m bench.noting KIND READERS`), for `statements`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.statements import SAMPLES  # noqa: E402
from requite.kernel.ids import new_id  # noqa: E402


def _ask(kind: str, rep: dict[str, Any], number: int, outcomes: list[str]) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="ko")
    client.cookies["sessionid"] = rep["session"]
    person = rep["people"][number % len(rep["people"])]
    fragment = {"HTTP_HX_REQUEST": "true"}
    if kind == "call":
        sent = {"outcome": outcomes[number % len(outcomes)], "once": str(new_id())}
        answer = client.post(f"/people/{person}/calls/", sent, headers={"HX-Request": "true"})
    elif kind == "search":
        answer = client.get("/search/", {"q": rep["queries"][number % len(rep["queries"])]}, **fragment)  # type: ignore[arg-type]
    else:
        answer = client.get({"today": "/today/", "people": "/people/"}.get(kind, f"/people/{person}/"))
    if answer.status_code != 200:
        raise SystemExit(f"{kind} answers {answer.status_code}.")


def main() -> None:
    """Note the statements of some requests of one kind."""
    kind, readers = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    reps = [rep for rep in readers["reps"] if rep["people"]]
    _ask(kind, reps[0], 0, readers["outcomes"])
    noted = []
    connection.force_debug_cursor = True
    for number in range(SAMPLES):
        began = int(time.time() * 1000)
        connection.queries_log.clear()
        _ask(kind, reps[number % len(reps)], number, readers["outcomes"])
        noted.append({"began_ms": began, "statements": [query["sql"] for query in connection.queries_log]})
    json.dump(noted, sys.stdout)


if __name__ == "__main__":
    main()
