"""The data folder: where it is, that it can be written, that one command at a time uses it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from requite.cli.errors import SetupError

_LONGEST_NAME = ".s.PGSQL.5432"
_LONGEST_PATH = 103  # 107 on Linux, 103 on others


def var() -> Path:
    """REQUITE_VAR, or `var` in the present folder."""
    return Path(os.environ.get("REQUITE_VAR") or "var").absolute()


def socket_folder(home: Path, *, uid: int | None = None) -> Path:
    """A folder for Unix sockets, closed to all but `uid` (us by default), its path short enough for them."""
    wanted = os.getuid() if uid is None else uid
    folder = home / "run"
    if len(os.fsencode(folder / _LONGEST_NAME)) > _LONGEST_PATH:
        mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"requite-{wanted}-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.getuid(), wanted):
        raise SetupError(f"The folder {folder} belongs to somebody else: remove it, or set REQUITE_VAR.")
    folder.chmod(0o700)
    return folder


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Holds the folder for this process; the kernel lets go of it however the process ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SetupError(f"The folder {folder} can't be written: {error.strerror}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "unknown"
        os.close(descriptor)
        raise SetupError(f"Requite already runs on {folder} (process {holder}): stop it first.") from None
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
