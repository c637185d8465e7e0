"""A process that is kept alive."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from requite.cli.runas import ends_with_parent

_PAUSES = (0.0, 0.3, 1.0, 2.0, 5.0)
_CALM = 30.0  # after so many seconds of life a death is the first again
_LOG_LIMIT = 10_000_000


@dataclass(slots=True)
class Part:
    """One command, with what it is told beside our environment; started again whenever it dies."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    pass_fds: tuple[int, ...] = ()
    sockets: tuple[Path, ...] = ()  # a dead one's would keep the next from listening
    patience: float = 10.0
    deaths: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _next: float = field(default=0.0)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Starts it in a session of its own: Ctrl-C reaches us alone, and we stop the parts in order."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old"))
        for path in self.sockets:
            path.unlink(missing_ok=True)
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self.command,
                env=os.environ | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.pass_fds,
                preexec_fn=ends_with_parent(signal.SIGTERM),  # noqa: PLW1509 (we start no thread before)
            )
        self._started = time.monotonic()

    def look(self) -> str | None:
        """Starts it again if it has died; the sentence to say about it."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._next:
                self.start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        self._end_group(self._process.pid)
        self._process = None
        self.deaths = 1 if now - self._started > _CALM else self.deaths + 1
        self._next = now + _PAUSES[min(self.deaths, len(_PAUSES)) - 1]
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"{self.name} {how} and is started again; its log is {self.log}."

    def stop(self) -> None:
        """SIGTERM, patience, and then SIGKILL to all that is left of it."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(self.patience)
        self._end_group(process.pid)
        process.wait()

    @staticmethod
    def _end_group(pid: int) -> None:
        # its own children would go on listening in its place
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
