"""Pictures are safe, say the same in words, and never let texts touch or fall off the sheet."""

from __future__ import annotations

import time
import timeit
from itertools import combinations
from xml.etree import ElementTree

import pytest

from kring.kit.picture import Picture
from kring.kit.pictures import bars
from kring.kit.pictures.letters import width_of
from kring.kit.pictures.network import settle
from kring.kit.pictures.parts import BOARD, PAGE, PHONE, Amount, Category, Look, Series
from kring.kit.pictures.signs import COLOURS, SERIES
from kring.kit.tests.pictures_gallery import FIVE, GALLERY, TEAM, Draw, counts

SVG = "{http://www.w3.org/2000/svg}"
LOOKS = {"board": BOARD, "page": PAGE, "phone": PHONE}
every_picture = pytest.mark.parametrize("draw", GALLERY.values(), ids=GALLERY.keys())
every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def text_boxes(picture: Picture) -> list[tuple[str, float, float, float, float]]:
    """Every text with its left, top, right and bottom, as large as it can become in any face."""
    boxes = []
    for one in tree(picture).iter(f"{SVG}text"):
        text, size = one.text or "", float(one.attrib["font-size"])
        wide = width_of(text, size, one.get("font-weight") == "700")
        anchor = {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "start")]
        left, base = float(one.attrib["x"]) - wide * anchor, float(one.attrib["y"])
        boxes.append((text, left, base - size * 0.74, left + wide, base + size * 0.22))
    return boxes


@every_look
@every_picture
def test_a_picture_is_named_and_described_before_anything_else(draw: Draw, look: Look) -> None:
    picture = draw(look)
    root = tree(picture)
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", picture.title)
    assert (description.tag, description.text) == (f"{SVG}desc", picture.description)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert "width" not in root.attrib
    assert "height" not in root.attrib


@every_look
@every_picture
def test_a_picture_passes_a_strict_content_policy(draw: Draw, look: Look) -> None:
    root = tree(draw(look))
    for one in root.iter():
        assert one.tag.removeprefix(SVG) not in {"style", "script", "foreignObject", "image", "a", "use"}
        assert "style" not in one.attrib
        assert not any(name.startswith("on") for name in one.attrib)
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))


@every_look
@every_picture
def test_texts_never_touch_and_never_fall_off(draw: Draw, look: Look) -> None:
    picture = draw(look)
    _, _, width, height = map(float, tree(picture).attrib["viewBox"].split())
    boxes = text_boxes(picture)
    for text, left, top, right, bottom in boxes:
        inside = left >= -0.5 and top >= 0 and right <= width + 0.5 and bottom <= height
        assert inside, f"{text!r} falls off"
    for (one, a, b, c, d), (other, p, q, r, s) in combinations(boxes, 2):
        apart = c <= p + 0.5 or r <= a + 0.5 or d <= q + 0.5 or s <= b + 0.5
        assert apart, f"{one!r} touches {other!r}"


@every_look
@every_picture
def test_nothing_is_set_smaller_than_the_look_allows(draw: Draw, look: Look) -> None:
    sizes = [float(one.attrib["font-size"]) for one in tree(draw(look)).iter(f"{SVG}text")]
    assert all(size >= look.small - 1 for size in sizes)


@every_picture
def test_the_table_is_whole_and_says_what_is_drawn(draw: Draw) -> None:
    picture = draw(PAGE)
    assert all(len(row) == len(picture.head) for row in picture.rows)
    assert all(isinstance(cell, str) for row in picture.rows for cell in row)


@every_picture
def test_the_same_question_gives_the_same_picture(draw: Draw) -> None:
    assert draw(BOARD) == draw(BOARD)


@every_picture
def test_a_picture_is_drawn_in_the_time_of_a_hundred_thousand_squares(draw: Draw) -> None:
    """Some three milliseconds on a laptop; measured in sums, for a machine may be slow, or busy with something else."""
    runs, sums = (
        timeit.repeat(work, number=1, repeat=15, timer=time.process_time)
        for work in (lambda: draw(BOARD), lambda: sum(one * one for one in range(100_000)))
    )
    assert min(runs) < min(sums)


def test_every_value_stands_in_the_table_of_a_stacked_pair() -> None:
    picture = GALLERY["stacked pair"](PAGE)
    assert picture.head == ("Kleur", "Wat we vinden", "Wat we doen")
    assert picture.rows[1] == ("Blauw", "27.8%", "44.4%")
    assert picture.rows[4] == ("Wit", "7.4%", "0.0%")


def test_figure_8_reads_as_a_table() -> None:
    picture = GALLERY["table of signs"](PAGE)
    assert picture.rows[5] == ("Frans", "Rood, Groen, Wit", "Groen")
    assert len(picture.rows) == len(TEAM)


def test_a_clash_is_told_in_words() -> None:
    picture = GALLERY["phases"](PHONE)
    assert ("Uitproberen", "Groen", "Besluit in de raad", "Geel", "botst met groen") in picture.rows
    assert ("Vastleggen", "Blauw", "", "", "") in picture.rows


def test_tensions_on_one_pair_are_one_line_with_their_number() -> None:
    picture = GALLERY["triangle"](PAGE)
    assert ("Regels en gewoonten", "Regels", "Met wie", "4,8") in picture.rows
    assert sorted(
        one.text or "" for one in tree(picture).iter(f"{SVG}text") if (one.text or "").isdigit()
    ) == ["1", "1", "1", "2"]


def test_unknown_marks_keep_their_text_in_the_table() -> None:
    picture = GALLERY["transitions"](PAGE)
    assert picture.head == ("Proces", "Van", "Naar", "sessie 1", "sessie 3", "nu", "over een jaar")
    assert picture.rows[3] == ("Verdelen en doorgeven", "van", "naar", "", "", "–", "")


def test_shares_are_drawn_in_proportion() -> None:
    halves = [Amount(1, "a"), Amount(3, "b")]
    picture = bars.columns("t", "d", ("x", "y"), [Category("A"), Category("B")], halves, top=4, look=PAGE)
    heights = [float(one.attrib["height"]) for one in tree(picture).iter(f"{SVG}rect")][1:]
    assert heights[1] == pytest.approx(heights[0] * 3, rel=0.01)


def test_markup_in_a_name_stays_text() -> None:
    nasty = '<script>alert("1")</script> & \x00\x0b\ud800'
    picture = bars.columns(nasty, nasty, ("x", "y"), [Category(nasty)], [Amount(1, nasty)], top=1, uid='a"b<')
    root = tree(picture)
    assert root[0].text == '<script>alert("1")</script> & '
    assert {one.tag.removeprefix(SVG) for one in root} <= {"title", "desc", "defs", "rect", "line", "text"}


def test_ids_follow_the_prefix_and_differ_between_pictures() -> None:
    one, other = Series("Jij", counts(1, 2, 3, 4, 5)), Series("Jij", counts(1, 2, 3, 4, 6))
    mine = bars.diverging_bars("t", "d", ("x",), FIVE, [one], uid="own")
    assert all(i.attrib["id"].startswith("own-") for i in tree(mine).iter() if "id" in i.attrib)
    first = bars.diverging_bars("t", "d", ("x",), FIVE, [one])
    second = bars.diverging_bars("t", "d", ("x",), FIVE, [other])
    assert tree(first)[0].attrib["id"] != tree(second)[0].attrib["id"]


def test_signs_differ_in_shape_and_pattern_and_dark_reads_on_light() -> None:
    for signs in (list(COLOURS.values()), list(SERIES)):
        assert len({sign.shape for sign in signs}) == len(signs)
        assert len({sign.pattern for sign in signs}) == len(signs)
        for sign in signs:
            assert contrast(sign.line, sign.fill) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    dark, light = sorted(luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_newcomers_in_a_network_leave_everybody_where_they_were() -> None:
    before = settle(["a", "b", "c"], [("a", "b"), ("b", "c")])
    after = settle(["a", "b", "c", "d", "e"], [("a", "b"), ("b", "c"), ("d", "a")], before)
    assert {node: after[node] for node in before} == before
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in after.values())
    assert len(set(after.values())) == 5


def test_a_network_settles_the_same_way_every_time() -> None:
    people = [f"p{i}" for i in range(20)]
    ties = [(f"p{i}", f"p{i * 3 % 20}") for i in range(20)]
    assert settle(people, ties) == settle(people, ties)
    assert settle([], []) == {}
    assert settle(["p1"], []) == {"p1": (0.5, 0.5)}
