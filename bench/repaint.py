"""The same in a real Chromium: from the commit until the leader's counter has been painted anew."""

from __future__ import annotations

import shutil
import time
import urllib.request
from typing import Any

import psycopg
from playwright.sync_api import Page, sync_playwright

from bench.client import ONCE
from bench.load import quantile
from bench.processes import Running

SAMPLES = 40
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
# The time at which the frame after the change of a counter has been put on the screen.
WATCH = """
() => {
  window.paintedAt = 0;
  new MutationObserver((changes) => {
    if (window.paintedAt) return;
    const touched = changes.some((one) => [...one.addedNodes].some(
      (node) => node.nodeType === 1 && (node.matches(".counter") || node.querySelector(".counter"))));
    if (touched) requestAnimationFrame(() => setTimeout(() => { window.paintedAt ||= Date.now(); }));
  }).observe(document.body, { childList: true, subtree: true });
}
"""


def measure(running: Running, readers: dict[str, Any]) -> tuple[float, float, int] | None:
    """(p50, p99) in ms and how many; None where there is no Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        return None
    leader = readers["leaders"][0]
    reps = [rep for rep in readers["reps"] if rep["team"] == leader["team"]]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        context = browser.new_context(bypass_csp=True)  # the wait below asks by a text that is run
        context.add_cookies([{"name": "sessionid", "value": leader["session"], "url": running.address}])
        page = context.new_page()
        page.goto(f"{running.address}/team/")
        page.evaluate(WATCH)
        time.sleep(2)
        times = _sample(running, readers, reps, page)
        browser.close()
    return quantile(times, 0.5), quantile(times, 0.99), len(times)


def _sample(running: Running, readers: dict[str, Any], reps: list[dict[str, Any]], page: Page) -> list[float]:
    times = []
    with psycopg.connect(running.url, autocommit=True) as connection:
        connection.execute("LISTEN requite_hints")
        for number in range(SAMPLES):
            page.evaluate("() => { window.paintedAt = 0; }")
            rep = reps[number % len(reps)]
            _log_call(running, readers, rep, number)
            at = next((time.time() for _ in connection.notifies(timeout=5, stop_after=1)), time.time())
            page.wait_for_function("window.paintedAt > 0", timeout=5000)
            times.append(page.evaluate("window.paintedAt") / 1000 - at)
            time.sleep(0.3)
    return times


def _log_call(running: Running, readers: dict[str, Any], rep: dict[str, Any], number: int) -> None:
    """By a thread of its own, so that the commit is heard as it happens."""
    import threading  # noqa: PLC0415
    import uuid  # noqa: PLC0415

    token = "b" * 32
    person = rep["people"][number % len(rep["people"])]
    body = f"outcome={readers['outcomes'][0]}&once={ONCE.decode()}".replace(ONCE.decode(), str(uuid.uuid4()))
    headers = {
        "Cookie": f"sessionid={rep['session']}; csrftoken={token}",
        "X-CSRFToken": token,
        "HX-Request": "true",
    }
    request = urllib.request.Request(f"{running.address}/people/{person}/calls/", body.encode(), headers)
    threading.Thread(target=lambda: urllib.request.urlopen(request, timeout=10).read(), daemon=True).start()
