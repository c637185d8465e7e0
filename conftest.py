"""Brings the tests a PostgreSQL: that of DATABASE_URL, else an embedded one that all xdist workers share."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as properties
from testing.roomy import roomy

from requite.cli.postgres import Server
from requite.cli.prepare import compile_translations

# What Python compiled is kept, whatever the habit of this machine: tests start dozens of processes.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
properties.register_profile("requite", deadline=None)  # what a busy machine takes says nothing of the property
properties.load_profile("requite")


@pytest.fixture(autouse=True, scope="session")
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that tests hand in and attach are kept in a folder of the session's own."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    folder = tmp_path_factory.mktemp("files")
    settings.FILE_UPLOAD_TEMP_DIR = folder / "incoming"
    settings.STORAGES["attached"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {**settings.STORAGES["attached"]["OPTIONS"], "location": folder / "attached"},
    }


@pytest.fixture(scope="session")
def template(django_db_blocker: Any) -> str:
    """The name of a migrated database, to be copied: one for all processes of a run."""
    from testing import migrated  # noqa: PLC0415 - once Django is set up

    with django_db_blocker.unblock():
        return migrated.ensure()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 - it goes first
    template: str,
) -> None:
    """Each process tests on a copy."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


@pytest.fixture(autouse=True, scope="session")
def passwords_are_cheap() -> None:
    """Hashed as always, but by a thousandth of the work: to be slow is what the hash is for."""
    from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: PLC0415 - once Django is set up

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1


@pytest.fixture(autouse=True, scope="session")
def lists_take_their_time() -> None:
    """What a list allows itself to count and to try is a matter of a busy machine: what it tells is tested without."""
    from requite.insight.lists import listing, ways  # noqa: PLC0415 - once Django is set up
    from requite.web.screens import deals_list  # noqa: PLC0415

    listing.COUNT_MS = listing.FEW_MS = deals_list.SUM_MS = ways.PAGE_MS - 1
    ways.MS |= dict.fromkeys(("quick", "walk"), ways.PAGE_MS - 1)  # type: ignore[operator]


@pytest.fixture(autouse=True, scope="session")
def nothing_is_kept_from_page_to_page() -> None:
    """Builders write without the journal, which tells when what was read is old."""
    from requite.web import shared  # noqa: PLC0415 - once Django is set up

    shared.SECONDS = 0


@pytest.fixture(autouse=True, scope="session")
def locks_need_a_transaction() -> Iterator[None]:
    """A row is locked in a transaction of the code's own: that of the test around it would hide that there is none."""
    from django.db.models.sql.compiler import SQLCompiler  # noqa: PLC0415 - once Django is set up

    was = SQLCompiler.as_sql

    def as_sql(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        blocks = self.connection.atomic_blocks
        if self.query.select_for_update and all(block._from_testcase for block in blocks):
            raise AssertionError("Rows are locked outside a transaction: as a page this is a 500.")
        return was(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SQLCompiler, "as_sql", as_sql)
        yield


@pytest.fixture(autouse=True, scope="session")
def statements_stay_prepared() -> None:
    """Each test ends by a rollback, a request by none."""
    from testing import prepared  # noqa: PLC0415 - once Django is set up

    prepared.keep()


@pytest.fixture(autouse=True, scope="session")
def templates_are_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one process has compiled of a template in a language, the other of this run takes over."""
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415

    from requite.web.environment import language_names, spoken  # noqa: PLC0415 - once Django is set up

    folder = tmp_path_factory.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    for language, _name in language_names():
        spoken(language).bytecode_cache = FileSystemBytecodeCache(str(folder), f"{language}-%s.compiled")


# Files of more than five seconds of processor time, the longest first. The second needs no database of the tests:
# while the first process migrates the one that all copy, the other starts a company of its own.
LONG = (
    "src/requite/web/tests/test_bad_input.py",
    "tests/process/test_up.py",
    "tests/architecture/test_routes.py",
    "tests/architecture/test_queries.py",
    "src/requite/insight/lists/tests/test_filtering.py",
    "src/requite/insight/plans/tests/test_figures.py",
    "tests/demo/test_company.py",
    "src/requite/files/tests/test_looking.py",
    "src/requite/people/tests/test_many.py",
    "src/requite/people/tests/test_points.py",
    "src/requite/intake/tests/test_apart.py",
    "src/requite/web/tests/test_lists.py",
    "tests/demo/test_generator.py",
    "src/requite/insight/lists/tests/test_nested.py",
    "src/requite/work/tests/test_trials.py",
)
_FOUND: pytest.StashKey[tuple[Server, Path]] = pytest.StashKey()
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"  # the built files need not be there


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Compiles the catalogues, starts the server and turns Django to it; workers inherit the address."""
    importlib.import_module("requite.config.settings").STORAGES["staticfiles"]["BACKEND"] = PLAIN
    if not hasattr(config, "workerinput"):
        compile_translations()
        os.environ["REQUITE_TESTS_TEMPLATE"] = f"requite_migrated_{os.getpid()}"
    if os.environ.get("DATABASE_URL") or config.getoption("collectonly"):
        return
    home = Path(tempfile.mkdtemp(prefix="requite-test-", dir=roomy()))
    home.chmod(0o755)
    server = Server(home, durable=False)
    config.stash[_FOUND] = (server, home)
    server.start()
    os.environ["DATABASE_URL"] = server.ensure_database()
    _turn_django_to(os.environ["DATABASE_URL"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first, so that no process is left with one at the end while the others idle."""
    last = len(LONG)
    place = {name: n for n, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.nodeid.split("::")[0], last))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, so the collector need not look through it: as in the web process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server that these tests started; on one that stays nothing is left behind."""
    if found := config.stash.get(_FOUND, None):
        server, home = found
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    elif not hasattr(config, "workerinput") and not config.getoption("collectonly"):
        from testing import migrated  # noqa: PLC0415 - once Django is set up

        migrated.drop()


def _turn_django_to(url: str) -> None:
    # pytest-django has read the settings already; connections look into this very dictionary when they open.
    settings = importlib.import_module("requite.config.settings")
    settings.DATABASES["default"].update(settings.settings_of(url))
