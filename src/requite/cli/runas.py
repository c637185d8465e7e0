"""PostgreSQL refuses to run as root: this finds another way to run it.

Three ways, the first that works on this machine and these folders:
plain (we aren't root) · another user (root, and that user reaches the folders) ·
a user namespace in which root looks like another user (root, folders closed to others, as under /root).
"""

from __future__ import annotations

import ctypes
import functools
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from requite.cli.errors import SetupError

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class RunAs:
    """How a command is started, and which uid its files then belong to (as we see them)."""

    uid: int
    gid: int
    drops: bool = False
    prefix: tuple[str, ...] = ()

    def start(self, command: Sequence[str | Path], *, log: Path) -> subprocess.Popen[bytes]:
        """Starts the command in a session of its own, its output appended to `log`."""
        with log.open("ab") as out:
            return subprocess.Popen(
                [*self.prefix, *map(str, command)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=_bare_environment(),
                start_new_session=True,
                preexec_fn=ends_with_parent(signal.SIGINT),  # noqa: PLW1509 (we start no thread before)
                user=self.uid if self.drops else None,
                group=self.gid if self.drops else None,
                extra_groups=[] if self.drops else None,
            )

    def run(self, command: Sequence[str | Path], *, log: Path) -> int:
        """Runs the command to its end and gives its exit code."""
        return self.start(command, log=log).wait()

    def own(self, folder: Path) -> None:
        """Gives the folder and all below it to the user the command runs as."""
        if os.getuid() != 0 or folder.stat().st_uid == self.uid:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def ends_with_parent(signum: int) -> Callable[[], None] | None:
    """A `preexec_fn`: the kernel sends `signum` to the child when we die, even by kill -9 (Linux only)."""
    if _LIBC is None:
        return None
    return functools.partial(_LIBC.prctl, _PR_SET_PDEATHSIG, signum, 0, 0, 0)


def choose(*, reads: Path, writes: Path) -> RunAs:
    """The way to run a server whose program is at `reads` and whose folder is `writes` (which exists)."""
    if os.getuid() != 0:
        return RunAs(os.getuid(), os.getgid())
    other = _other_user()
    if _reaches(other, "-r", reads) and _reaches(other, "-x", writes):
        return RunAs(other.pw_uid, other.pw_gid, drops=True)
    prefix = _namespace(other)
    if prefix and _succeeds([*prefix, "test", "-w", str(writes)]):
        return RunAs(0, 0, prefix=prefix)
    raise SetupError(
        f"PostgreSQL doesn't run as root, and no other user reaches {writes}: run this as an ordinary user, "
        "or set REQUITE_VAR (and put the environment) where everyone may enter, such as /srv/requite."
    )


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError("PostgreSQL doesn't run as root, and this machine has no user named postgres or nobody.")


def _reaches(user: pwd.struct_passwd, test: str, path: Path) -> bool:
    try:
        return _succeeds(["test", test, str(path)], user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    except (OSError, subprocess.SubprocessError):
        return False


def _namespace(user: pwd.struct_passwd) -> tuple[str, ...]:
    if shutil.which("unshare") is None:
        return ()
    return ("unshare", "--user", f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}", "--")


def _succeeds(command: Sequence[str], **how: object) -> bool:
    done = subprocess.run(command, check=False, capture_output=True, cwd="/", **how)  # type: ignore[call-overload]
    return bool(done.returncode == 0)


def _bare_environment() -> dict[str, str]:
    """Only what PostgreSQL needs: PG* variables of the caller would change which server it is."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
