"""A file of a million rows comes in as a user's would, beside a bare COPY of the same file."""

import csv
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from bench.base import OUT, Base

DATABASE = "requite_bench_import"
FAMILIES = ("김", "이", "박", "최", "정", "Иванов", "Петров", "Соколов", "Smith", "Brown", "Taylor", "강", "조", "윤")
GIVENS = ("민준", "서연", "지훈", "하은", "Анна", "Пётр", "Ольга", "Grace", "Henry", "Alice", "도윤", "수빈", "예준")
HEADINGS = ("성", "이름", "회사", "직함", "전화", "이메일", "메모")


@dataclass(frozen=True, slots=True)
class Imported:
    """Seconds and peak memory of the import; seconds of the bare COPY."""

    rows: int
    made: int
    refused: int
    seconds: float
    peak_mb: float
    copy_seconds: float


def measure(*, base: Base, rows: int) -> Imported:
    """Bring a file of so many rows into a database of its own on the same server."""
    path = _file(rows)
    url = _fresh_database(base.url)
    copied = _copy(url, path)
    environment = os.environ | {
        "DATABASE_URL": url,
        "REQUITE_VAR": str(OUT / "var"),
        "REQUITE_STATEMENT_TIMEOUT_MS": "0",
    }
    for command in (
        ("-m", "requite.cli.main", "prepare", "database"),
        ("-m", "requite.demo.generator", "--people", "500", "--activities", "500"),
    ):
        subprocess.run([sys.executable, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [sys.executable, "-m", "bench.importing", str(path)], env=environment, check=True, stdout=subprocess.PIPE
    )
    found = json.loads(done.stdout)
    return Imported(rows, found["made"], found["refused"], found["seconds"], found["peak_mb"], copied)


def drop(base: Base) -> None:
    """Removes the database again."""
    with psycopg.connect(base.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def _fresh_database(url: str) -> str:
    drop(Base(url, 0, None, None))
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE)))
    return url.replace(f"/{name}?", f"/{DATABASE}?") if "?" in url else url.rsplit("/", 1)[0] + f"/{DATABASE}"


def _file(rows: int) -> Path:
    path = OUT / f"people-{rows}.csv"
    if path.exists():
        return path
    draw = random.Random(5)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for number in range(rows):
            family, given = draw.choice(FAMILIES), draw.choice(GIVENS)
            phone = f"010-{1000 + number // 10000 % 9000}-{number % 10000:04d}"
            company = f"회사 {draw.randrange(rows // 5 + 1)}"
            email = f"person{number}@example.com" if draw.random() < 0.8 else ""
            writer.writerow([family, given, company, "과장", phone, email, "" if number % 9 else "전시회에서 만남"])
    return path


def _copy(url: str, path: Path) -> float:
    columns = ", ".join(f"c{number} text" for number in range(len(HEADINGS)))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute(f"CREATE TABLE bare ({columns})".encode())
        began = time.monotonic()
        with connection.cursor() as cursor, path.open("rb") as stream:
            with cursor.copy("COPY bare FROM STDIN WITH (FORMAT csv, HEADER)") as copy:
                while data := stream.read(1 << 16):
                    copy.write(data)
        took = time.monotonic() - began
        connection.execute("DROP TABLE bare")
    return took
