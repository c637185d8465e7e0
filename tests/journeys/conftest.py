"""A whole Requite with its demo company, and a real Chromium in front of it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.process.stage import requite_up

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "requite-demo"
SHOWN = 3_000  # characters of a page that a failure shows
Enter = Callable[..., Page]
expect.set_options(timeout=30_000)  # as an act waits; how fast the pages are is measured in `bench`


@pytest.fixture(scope="package")
def home() -> Iterator[Path]:
    """The folder of the demo company that runs."""
    with tempfile.TemporaryDirectory(prefix="requite-up-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="package")
def address(home: Path) -> Iterator[str]:
    """The address of a running demo company."""
    with requite_up(home=home) as address:
        yield address


@pytest.fixture
def database(home: Path, address: str) -> Iterator[psycopg.Connection]:
    """The company's own, for what would take days or a fault to come about."""
    sockets = home / "var" / "postgres" / "run"
    with psycopg.connect(f"postgresql://requite@/requite?host={sockets}", autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium as Debian ships it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure for the fixtures, which then say what the pages showed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def until(page: Page, script: str, argument: object = None, *, seconds: float = 30) -> None:
    """Ask the page until `script` is true.

    Asked from outside each time: a wait inside the page evaluates text there, which the page's own policy forbids from
    the second time on.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(script, argument):
        assert time.monotonic() < end, f"not true within {seconds} s: {script}"
        page.wait_for_timeout(30)


def at_rest(page: Page) -> None:
    """Wait until no fragment is fetched or put in."""
    until(page, "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def ready(page: Page) -> None:
    """Wait until all of a page that was just reached is there, and its behaviours are attached."""
    page.wait_for_load_state()
    page.wait_for_selector('html[data-script="on"]')


def add_field(admin: Page, kind: str, name: str, **values: str) -> None:
    """Add a custom field: a text, unless `Choices` are given; further values by the labels of the form."""
    admin.goto(f"/settings/fields/?kind={kind}")
    form = admin.locator("form.settings__form").last
    form.get_by_label("New field").fill(name)
    if "Choices" in values:
        form.get_by_label("Type").select_option("choice")
    for label, value in values.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button", name="Add").click()
    expect(admin.get_by_role("link", name=name)).to_be_visible()


def remove_field(admin: Page, kind: str, name: str) -> None:
    """Remove a field that records hold or don't; its values are kept."""
    admin.goto(f"/settings/fields/?kind={kind}")
    admin.locator("[data-item]").filter(has_text=name).get_by_role("link", name="Remove").click()
    admin.get_by_role("button", name="Remove", exact=True).click()
    expect(admin.get_by_text("The field is removed.")).to_be_visible()


def stop_asking(admin: Page, kind: str, name: str, rep: Page) -> None:
    """End a field's requirement, and wait until the rep owes it nowhere: later journeys owe what they always did."""
    admin.goto(f"/settings/minimum-sets/{kind}/")
    line = admin.locator(".setting--set").filter(has_text=name)
    line.locator("summary").get_by_text("End", exact=True).click()
    line.get_by_role("button", name="End", exact=True).click()
    expect(line).to_have_count(0)
    end = time.monotonic() + 60
    rep.goto("/debts/")
    while rep.locator(".owed").filter(has_text=f"{name} is missing").count():
        assert time.monotonic() < end, f"{name} is still owed"
        rep.wait_for_timeout(200)
        rep.reload()


def tell(page: Page) -> None:
    """Print what a page shows, for who reads why a journey ended."""
    print(f"--- {page.url}")
    for said in page.locator("main, #peek, .toast").all_inner_texts():
        print(" | ".join(said.split("\n"))[:SHOWN])


@pytest.fixture
def enter(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """Log in as one of the demo company's people, each in a browser of their own; errors of the page fail the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def log_in(
        who: str, *, width: int = 1440, height: int = 900, language: str = "en-GB", has_touch: bool = False,
        is_mobile: bool = False,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            locale=language,
            has_touch=has_touch,
            is_mobile=is_mobile,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        too_many = page.get_by_role("heading", name="Too many attempts")
        for _attempt in range(20):
            page.goto("/log-in/")
            page.locator("input[name=login]").or_(too_many).first.wait_for()
            if not too_many.count():
                page.locator("input[name=login]").fill(f"{who}@demo.example")
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("form:has(input[name=login]) button").first.click()
                page.locator(".rail").or_(too_many).first.wait_for()
            if not too_many.count():
                break
            page.wait_for_timeout(5_000)  # as the page asks: quick journeys log in often within a minute
        page.wait_for_selector(".rail")
        ready(page)
        return page

    yield log_in
    for context in contexts:
        for page in context.pages if request.node.stash.get(FAILED, False) else ():
            tell(page)
        context.close()
    assert not faults
