"""What processes took of the machine, by /proc."""

import os
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def seconds(pids: Iterable[int]) -> float:
    """Processor time that the processes have taken so far, their ended and awaited children included."""
    return sum(_ticks(pid) for pid in pids) / TICK


def memory(pids: Iterable[int]) -> tuple[float, float]:
    """PSS and RSS in MB: PSS gives each process its share of what several share."""
    pss = rss = 0
    for pid in pids:
        for line in _lines(f"/proc/{pid}/smaps_rollup"):
            name, _, rest = line.partition(":")
            if name in ("Pss", "Rss"):
                size = int(rest.split()[0])
                pss, rss = (pss + size, rss) if name == "Pss" else (pss, rss + size)
    return pss / 1024, rss / 1024


def load() -> str:
    """The load average."""
    return " ".join(Path("/proc/loadavg").read_text(encoding="ascii").split()[:3])


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15])


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="ascii").splitlines()
    except OSError:
        return []
