"""The pairs and words of the instrument in the language of the reader."""

from __future__ import annotations

from functools import cache

from kring.frames.transitions.rounds import BAND_WORDS
from kring.frames.transitions.vocabulary import CONTENT, PAIRS
from kring.kit.numbers import Band
from kring.kit.words import Words, load_words


@cache
def words(lang: str) -> Words:
    """What this instrument says."""
    return load_words(CONTENT, lang)


def sentences(lang: str, pair: str) -> tuple[str, str]:
    """Where a pair comes from and where it goes to."""
    return words(lang).text("items", pair, "from"), words(lang).text("items", pair, "to")


def sides(lang: str, pair: str) -> tuple[str, str]:
    """The sentences left and right on the screen."""
    start, end = sentences(lang, pair)
    return (end, start) if PAIRS[pair].flip else (start, end)


def band(lang: str, name: Band) -> str:
    """A band in words."""
    return words(lang).text("texts", BAND_WORDS[name])


def question(lang: str, scope: str) -> str:
    """What is asked above the pairs."""
    return words(lang).text("texts", "tr.intro_lab" if scope == "lab" else "tr.intro_school")
