"""Every pair of colours that carries words or edges is readable, by day and by night (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from kring.kit.pictures.signs import COLOURS

CSS = Path(__file__).parents[2] / "static/kring/css/tokens.css"
TEXT = 4.5
EDGE = 3.0

PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "ink-soft", "accent") for ground in ("paper", "slip", "sunk")),
    *((ink, "accent-tint", TEXT) for ink in ("ink", "ink-soft", "accent")),
    ("on-accent", "accent", TEXT),
    ("paper", "ink", TEXT),
    *(
        (tone, ground, TEXT)
        for tone in ("good", "warn", "bad")
        for ground in ("paper", "slip", f"{tone}-tint")
    ),
    *(("ink", f"{tone}-tint", TEXT) for tone in ("good", "warn", "bad")),
    *(("focus", ground, EDGE) for ground in ("paper", "slip", "sunk", "accent-tint")),
    *(("line", ground, EDGE) for ground in ("paper", "slip", "sunk")),
    ("sheet-ink", "sheet", TEXT),
    *((f"{colour}-text", f"{colour}-tint", TEXT) for colour in COLOURS),
    *((f"{colour}-text", colour, TEXT) for colour in COLOURS),
    *((f"{colour}-line", f"{colour}-tint", EDGE) for colour in COLOURS),
    *((f"{colour}-line", colour, EDGE) for colour in COLOURS),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def blocks() -> dict[str, dict[str, str]]:
    """Selector -> its colours, in the order of the file; `:root` occurs twice and is one."""
    found: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"(:root[^{]*?)\s*\{([^{}]*)\}", CSS.read_text()):
        found.setdefault(selector, {}).update(tokens(body))
    return found


def light() -> dict[str, str]:
    return blocks()[":root"]


def dark() -> dict[str, str]:
    return light() | blocks()[':root[data-theme="dark"]']


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [light, dark], ids=["paper", "slate"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_words_and_edges_stand_out(theme, front, ground, least):
    colours = theme()
    assert contrast(colours[front], colours[ground]) >= least


def test_black_on_white_is_twenty_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


def test_a_chosen_night_is_the_night_of_the_device():
    assert blocks()[':root[data-theme="dark"]'] == blocks()[':root:not([data-theme="light"])']


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_is_the_same_on_the_page_and_in_the_picture(colour):
    sign = COLOURS[colour]
    assert (light()[colour], light()[f"{colour}-line"]) == (sign.fill, sign.line)
