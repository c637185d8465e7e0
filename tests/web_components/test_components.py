"""Components say what they must, in words and not by colour alone, and form valid trees."""

from collections import Counter
from collections.abc import Callable

import pytest
from jinja2 import Environment
from lxml import html

from requite.web.frame import Frame


@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_renders_every_component(gallery: Callable[..., str], language: str) -> None:
    tree = html.fromstring(gallery(language))
    assert tree.get("lang") == language
    ids = Counter(tree.xpath("//*[not(ancestor-or-self::template)]/@id"))
    assert not [each for each, times in ids.items() if times > 1]


def test_names_every_control(gallery: Callable[..., str]) -> None:
    tree = html.fromstring(gallery())
    labelled = set(tree.xpath("//label/@for"))
    for control in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert (
            control.get("aria-label") or control.get("id") in labelled or control.xpath("ancestor::label")
        ), html.tostring(control)
    for button in tree.xpath("//button|//a[@href]|//summary"):
        assert button.get("aria-label") or button.text_content().strip(), html.tostring(button)
    for described in tree.xpath("//@aria-describedby"):
        assert all(tree.xpath("//*[@id=$id]", id=each) for each in described.split())


def _counter(jinja: Environment, arguments: str) -> str:
    page = jinja.from_string(
        f'{{% import "components/counter.html" as c %}}{{{{ c.counter("c", "Meetings held", {arguments}) }}}}'
    )
    return " ".join(html.fromstring(page.render()).text_content().split())


def test_a_counter_says_of_and_to_go(jinja: Environment) -> None:
    said = _counter(
        jinja,
        '5, 10, href="#", pace="ahead", gap=1, expected=4.0, forecast="likely", chance=0.797, ends=11.69',
    )
    assert "5 of 10" in said
    assert "5 to go" in said
    assert "ahead by 1" in said
    assert "likely · chance 80" in said
    assert "ends near 12" in said


def test_a_counter_gives_no_share_of_fewer_than_ten(jinja: Environment) -> None:
    said = _counter(jinja, '2, 6, forecast="unlikely", chance=0.06')
    assert "unlikely" in said
    assert "%" not in said


def test_a_counter_tells_of_what_waits_and_of_late_changes(jinja: Environment) -> None:
    assert "2 more wait" in _counter(jinja, "5, 10, pending=2")
    assert "1 more waits" in _counter(jinja, "5, 10, pending=1")
    assert "1 late change" in _counter(jinja, "5, 10, late=1")
    assert "reached" in _counter(jinja, '12, 10, pace="ahead"')


def test_a_chip_works_without_script(gallery: Callable[..., str]) -> None:
    tree = html.fromstring(gallery())
    chips = tree.xpath("//button[contains(@class, 'chip')]")
    assert chips
    assert all(chip.get("form") == "act" and chip.get("formaction") for chip in chips)
    assert tree.xpath("//form[@id='act'][@method='post']")


@pytest.mark.parametrize("status", [403, 404, 422, 500])
def test_an_error_page_needs_neither_frame_nor_session(jinja: Environment, status: int) -> None:
    made = jinja.get_template("_shared/error.html").render(
        status=status, title="Not here", text="Nothing was <changed>."
    )
    assert "Nothing was &lt;changed&gt;." in made
    assert f'data-error="{status}"' in made


def test_the_frame_stands_with_nothing_to_open(jinja: Environment) -> None:
    assert "<main" in jinja.get_template("_shared/frame.html").render(
        frame=Frame(), csrf_token="", csrf_input=""
    )


def test_the_frame_says_what_the_act_before_did(jinja: Environment) -> None:
    page = jinja.get_template("_shared/frame.html")
    made = page.render(frame=Frame(), csrf_token="", csrf_input="", toasts=[("Moved <3", "/undo/", "/step/")])
    tree = html.fromstring(made)
    assert "Moved <3" in tree.xpath("//*[@id='toasts']")[0].text_content()
    assert tree.xpath("//*[@id='toasts']//form/@action") == ["/undo/"]
    assert tree.xpath("//*[@id='toasts']//a/@href") == ["/step/"]
