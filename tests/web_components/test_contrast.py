"""Every pair of colours that meets on a page has the contrast of WCAG 2.2 AA, in light and in dark."""

import math
import re

import pytest

from requite.web.environment import TEMPLATES

TOKENS = (TEMPLATES.parent / "static/css/tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(
    r"(--[\w-]+): light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)\)"
)
COLOURS = {
    found[1]: (tuple(map(float, found.groups()[1:4])), tuple(map(float, found.groups()[4:7])))
    for found in PAIR.finditer(TOKENS)
}

TEXT = ("--ink", "--ink-2", "--ink-3", "--accent", "--accent-strong", "--ahead", "--near", "--behind")
GROUNDS = ("--canvas", "--surface", "--sunken", "--raised", "--hover")
PAIRS = [(text, ground) for text in TEXT for ground in GROUNDS] + [
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"),
    ("--accent-strong", "--accent-soft"),
    ("--ink", "--accent-soft"),
    ("--ink-2", "--accent-soft"),
    ("--ink-3", "--accent-soft"),
    ("--ahead", "--ahead-soft"),
    ("--near", "--near-soft"),
    ("--behind", "--behind-soft"),
    ("--ink-2", "--near-soft"),
    ("--ink-2", "--behind-soft"),
    ("--ink-2", "--ahead-soft"),
    ("--near", "--accent-soft"),
    ("--behind", "--accent-soft"),
    ("--ahead", "--accent-soft"),
]
SHAPES = [
    ("--edge", "--surface"),
    ("--edge", "--canvas"),
    ("--accent", "--sunken"),
    ("--ahead", "--line"),
    ("--near", "--line"),
    ("--behind", "--line"),
]


def _luminance(lightness: float, chroma: float, hue: float) -> float:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    root = lightness / 100
    long, middle, short = (
        (root + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (root - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (root - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, each)) for each in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: int) -> float:
    lights = sorted((_luminance(*COLOURS[one][theme]), _luminance(*COLOURS[other][theme])))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_lets_text_be_read(theme: int) -> None:
    poor = {
        (text, ground): round(contrast(text, ground, theme), 2)
        for text, ground in PAIRS
        if contrast(text, ground, theme) < 4.5
    }
    assert not poor


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_lets_shapes_be_seen(theme: int) -> None:
    poor = {
        (shape, ground): round(contrast(shape, ground, theme), 2)
        for shape, ground in SHAPES
        if contrast(shape, ground, theme) < 3
    }
    assert not poor
