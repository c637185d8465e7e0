"""What the browser's side promises, in a real browser under the strict content policy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from site_ import Site
from tests.journeys.conftest import until
from tests.process.stage import wait_for

from requite.web import assets

CHROMIUM = Path("/usr/bin/chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]
WATCH_STATE = """window.states = [];
new MutationObserver(() => states.push(live.dataset.state))
  .observe(document.getElementById('live'), {attributes: true})"""
WATCH_SHIFT = """window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => shift += entry.value))
  .observe({type: 'layout-shift', buffered: true})"""
SMALL = """[...document.querySelectorAll('#main :is(button, a, summary, input:not([type=hidden]))')]
  .filter((each) => each.offsetParent && !each.closest('p, small, .owed__text, td, h2, label'))
  .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.height < 24 || box.width < 24)
  .map(([box, html]) => html + box.width + 'x' + box.height)"""


@pytest.fixture(scope="module")
def browser():
    assets.build()
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield made
        made.close()


@pytest.fixture
def site(gallery: Callable[..., str]) -> Iterator[Site]:
    pages = {language: gallery(language) for language in ("en", "ko", "ru")}
    made = Site(pages.__getitem__)
    yield made
    made.closing = True
    made.shutdown()


@pytest.fixture
def page(browser, site: Site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    made.goto(f"{site.address}/gallery/")
    yield made
    context.close()
    assert not faults


TOPIC = "#f-meeting_topic"


def test_a_hint_refetches_the_counter_alone(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    site.counted = 6
    site.hint("hint", {"topics": ["user:2"]})
    site.hint("hint", {"topics": ["user:1"]})
    page.wait_for_selector("#c-meetings b:text('6')")
    assert page.locator(".counter").count() == 4


HEAR = """window.told = 0;
const ear = document.createElement('i');
ear.dataset.live = 'user:1';
ear.addEventListener('live', () => told += 1);
document.body.append(ear)"""
WATCH_CLICK = """window.clicked = null;
document.addEventListener('click', ({target}) => { clicked = target.closest('#c-meetings'); })"""


def told(page, site: Site, times: int) -> None:
    """Say that the counter changed, and wait until the page has heard it."""
    site.hint("hint", {"topics": ["user:1"]})
    until(page, f"told === {times}")


def test_a_hint_that_comes_while_its_block_is_fetched_is_not_lost(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    page.evaluate(HEAR)
    site.counted = 6
    site.gate.clear()
    told(page, site, 1)
    until(page, "document.querySelector('#c-meetings.htmx-request')")
    wait_for(lambda: site.asked == 1)
    site.counted = 7
    told(page, site, 2)
    site.gate.set()
    page.wait_for_selector("#c-meetings b:text('7')")


def test_a_block_stays_while_it_is_pressed(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    page.evaluate(HEAR)
    page.evaluate(WATCH_CLICK)
    site.counted = 6
    site.gate.clear()
    told(page, site, 1)
    wait_for(lambda: site.asked == 1)
    page.locator("#c-meetings .counter__door").hover()
    page.mouse.down()
    site.gate.set()
    until(page, "!document.querySelector('#c-meetings.htmx-request')")
    page.mouse.up()
    assert page.evaluate("Boolean(clicked)")
    page.wait_for_selector("#c-meetings b:text('6')")


def test_the_answer_to_a_press_is_not_lost_to_an_older_one(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    page.evaluate(HEAR)
    told(page, site, 1)
    expect(page.locator("#press")).to_be_visible()
    site.gate.clear()
    told(page, site, 2)
    wait_for(lambda: site.asked == 2)
    site.post_gate.clear()
    page.click("#press")
    wait_for(lambda: site.posts)
    site.gate.set()
    until(page, "!document.querySelector('#c-meetings.htmx-request')")
    site.post_gate.set()
    page.wait_for_selector("#done")


def test_a_cut_stream_says_so_and_comes_back(page, site: Site) -> None:
    page.wait_for_selector("#live[data-state=live]")
    page.evaluate(WATCH_STATE)
    site.counted = 9
    site.hints.put("cut")
    page.wait_for_selector("#c-meetings b:text('9')")
    assert page.evaluate("states") == ["off", "live"]


def test_a_draft_survives_a_reload_and_can_be_discarded(page) -> None:
    page.fill(TOPIC, "half a sentence")
    page.locator(TOPIC).blur()
    page.reload()
    assert page.input_value(TOPIC) == "half a sentence"
    page.click("#composer-meeting [data-draft-discard]")
    page.reload()
    assert page.input_value(TOPIC) == "prices for spring"


def test_a_draft_of_another_person_stays_hidden(page) -> None:
    page.fill(TOPIC, "mine alone")
    page.locator(TOPIC).blur()
    assert page.evaluate("Object.keys(localStorage)") == ["draft:u1:gallery-meeting"]


def test_a_refused_debt_keeps_its_text_and_a_paid_one_forgets_it(page, site: Site) -> None:
    site.status = 422
    page.fill("#o-1-in", "wants an offer")
    page.press("#o-1-in", "Enter")
    page.wait_for_selector("#done")
    kept = json.loads(page.evaluate("localStorage.getItem('draft:u1:o-1')"))
    assert kept["fields"] == {"result": "wants an offer"}
    site.status = 200
    page.reload()
    assert page.input_value("#o-1-in") == "wants an offer"
    page.press("#o-1-in", "Enter")
    page.wait_for_selector("#done")
    assert not page.evaluate("localStorage.getItem('draft:u1:o-1')")


def test_an_expired_log_in_is_renewed_in_place(page, site: Site) -> None:
    site.expired = True
    page.fill("#o-1-in", "kept")
    page.press("#o-1-in", "Enter")
    page.fill("#log-in input[name=password]", "secret")
    page.click("#log-in form button")
    page.wait_for_selector("#log-in", state="hidden")
    assert page.input_value("#o-1-in") == "kept"
    assert "renewed" in page.get_attribute("body", "hx-headers")
    page.press("#o-1-in", "Enter")
    page.wait_for_selector("#done")
    assert [path for path, _ in site.posts] == ["/o", "/login/", "/o"]


def test_a_lost_network_is_said_and_nothing_is_lost(page) -> None:
    page.context.set_offline(True)
    page.fill("#o-1-in", "kept")
    page.press("#o-1-in", "Enter")
    page.wait_for_selector(".toast[data-from=toast-lost]")
    assert page.input_value("#o-1-in") == "kept"


def test_a_form_is_sent_once(page, site: Site) -> None:
    page.fill("#o-1-in", "x")
    page.evaluate("for (let times = 0; times < 3; times++) document.getElementById('o-1').requestSubmit()")
    page.wait_for_selector("#done")
    assert len(site.posts) == 1


def test_a_chip_posts_its_outcome_and_its_line_is_replaced(page, site: Site) -> None:
    page.click("text=No answer")
    page.wait_for_selector("#done")
    assert site.posts == [("/act", {"outcome": ["3"]})]


def test_a_record_opens_beside_the_list_and_escape_gives_the_focus_back(page) -> None:
    link = page.locator(".row [data-peek]").first
    link.click()
    page.wait_for_selector("#peek h1")
    assert page.evaluate("document.activeElement.textContent") == "Lee Hana"
    page.keyboard.press("Escape")
    expect(page.locator("#peek")).to_be_hidden()
    expect(link).to_be_focused()


def test_keys_move_act_and_help_but_not_while_typing(page, site: Site) -> None:
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.wait_for_selector("#done")
    assert site.posts == [("/act", {"outcome": ["2"]})]
    page.keyboard.press("Control+k")
    page.keyboard.type("jk?")
    assert page.input_value("#line") == "jk?"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("#keys-help")


def test_single_keys_can_be_turned_off(page) -> None:
    page.evaluate("document.body.dataset.keys = 'off'")
    page.keyboard.press("?")
    assert not page.is_visible("#keys-help")


def test_a_person_is_chosen_by_keyboard(page) -> None:
    page.fill("#f-meeting_person", "kim")
    page.wait_for_selector("#f-meeting_person-list [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#f-meeting_person") == "Kim 2"
    assert page.input_value("[name=meeting_person]") == "v2"
    page.fill("#f-meeting_person", "someone new")
    assert page.input_value("[name=meeting_person]") == ""


def test_tabs_move_by_arrows(page) -> None:
    page.focus("[data-panel=composer-meeting]")
    page.keyboard.press("ArrowRight")
    assert page.is_visible("#composer-task")
    assert not page.is_visible("#composer-meeting")


def test_colours_change_at_once(page, site: Site) -> None:
    page.click(".bar .menu summary")
    page.click("button[value=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    wait_for(lambda: site.posts)
    assert site.posts[0] == ("/preferences/", {"theme": ["dark"]})
    page.keyboard.press("Escape")
    assert not page.is_visible(".bar .menu__list")


@pytest.mark.parametrize("width", [320, 768, 1440, 2560])
@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_nothing_runs_over_the_edge(page, site: Site, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.address}/gallery/?l={language}")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert not page.evaluate(SMALL)


def test_letters_arrive_without_a_jump(page, site: Site) -> None:
    page.goto(f"{site.address}/gallery/")
    page.evaluate(WATCH_SHIFT)
    until(page, "[...document.fonts].some((face) => face.family === 'Pretendard' && face.status === 'loaded')")
    until(page, "document.fonts.status === 'loaded'")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("shift") < 0.02
