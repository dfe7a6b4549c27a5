"""Pictures in a report are wrapped for Kring's own letters: what was reckoned is never too little."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from kring.engine.reports.typeset import FONTS
from kring.engine.words import LANGUAGES, of_tool
from kring.kit.pictures.letters import width_of
from kring.kit.pictures.parts import PAGE, PAPER

SIZE = 100


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("bold, face", [(False, "KringSans-Regular"), (True, "KringSans-Semibold")])
def test_a_line_of_words_fits_where_it_was_reckoned_to_fit(lang: str, bold: bool, face: str) -> None:
    font = ImageFont.truetype(str(FONTS / f"{face}.ttf"), SIZE)
    words = of_tool("change_colours", lang)
    lines = [words.text("clashes", one) for one in words.ids("clashes")]
    lines += [words.text("steps", one) for one in words.ids("steps")]
    for line in lines:
        each = line.split()
        for n in range(3, len(each) + 1):
            part = " ".join(each[n - 3 : n])
            assert font.getlength(part) <= width_of(part, PAPER.reckoned(SIZE, bold), bold), part


def test_elsewhere_room_is_left_for_any_letters() -> None:
    assert PAGE.reckoned(17) == 17 and PAGE.reckoned(17, True) == 17
