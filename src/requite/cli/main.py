"""The command `requite`: runs the command asked for; its troubles become one sentence and exit code 1."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from requite.cli.errors import SetupError

# Each module has `run(argv) -> int`; it is imported only when it is asked for.
COMMANDS = {
    "up": ("requite.cli.up", "start everything on this machine"),
    "postgres": ("requite.cli.alone", "run the embedded PostgreSQL alone and print its address"),
    "assets": ("requite.cli.assets", "build the browser's files and collect them"),
    "web": ("requite.cli.web", "serve pages"),
    "worker": ("requite.cli.worker", "run jobs"),
    "prepare": ("requite.cli.prepare", "do one step of the preparation: static, database or company"),
    "verify": ("requite.cli.verify", "prove that the tallies are right; --mend counts them anew"),
    "manage": ("requite.cli.manage", "run a command of Django's"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; 0 when it did what was asked."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in COMMANDS:
        print(_usage(), file=sys.stderr)
        return 0 if arguments in (["--help"], ["-h"], ["help"]) else 2
    module = importlib.import_module(COMMANDS[arguments[0]][0])
    try:
        return int(module.run(arguments[1:]))
    except SetupError as error:
        print(f"requite: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _usage() -> str:
    lines = [f"  {name:<10} {text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(["usage: requite COMMAND …", *lines])


if __name__ == "__main__":
    sys.exit(main())
