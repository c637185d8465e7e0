"""What is written down on a person's page stands in its place of the time-line at once, with the stream and without."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter, ready, until

pytestmark = pytest.mark.journey
HELD = re.compile(r"/people/[^/]+/(timeline|aside)/")  # what the stream's hints fetch


def note(page: Page, text: str) -> None:
    composer = page.locator("#composer")
    composer.get_by_role("tab", name="Note").click()
    page.locator("#note-body").fill(text)
    composer.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#note-body")).to_have_value("")


def call(page: Page, text: str, day: str = "") -> None:
    composer = page.locator("#composer")
    composer.get_by_role("tab", name="Call").click()
    page.locator("#call-result").fill(text)
    if day:
        composer.locator("summary", has_text="Call back").click()
        page.locator("#call-day").fill(day)
    composer.get_by_role("button", name="Talked", exact=True).click()
    expect(page.locator("#call-result")).to_have_value("")


def test_each_entry_goes_to_its_place(enter: Enter) -> None:
    rep = enter("anna")
    rep.route(HELD, lambda route: route.abort())
    rep.goto("/people/new/")
    for name, value in (("family_name", "Timely"), ("given_name", "Ada"), ("phone", "+82 10-7261-5537")):
        rep.locator(f"form [name={name}]").fill(value)
    rep.get_by_role("button", name="Save", exact=True).click()
    ready(rep)
    entries, nothing = rep.locator("#timeline > li"), rep.get_by_text("Nothing happened yet")
    expect(nothing).to_be_visible()
    expect(rep.locator("#last-contact")).to_have_text("—")

    note(rep, "Prefers mornings")
    expect(entries).to_have_count(1)
    expect(nothing).to_be_hidden()
    expect(rep.locator("#last-contact")).to_have_text("—")  # a note is no contact

    call(rep, "Wants a catalogue")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("Wants a catalogue")
    expect(rep.locator("#last-contact")).not_to_have_text("—")

    rep.locator("#composer").get_by_role("tab", name="Task").click()
    rep.locator("#task-topic").fill("Send the catalogue")
    rep.get_by_role("button", name="Plan the task").click()
    expect(entries).to_have_count(3)
    expect(rep.locator("#person-aside")).to_contain_text("Send the catalogue")

    call(rep, "Has it")
    call(rep, "First call of all", (datetime.now(UTC) - timedelta(days=9)).date().isoformat())
    order = ("Send the catalogue", "Has it", "Wants a catalogue", "Prefers mornings", "First call of all")
    expect(entries).to_contain_text(order)


def test_what_is_taken_back_leaves_at_once_and_comes_back(enter: Enter) -> None:
    rep = enter("anna")
    rep.route(HELD, lambda route: route.abort())
    rep.goto("/people/new/")
    for name, value in (("family_name", "Undone"), ("given_name", "Ada"), ("phone", "+82 10-7261-5538")):
        rep.locator(f"form [name={name}]").fill(value)
    rep.get_by_role("button", name="Save", exact=True).click()
    ready(rep)
    entries, last, toasts = rep.locator("#timeline > li"), rep.locator("#last-contact"), rep.locator("#toasts")
    note(rep, "Prefers mornings")
    call(rep, "Pressed by mistake")
    expect(entries).to_have_count(2)
    was = last.inner_text()

    toasts.locator(".toast", has_text="Call logged").get_by_role("button", name="Undo").click()
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("Prefers mornings")
    expect(last).to_have_text("—")

    toasts.locator(".toast", has_text="Taken back").get_by_role("button", name="Undo").click()
    expect(entries).to_contain_text(("Pressed by mistake", "Prefers mornings"))
    expect(last).to_have_text(was)
    expect(toasts).to_contain_text("It stands again")

    rep.locator("#composer").get_by_role("tab", name="Task").click()
    rep.locator("#task-topic").fill("Planned by mistake")
    rep.get_by_role("button", name="Plan the task").click()
    expect(rep.locator("#person-aside")).to_contain_text("Planned by mistake")
    rep.locator("#composer").get_by_role("tab", name="Note").click()
    rep.locator("#note-body").fill("What is being typed")
    toasts.locator(".toast", has_text="Task planned").get_by_role("button", name="Undo").click()
    expect(entries).to_have_count(2)
    expect(rep.locator("#person-aside")).not_to_contain_text("Planned by mistake")
    expect(rep.locator("#note-body")).to_have_value("What is being typed")


def test_the_hand_stays_where_it_was(enter: Enter) -> None:
    """By keyboard: an outcome is pressed, and the next one is a key away."""
    rep = enter("anna")
    rep.goto("/people/?view=mine")
    rep.locator("main tbody a.name").first.click()
    rep.locator("#peek").get_by_role("link", name="Open").click()
    for kind, name in (("call", "Busy"), ("task", "Plan the task"), ("note", "Keep the note")):
        composer = rep.locator(f"#composer-{kind}")
        rep.locator("#composer").get_by_role("tab", name=kind.title()).click()
        if kind != "call":
            composer.locator("[name=topic], [name=body]").first.fill(f"Hand {kind}")
        pressed = composer.get_by_role("button", name=name, exact=True)
        pressed.focus()
        rep.keyboard.press("Enter")
        expect(rep.locator("#toasts")).to_contain_text({"call": "logged", "task": "planned", "note": "kept"}[kind])
        expect(pressed).to_be_focused()


def test_what_the_stream_brought_first_stands_once(enter: Enter) -> None:
    rep = enter("anna")
    rep.goto("/people/?view=mine")
    rep.locator("main tbody a.name").first.click()
    rep.locator("#peek").get_by_role("link", name="Open").click()
    expect(rep.locator("#live")).to_have_attribute("data-state", "live")
    held = []
    rep.route("**/notes/", lambda route: held.append((route, route.fetch())))
    rep.locator("#composer").get_by_role("tab", name="Note").click()
    rep.locator("#note-body").fill("Said once")
    rep.locator("#composer").get_by_role("button", name="Keep the note").click()
    entries = rep.locator("#timeline > li", has_text="Said once")
    expect(entries).to_have_count(1)  # the stream was faster than the answer
    before = rep.locator("#timeline > li").all_inner_texts()
    rep.wait_for_timeout(400)  # the stream's other rounds are over
    (route, answer), = held
    route.fulfill(response=answer)
    expect(rep.locator("#note-body")).to_have_value("")
    expect(entries).to_have_count(1)
    assert rep.locator("#timeline > li").all_inner_texts() == before


def test_what_has_the_focus_keeps_it_where_a_colleague_writes(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto("/people/?view=mine")
    rep.locator("main tbody a.name").first.click()
    rep.locator("#peek").get_by_role("link", name="Open").click()
    ready(rep)
    rep.locator("#composer").get_by_role("tab", name="Task").click()
    rep.locator("#task-topic").fill("Bring the samples")
    rep.get_by_role("button", name="Plan the task").click()
    step = rep.locator("#person-aside").get_by_role("link", name="Bring the samples")
    expect(step).to_have_count(1)
    expect(rep.locator("#live")).to_have_attribute("data-state", "live")
    rep.wait_for_timeout(400)  # the stream's rounds over what was planned are over
    step.focus()
    rep.evaluate("document.getElementById('person-aside').isOld = true")
    leader.goto(rep.url)
    note(leader, "Seen at the fair")
    expect(rep.locator("#timeline > li", has_text="Seen at the fair")).to_have_count(1)
    until(rep, "!document.getElementById('person-aside').isOld")
    expect(step).to_be_focused()
