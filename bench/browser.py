"""The same in a real Chromium: from the commit of a call to the frame that shows the counter anew."""

import time
from typing import Any

import psycopg
from playwright.sync_api import Page, sync_playwright

from bench.cases import Cast, call
from bench.watching import Clock

WATCH = """
() => {
  const seen = (window.benchSeen = []);
  const note = () => requestAnimationFrame(() => setTimeout(() => seen.push(Date.now()), 0));
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) {
      if (node.nodeType === 1 && (node.matches('.counter') || node.querySelector('.counter'))) return note();
    }
  }).observe(document.body, { childList: true, subtree: true });
}
"""


def measure(*, port: int, url: str, cast: Cast, acts: int) -> list[float]:
    """Seconds for each act; one browser of a rep, on whose behalf calls are logged elsewhere."""
    rep = cast.people[0][1]
    people = [person for person, owner in cast.people if owner == rep]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = browser.new_page()
        page.context.add_cookies([_cookie(cast.cookies[rep], port)])
        page.goto(f"http://127.0.0.1:{port}/today/")
        page.wait_for_timeout(1500)
        page.evaluate(WATCH)
        with psycopg.connect(url, autocommit=True) as connection, Clock(connection) as clock:
            times = [_act(page, port, clock, call(cast, people[n % len(people)], rep)) for n in range(acts)]
        browser.close()
    return [one for one in times if one is not None]


def _act(page: Page, port: int, clock: Clock, request: bytes) -> float | None:
    page.evaluate("() => { window.benchSeen.length = 0; }")
    committed = clock.send(port, request)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        page.wait_for_timeout(50)
        seen: list[Any] = page.evaluate("() => window.benchSeen")
        if seen:
            page.wait_for_timeout(150)
            return float(seen[0]) / 1000 - committed
    return None


def _cookie(cookies: str, port: int) -> Any:
    session = cookies.split(";")[0].split("=", 1)[1]
    return {"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}
