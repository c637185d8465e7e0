"""Many pages in one browser: each opens, though a browser makes six connections to one address at most."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Enter

pytestmark = pytest.mark.journey
HIDE = """() => {
  Object.defineProperty(document, 'hidden', {value: true, configurable: true});
  document.dispatchEvent(new Event('visibilitychange'));
}"""
LIVE = "#live[data-state=live]"


def test_an_eighth_page_opens_while_seven_are_open(enter: Enter, address: str) -> None:
    page = enter("anna")
    for _ in range(7):
        page.wait_for_selector(LIVE, state="attached")
        page.evaluate(HIDE)  # as another one is looked at
        page.wait_for_timeout(5_500)
        page = page.context.new_page()
        page.goto(f"{address}/people/", timeout=15_000)
    page.wait_for_selector(LIVE, state="attached")
