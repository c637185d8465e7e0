"""Import of a big CSV by the worker, beside a bare COPY of the same file."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.database import OUT, ROOT, environment
from bench.processes import Running, memory, peak
from requite.demo.words import LANGUAGES

HEADINGS = ("Name", "Company", "Title", "Phone", "E-mail", "Address")
LATE = 1800.0
COLLEAGUES = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """Seconds, rows a second, the worker's memory, and the seconds of a bare COPY."""

    rows: int
    seconds: float
    copy_seconds: float
    memory_mb: float
    peak_mb: float
    made: int
    matched: int
    refused: int

    @property
    def ratio(self) -> float:
        """How many times a bare COPY."""
        return self.seconds / self.copy_seconds if self.copy_seconds else 0.0


def write_file(rows: int) -> Path:
    """A file of people who aren't in the base; kept between runs."""
    path = OUT / f"people_{rows}_{COLLEAGUES}.csv"
    if path.exists():
        return path
    noise = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for number in range(rows):
            writer.writerow(_row(noise, number))
    return path


def _row(noise: random.Random, number: int) -> tuple[str, ...]:
    language = random.Random(-1 - number // COLLEAGUES).choices(LANGUAGES, (6, 3, 1))[0]
    family, given = (
        noise.choice(language.families),
        noise.choice(noise.choice((language.men, language.women))),
    )
    house = random.Random(number // COLLEAGUES)  # five of each company, as its name and its host say
    firm, (trade, _) = house.choice(language.firms), house.choice(language.trades)
    host = f"{firm.latin}{number // COLLEAGUES}.example"
    city, street = noise.choice(language.streets)
    phone = {
        "KR": f"010-{2000 + number // 10000 % 8000:04}-{number % 10000:04}",
        "RU": f"+7 9{10 + number // 10_000_000 % 80:02} {number // 10_000 % 1000:03}-{number % 10_000:04}",
        "US": f"+1 212 {200 + number // 10_000 % 790:03} {number % 10_000:04}",
    }[language.country]
    name = f"{family.text}{given.text}" if language.code == "ko" else f"{given.text} {family.text}"
    address = language.address.format(city=city, street=street, n=1 + number % 299)
    mail = f"{given.latin}.{family.latin}{number}@{host}".replace("'", "")
    return (
        name,
        f"{firm.text} {trade.text} {number // COLLEAGUES}",
        noise.choice(language.titles),
        phone,
        mail,
        address,
    )


def measure(running: Running, *, rows: int) -> Imported:
    """Copy the file bare, then import it, watching the worker."""
    path = write_file(rows)
    bare = _copy(running.url, path)
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", "import", str(path)],
        cwd=ROOT, env=environment(running.url), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    began = time.monotonic()
    import_id = json.loads(done.stdout)["id"]
    held, stop = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(running, held, stop))
    watcher.start()
    try:
        counts = _wait(running.url, import_id)
    finally:
        stop.set()
        watcher.join()
    seconds = time.monotonic() - began
    return Imported(rows, seconds, bare, max(held), peak(running.pid("worker")), *counts)


def _copy(url: str, path: Path) -> float:
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        columns = ", ".join(f"c{n} text" for n, _ in enumerate(HEADINGS))
        cursor.execute(f"CREATE TABLE bench_copy ({columns})".encode())
        with (
            path.open("rb") as file,
            cursor.copy("COPY bench_copy FROM STDIN (FORMAT csv, HEADER)") as target,
        ):
            while data := file.read(1 << 20):
                target.write(data)
        seconds = time.monotonic() - began
        cursor.execute("DROP TABLE bench_copy")
    return seconds


def _watch(running: Running, held: list[float], stop: threading.Event) -> None:
    while not stop.wait(0.5):
        held.append(memory(running.pid("worker")))


def _wait(url: str, import_id: str) -> tuple[int, int, int]:
    deadline = time.monotonic() + LATE
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute(
                "SELECT status, made, matched, refused, trouble FROM intake_import WHERE id = %s", [import_id]
            ).fetchone()
            if row and row[0] == "done":
                return row[1], row[2], row[3]
            if row and row[0] == "failed":
                raise SystemExit(f"The import stopped: {row[4]}")
            time.sleep(0.2)
    raise SystemExit("The import didn't end.")
