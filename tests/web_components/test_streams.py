"""Which pages hold a stream: a browser has six connections to one address, and each stream takes one."""

from __future__ import annotations

from site_ import Site
from test_behaviours import WATCH_STATE, browser, page, pytestmark, site

__all__ = ["browser", "page", "pytestmark", "site"]
HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_one_stream_too_many_comes_back_only_when_its_page_is_looked_at(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    page.evaluate(WATCH_STATE)
    site.hints.put('event: end\ndata: {"reason": "many"}\n\n')
    page.wait_for_selector("#live[data-state=off]")
    page.wait_for_timeout(400)
    assert page.evaluate("states") == ["off"]
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("#live[data-state=live]")


def test_a_page_that_nobody_looked_at_fetches_what_it_shows_when_it_is_looked_at(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    page.evaluate(HIDE, True)
    page.wait_for_timeout(5_500)  # it has let go of its stream
    site.counted = 9
    page.evaluate(HIDE, False)
    page.wait_for_selector("#c-meetings b:text('9')")
    page.wait_for_selector("#live[data-state=live]")
