"""Files: a rep drops, pastes and photographs, a colleague sees it come, a file goes and comes back; also on a phone."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter

pytestmark = pytest.mark.journey
DROP = """([name, type, text]) => {
  const given = new DataTransfer();
  given.items.add(new File([text], name, { type }));
  const card = document.querySelector('.files');
  const how = { dataTransfer: given, bubbles: true, cancelable: true };
  for (const kind of ['dragover', 'drop']) card.dispatchEvent(new DragEvent(kind, how));
}"""
PASTE = """async () => {
  const canvas = new OffscreenCanvas(40, 40);
  canvas.getContext('2d').fillRect(0, 0, 40, 40);
  const given = new DataTransfer();
  given.items.add(new File([await canvas.convertToBlob()], 'image.png', { type: 'image/png' }));
  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }));
}"""


def picture(colour: str) -> bytes:
    with io.BytesIO() as file:
        Image.new("RGB", (600, 400), colour).save(file, format="JPEG")
        return file.getvalue()


def choose(page: Page, name: str, raw: bytes, field: str = "files") -> None:
    page.locator(f"input[name={field}]").set_input_files([{"name": name, "mimeType": "application/x-any", "buffer": raw}])


def test_attaches_by_every_way_and_takes_one_off_again(enter: Enter) -> None:
    rep, leader = enter("anna"), enter("vera")
    rep.goto("/people/")
    rep.locator("tr[data-row] a").first.click()
    rep.locator(".peek").get_by_role("link", name="Open", exact=True).click()
    rep.wait_for_url("**/people/*-*/")
    leader.goto(rep.url)
    lines = rep.locator(".files__one")
    before = lines.count()

    choose(rep, "card.jpg", picture("navy"))
    expect(lines).to_have_count(before + 1)
    expect(leader.get_by_role("link", name="card.jpg", exact=True)).to_be_visible()

    rep.evaluate(DROP, ["offer.txt", "text/plain", "Ten frames"])
    expect(rep.get_by_role("link", name="offer.txt", exact=True)).to_be_visible()
    rep.evaluate(PASTE)
    expect(lines).to_have_count(before + 3)
    choose(rep, "photo.jpg", b"<html><script>alert(1)</script></html>")
    expect(rep.get_by_role("alert").filter(has_text="web page")).to_be_visible()
    choose(rep, "scan.pdf", picture("teal"))
    expect(rep.get_by_role("link", name="scan.jpg", exact=True)).to_be_visible()

    rep.get_by_role("link", name="offer.txt", exact=True).click()
    expect(rep.locator(".peek pre")).to_have_text("Ten frames")
    with rep.expect_download() as taken:
        rep.locator(".peek").get_by_role("link", name="Download", exact=True).click()
    assert taken.value.path().read_bytes() == b"Ten frames"
    rep.keyboard.press("Escape")

    rep.get_by_role("button", name="Remove offer.txt").click()
    expect(rep.get_by_role("link", name="offer.txt", exact=True)).to_have_count(0)
    expect(leader.get_by_role("link", name="offer.txt", exact=True)).to_have_count(0)
    rep.locator(".toast").get_by_role("button", name="Undo").click()
    expect(rep.get_by_role("link", name="offer.txt", exact=True)).to_be_visible()


def test_a_phone_takes_a_photo_and_shows_it(enter: Enter) -> None:
    rep = enter("anna", width=360, height=740)
    rep.goto("/deals/list/")
    rep.goto(rep.locator("main a[href^='/deals/0']").first.get_attribute("href") or "")
    choose(rep, "IMG_0001.jpg", picture("olive"), "photo")
    line = rep.get_by_role("link", name="IMG_0001.jpg", exact=True)
    expect(line).to_be_visible()
    assert rep.evaluate("document.documentElement.scrollWidth") <= 360
    line.click()
    shown = rep.locator(".peek img")
    expect(shown).to_be_visible()
    assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 600


def test_stops_an_upload_and_keeps_nothing(enter: Enter) -> None:
    rep = enter("anna")
    rep.goto("/companies/")
    rep.locator("tr[data-row] a").first.click()
    rep.locator(".peek").get_by_role("link", name="Open", exact=True).click()
    rep.wait_for_url("**/companies/*-*/")
    count = rep.locator(".files__one").count()
    network = rep.context.new_cdp_session(rep)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 20_000},
    )
    choose(rep, "long.bin", bytes(5_000_000))
    expect(rep.locator(".files progress")).to_be_visible()
    rep.locator(".files").get_by_role("button", name="Cancel").click()
    expect(rep.locator(".files progress")).to_be_hidden()
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    rep.reload()
    expect(rep.locator(".files__one")).to_have_count(count)
    choose(rep, "next.txt", b"goes on")
    expect(rep.locator(".files__one")).to_have_count(count + 1)


def test_the_field_for_files_stays_in_its_card_without_script(enter: Enter, address: str) -> None:
    page = enter("anna")
    page.goto("/people/?view=all")
    person = page.locator("main tbody tr[data-row] a.name").first.get_attribute("href")
    browser = page.context.browser
    assert browser
    assert person
    plain = browser.new_context(
        base_url=address, java_script_enabled=False, storage_state=page.context.storage_state(),
        viewport={"width": 1440, "height": 900},
    )  # fmt: skip
    try:
        shown = plain.new_page()
        shown.goto(person)
        expect(shown.locator(".files__send").first).to_be_visible()
        assert shown.locator(".files__form").evaluate("(form) => form.scrollWidth - form.clientWidth") == 0
    finally:
        plain.close()
