"""`requite prepare static|database|company`: what needs Django, each in a process that ends again."""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence

import django
from django.core.management import call_command

from requite.cli.errors import SetupError
from requite.cli.stamps import PACKAGE


def run(argv: Sequence[str]) -> int:
    """Runs one step; what it has to tell goes to standard output as JSON."""
    steps = {"static": _static, "database": _database, "company": _company}
    if len(argv) != 1 or argv[0] not in steps:
        raise SetupError(f"prepare knows {', '.join(steps)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "requite.config.settings")
    steps[argv[0]]()
    return 0


def _static() -> None:
    compile_translations()
    assets = importlib.import_module("requite.web.assets")
    try:
        assets.build()
    except assets.BuildError as error:
        raise SetupError(f"The browser's files can't be built: {error}") from error
    django.setup()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["admin"])


def compile_translations() -> None:
    """Compiles the catalogues that are newer than what was compiled of them."""
    from babel.messages import mofile, pofile  # noqa: PLC0415 (a second that no other step pays)

    for source in PACKAGE.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            new = target.with_suffix(f".{os.getpid()}")  # two starts at once each write their own
            with source.open("rb") as read, new.open("wb") as written:
                mofile.write_mo(written, pofile.read_po(read, domain=source.stem))
            new.replace(target)


def _database() -> None:
    os.environ["REQUITE_STATEMENT_TIMEOUT_MS"] = "0"  # a large base's index takes longer than any page may
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _company() -> None:
    """Loads the demo company; tells its log-ins, or null where a company is already."""
    django.setup()
    demo = importlib.import_module("requite.demo")
    json.dump(demo.load(), sys.stdout)
