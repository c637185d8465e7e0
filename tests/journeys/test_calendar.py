"""The calendar: planned, moved, stretched and handed over by mouse and keys, and another screen follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Enter, at_rest

pytestmark = pytest.mark.journey
DAY = "2031-02-12"


def box_of(page: Page, text: str) -> Locator:
    return page.locator("#calendar .box").filter(has_text=text)


def drag(page: Page, box: Locator, down: float, *, edge: bool = False) -> None:
    """Drag a box, or its lower edge, that many pixels down."""
    at_rest(page)
    expect(box).to_be_visible()
    place = box.bounding_box()
    assert place
    x, y = place["x"] + 60, place["y"] + (place["height"] - 3 if edge else 10)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + down / 2)
    page.mouse.move(x, y + down)
    page.mouse.up()


def plan(page: Page, topic: str, hour: int) -> None:
    """Click a free place of the day's column and fill in the form."""
    column = page.locator(".cal__column").first
    place, hours = column.bounding_box(), page.locator(".cal__hours li")
    assert place
    page.mouse.click(place["x"] + 60, place["y"] + place["height"] / hours.count() * hour + 5)
    expect(page.locator("#new-clock")).to_have_value(f"{hour:02}:00")
    page.locator("#new-person").press_sequentially("김민")
    page.locator("#new-person-list [role=option]").first.click()
    page.locator("#new-topic").fill(topic)


def test_a_meeting_is_planned_moved_and_stretched_and_another_screen_follows(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto(f"/calendar/?view=day&on={DAY}")
    expect(rep.get_by_text("Nothing is planned here.")).to_be_visible()
    plan(rep, "Trial of lenses", 10)
    expect(rep.locator("#overlaps")).to_contain_text("Everybody is free then.")
    rep.get_by_role("button", name="Plan the meeting").click()
    box = box_of(rep, "Trial of lenses")
    expect(box).to_have_attribute("data-at", "10:00")

    leader.goto("/calendar/")
    whom = leader.locator("#ticks-calendar label").filter(has_text="김안나").locator("input").get_attribute("value")
    leader.goto(f"/calendar/?view=day&on={DAY}&with={whom}")
    theirs = box_of(leader, "Trial of lenses")

    drag(rep, box, 96)
    expect(box).to_have_attribute("data-at", "12:00")
    expect(theirs).to_have_attribute("data-at", "12:00")
    rep.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(box).to_have_attribute("data-at", "10:00")
    expect(theirs).to_have_attribute("data-at", "10:00")

    at_rest(rep)
    box.get_by_role("link").focus()
    rep.keyboard.press("Alt+ArrowDown")
    rep.keyboard.press("Alt+ArrowDown")
    expect(box).to_have_attribute("data-at", "10:30")
    expect(box.get_by_role("link")).to_be_focused()
    rep.keyboard.press("Alt+Shift+ArrowDown")
    expect(box).to_have_attribute("data-minutes", "75")
    drag(rep, box, 36, edge=True)
    expect(box).to_have_attribute("data-minutes", "120")

    rep.goto(f"/calendar/new/?day={DAY}&clock=11:00")
    expect(rep.locator("#overlaps")).to_contain_text("Not free then: 10:30–12:30")
    rep.locator("#new-topic").fill("Second at once")
    rep.get_by_role("button", name="Plan the meeting").click()
    rep.wait_for_url(f"**/calendar/?on={DAY}")
    rep.goto(f"/calendar/?view=day&on={DAY}")
    expect(rep.locator(".box__clash")).to_have_count(2)
    box.get_by_role("link").focus()
    rep.keyboard.press("Enter")
    expect(rep.locator("#peek").get_by_role("heading", name="Trial of lenses")).to_be_visible()
    rep.keyboard.press("Escape")
    expect(rep.locator("#peek")).to_be_hidden()
    for key, found in (
        ("w", "view=week"),
        ("m", "view=month"),
        ("ArrowRight", "on=2031-03-01"),
        ("a", "view=agenda"),
    ):
        rep.wait_for_selector('html[data-script="on"]')
        rep.keyboard.press(key)
        rep.wait_for_url(re.compile(found))


def test_a_meeting_is_handed_over_by_mouse_and_by_keys(enter: Enter) -> None:
    page = enter("vera")
    page.goto("/calendar/")
    ticks = page.locator("#ticks-calendar label")
    me, boris = (
        ticks.filter(has_text=name).locator("input").get_attribute("value") for name in ("Вера", "Борис")
    )
    page.goto("/calendar/new/?day=2031-03-05&clock=10:00")
    page.locator("#new-topic").fill("Whose is it")
    page.get_by_role("button", name="Plan the meeting").click()
    expect(page.locator(".toast").filter(has_text="Meeting planned.")).to_be_visible()
    page.goto(f"/calendar/?view=day&on=2031-03-05&with={me}&with={boris}")
    first, second = page.locator(".cal__column").nth(0), page.locator(".cal__column").nth(1)
    box, target = first.locator(".box").filter(has_text="Whose is it"), second.bounding_box()
    at_rest(page)
    place = box.bounding_box()
    assert place
    assert target
    page.mouse.move(place["x"] + 40, place["y"] + 10)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, place["y"] + 40)
    page.mouse.move(target["x"] + 40, place["y"] + 60)
    page.mouse.up()
    dialog = page.locator("#hand-over")
    expect(dialog).to_contain_text("10:00 Whose is it → Борис Морозов")
    dialog.get_by_role("button", name="Hand over").click()
    given = second.locator(".box").filter(has_text="Whose is it")
    expect(given).to_have_attribute("data-at", "10:00")
    expect(page.locator(".toast").last).to_contain_text("Handed over to Борис Морозов.")
    page.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(box).to_have_count(1)

    at_rest(page)
    box.get_by_role("link").focus()
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(box.get_by_role("link")).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(given).to_have_count(1)
    expect(given.get_by_role("link")).to_be_focused()


def test_free_time_of_two_becomes_a_joint_meeting(enter: Enter) -> None:
    page = enter("anna")
    page.goto("/calendar/slots/?first=2031-03-04&last=2031-03-04")
    page.get_by_label("Last day").fill("2031-03-03")
    expect(page.locator("#f-last-error")).to_contain_text("before the first")
    page.get_by_label("Last day").focus()
    page.get_by_label("Last day").fill("2031-03-04")
    expect(page.locator("#f-last-error")).to_have_count(0)
    expect(page.get_by_label("Last day")).to_be_focused()
    page.locator("#ticks-slots label").first.locator("input").check()
    page.locator("#slots .chip[href*='with=']", has_text="14:30").first.click()
    panel = page.locator("#peek")
    expect(panel.locator("#new-clock")).to_have_value("14:30")
    expect(panel.locator("#ticks-new input:checked")).to_have_count(1)
    panel.locator("#who-new").press_sequentially("Глеб")
    expect(panel.locator("#ticks-new label").filter(has_text="Глеб")).to_have_count(1)
    expect(panel.locator("#ticks-new input:checked")).to_have_count(1)
    panel.locator("#new-topic").fill("All of us")
    panel.get_by_role("button", name="Plan the meeting").click()
    expect(page.locator(".toast").filter(has_text="Meeting planned.")).to_be_visible()
    expect(panel).to_be_hidden()
    expect(page.locator("#slots .chip[href*='with=']", has_text="14:30")).to_have_count(0)
    page.goto("/calendar/?view=day&on=2031-03-04")
    expect(box_of(page, "All of us")).to_have_count(1)


def compose(page: Page, kind: str, day: str, values: dict[str, str], button: str) -> None:
    """Plan a task or a call on the first person's page."""
    page.goto("/people/?view=all")
    page.goto(page.locator("#main a.name").first.get_attribute("href") or "")
    page.locator("[data-panel]").filter(has_text=kind).first.click()
    form = page.locator(f"form:has(#{kind.lower()}-day)")
    if kind == "Call":
        form.locator("summary").click()
    form.locator(f"#{kind.lower()}-day").fill(day)
    for name, value in values.items():
        field = form.locator(f"#{kind.lower()}-{name}")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.get_by_role("button", name=button).click()
    expect(page.locator(".toast").filter(has_text=f"{kind} planned.")).to_be_visible()


def shorten(phone: Page, day: str) -> None:
    """On a phone the task is made to take no time."""
    phone.goto(f"/calendar/?view=agenda&on={day}")
    row = phone.locator(".cal__agenda .row:has(a:has-text('Write the offer'))")
    expect(row).to_contain_text("14:00–15:15")
    row.get_by_role("link").first.tap()
    panel = phone.locator("#peek")
    panel.locator("input[name=minutes]").fill("0")
    panel.get_by_role("button", name="Change the length").tap()
    expect(phone.locator(".toast").last).to_contain_text("It takes no time now.")
    phone.goto(f"/calendar/?view=agenda&on={day}")
    expect(row).to_contain_text("Write the offer")
    expect(row).not_to_contain_text("15:15")
    expect(phone.locator(".box__clash")).to_have_count(0)


def test_a_task_and_a_call_with_a_length_book_their_time(enter: Enter) -> None:
    page, day = enter("anna"), "2031-05-21"
    task = {"topic": "Write the offer", "clock": "10:00", "minutes": "60"}
    compose(page, "Task", day, task, "Plan the task")
    compose(page, "Call", day, {"clock": "14:00", "minutes": "30"}, "Plan it for that day")
    page.goto(f"/calendar/?view=day&on={day}")
    task_box, call_box = page.locator("#calendar .box--task"), page.locator("#calendar .box--call")
    expect(task_box).to_have_attribute("data-minutes", "60")
    expect(call_box).to_have_attribute("data-minutes", "30")

    drag(page, task_box, 96)
    expect(task_box).to_have_attribute("data-at", "12:00")
    expect(task_box).to_have_attribute("data-minutes", "60")
    page.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(task_box).to_have_attribute("data-at", "10:00")
    drag(page, call_box, 24, edge=True)
    expect(call_box).to_have_attribute("data-minutes", "60")
    page.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(call_box).to_have_attribute("data-minutes", "30")
    at_rest(page)
    task_box.get_by_role("link").first.focus()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(task_box).to_have_attribute("data-minutes", "75")

    drag(page, task_box, 192)
    expect(page.locator(".box__clash")).to_have_count(2)
    page.goto(f"/calendar/new/?day={day}&clock=14:00")
    expect(page.locator("#overlaps")).to_contain_text("Not free then: 14:00–15:15 Write the offer")

    leader = enter("vera")
    leader.goto("/calendar/")
    ticks = leader.locator("#ticks-calendar label")
    anna, boris = (
        ticks.filter(has_text=name).locator("input").get_attribute("value") for name in ("안나", "Борис")
    )
    leader.goto(f"/calendar/?view=day&on={day}&with={anna}&with={boris}")
    leader.locator("#calendar .box--task").get_by_role("link").first.focus()
    leader.keyboard.press("Alt+Shift+ArrowRight")
    leader.locator("#hand-over").get_by_role("button", name="Hand over").click()
    theirs = leader.locator(".cal__column").nth(1).locator(".box--task")
    expect(theirs).to_have_attribute("data-minutes", "75")
    expect(task_box).to_have_count(0)
    leader.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(leader.locator(".cal__column").nth(0).locator(".box--task")).to_have_count(1)
    shorten(enter("anna", width=360, height=740, has_touch=True), day)


def test_a_meeting_with_a_company_alone_and_about_a_deal(enter: Enter) -> None:
    page, day = enter("anna"), "2031-05-28"
    page.goto(f"/calendar/?view=day&on={day}")
    column, hours = page.locator(".cal__column").first, page.locator(".cal__hours li")
    for hour, field, typed in ((10, "company", "한"), (14, "deal", "a")):
        place = column.bounding_box()
        assert place
        page.mouse.click(place["x"] + 60, place["y"] + place["height"] / hours.count() * hour + 5)
        expect(page.locator("#new-clock")).to_have_value(f"{hour:02}:00")
        page.locator(f"#new-{field}").press_sequentially(typed)
        option = page.locator(f"#new-{field}-list [role=option]").first
        name = option.get_attribute("data-text") or ""
        option.click()
        expect(page.locator(f"#new-{field}")).to_have_value(name)
        page.locator("#new-topic").fill(f"Round the {field}")
        page.get_by_role("button", name="Plan the meeting").click()
        box = page.locator(f"#calendar .box[data-at='{hour}:00']")
        expect(box).to_have_count(1)
        box.get_by_role("link").first.click()
        expect(page.locator("#peek")).to_contain_text(name)
        page.keyboard.press("Escape")
        expect(page.locator("#peek")).to_be_hidden()
