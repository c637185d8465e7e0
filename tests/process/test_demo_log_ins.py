"""Whose log-ins are offered to everybody who comes: those of the demo that was loaded into this folder, and no others."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from requite.cli.up import Up

LOGINS = [["administrator", "oleg@demo.example", "requite-demo"]]


@pytest.fixture
def base() -> Iterator[str]:
    """The address of a database with the table of companies, empty."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"requite_up_{os.getpid()}_{time.time_ns() % 10**9}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        url = urlunsplit(("postgresql", parts.netloc, f"/{name}", parts.query, ""))
        with psycopg.connect(url, autocommit=True) as there:
            there.execute("CREATE TABLE identity_organisation (id uuid)")
        yield url
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Up]:
    monkeypatch.setenv("REQUITE_DEMO", "")
    monkeypatch.delenv("REQUITE_DEMO")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Up(var=tmp_path, listener=listener, empty=True)


def offers(up: Up, url: str, stamp: object) -> bool:
    """Whether a start on that base, with that stamp in the folder, offers log-ins."""
    up._stamps.write("company", stamp)
    up._find_company(url)
    return os.environ.get("REQUITE_DEMO") == "1"


def test_the_demo_of_this_folder_offers_its_log_ins(up: Up, base: str) -> None:
    demo = str(uuid4())
    with psycopg.connect(base, autocommit=True) as there:
        there.execute("INSERT INTO identity_organisation VALUES (%s)", [demo])
    assert offers(up, base, {"company": demo, "logins": LOGINS})


def test_no_other_company_does_though_its_database_has_the_same_number(up: Up, base: str) -> None:
    with psycopg.connect(base, autocommit=True) as there:
        there.execute("INSERT INTO identity_organisation VALUES (%s)", [uuid4()])
        row = there.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()").fetchone()
    assert row
    assert not offers(up, base, {"company": str(uuid4()), "database": row[0], "logins": LOGINS})


def test_nor_does_a_base_without_a_company(up: Up, base: str) -> None:
    assert not offers(up, base, {"company": None, "logins": LOGINS})
