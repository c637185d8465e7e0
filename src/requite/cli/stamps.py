"""What was done before and need not be done again: one small file for each thing, in the data folder."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import Any

import psycopg

import requite

PACKAGE = Path(requite.__file__).parent
_VERSIONS = ("Django", "django-allauth", "procrastinate", "whitenoise")


class Stamps:
    """The marks of one data folder."""

    def __init__(self, var: Path) -> None:
        self._folder = var / "stamps"
        self._folder.mkdir(exist_ok=True)

    def read(self, name: str) -> Any:
        """What was written, or None."""
        try:
            return json.loads((self._folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def write(self, name: str, value: Any) -> None:
        (self._folder / name).write_text(json.dumps(value), encoding="utf-8")


def migrations() -> str:
    """A mark of all migrations that this version would make."""
    digest = _versions()
    for path in sorted(PACKAGE.glob("**/migrations/*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def static() -> str:
    """A mark of all files for the browser, by size and time (their bytes are many)."""
    digest = _versions()
    root = PACKAGE.parents[1]
    files = [*PACKAGE.glob("**/static/**/*"), *PACKAGE.glob("web/assets.*"), root / "package-lock.json"]
    for path in sorted(files):
        if path.is_file():
            found = path.stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def database(url: str) -> list[Any]:
    """Which database it is and how far it has migrated; changes when it is created anew or restored."""
    with psycopg.connect(url, autocommit=True) as connection:
        found: list[Any] = list(
            connection.execute(
                "SELECT oid::text, datname, to_regclass('django_migrations') IS NOT NULL FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
            or ()
        )
        if found and found[2]:
            row = connection.execute("SELECT count(*), max(applied)::text FROM django_migrations").fetchone()
            found += row or ()
    return found


def company(url: str) -> str | None:
    """The id of the company in that database, None where there is none yet. It is the same in no other database.

    (Its object id is: the first database of every server has 16384.)
    """
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT id::text FROM identity_organisation").fetchone()
        return str(found[0]) if found else None


def _versions() -> hashlib._Hash:
    digest = hashlib.sha256()
    for name in _VERSIONS:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest
