"""Text is measured widely enough and broken where a reader would break it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kring.kit.pictures.letters import width_of, wrapped


def test_long_words_break_before_a_syllable() -> None:
    assert wrapped("gemeenschap", 17, 80) == ("gemeen-", "schap")
    assert wrapped("leerlingbespreking", 17, 100) == ("leerling-", "bespreking")
    assert wrapped("opbrengst", 17, 75) == ("op-", "brengst")


def test_a_soft_hyphen_shows_where_the_author_wants_the_break() -> None:
    assert wrapped("vak\u00adsectie\u00advoorzitter", 17, 100) == ("vaksectie-", "voorzitter")
    assert wrapped("vak\u00adsectie", 17, 200) == ("vaksectie",)


@given(st.text(max_size=60), st.floats(min_value=60, max_value=400))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = wrapped(text, 17, width)
    assert all(width_of(line, 17) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert kept.replace("-", "") == "".join(text.split()).replace("-", "").replace("\u00ad", "")


def test_accents_and_other_scripts_have_width_too() -> None:
    assert width_of("é", 10) == width_of("e", 10)
    assert width_of("語", 10) > width_of("e", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)
