"""The first thing that a bounded child does: it gives up what it could take, and only then runs its script.

Called as `bounded_child.py <memory> <written> <seconds> <script> …`, without our package and our environment.
"""

import ctypes
import resource
import runpy
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
OPEN_FILES = 64


def bind(memory: int, written: int, seconds: int) -> None:
    """Limit this process for the rest of its life; it ends with its parent, or after three times its seconds."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(3 * seconds)


if __name__ == "__main__":
    bind(*map(int, sys.argv[1:4]))
    sys.argv = sys.argv[4:]
    runpy.run_path(sys.argv[0], run_name="__main__")
