"""Runs requests in this process and notes their SQL (`python -m bench.noting KIND READERS`), for `statements`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.kinds import ask_of, who  # noqa: E402
from bench.statements import SAMPLES  # noqa: E402
from requite.kernel.ids import new_id  # noqa: E402


def _ask(kind: str, reader: dict[str, Any], number: int) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="ko")
    client.cookies["sessionid"] = reader["session"]
    one = ask_of(kind, reader, number)
    headers = {"HX-Request": "true"} if one.fragment else {}
    if one.body:
        sent = {name: value for name, (value,) in parse_qs(one.body).items()} | {"once": str(new_id())}
        answer = client.post(one.path, sent, headers=headers)
    else:
        answer = client.get(one.path, headers=headers)
    for _part in answer if answer.streaming else ():
        pass
    if answer.status_code != 200:
        raise SystemExit(f"{kind} answers {answer.status_code}.")


def main() -> None:
    """Note the statements of some requests of one kind."""
    kind, readers = sys.argv[1], json.loads(Path(sys.argv[2]).read_text())
    reps = who(readers)
    _ask(kind, reps[0], 0)
    noted = []
    connection.force_debug_cursor = True
    for number in range(SAMPLES):
        began = int(time.time() * 1000)
        connection.queries_log.clear()
        _ask(kind, reps[number % len(reps)], number)
        noted.append({"began_ms": began, "statements": [query["sql"] for query in connection.queries_log]})
    json.dump(noted, sys.stdout)


if __name__ == "__main__":
    main()
