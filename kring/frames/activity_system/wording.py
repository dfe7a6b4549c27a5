"""The parts, processes, levels and questions in the language of the reader."""

from __future__ import annotations

from functools import cache

from kring.frames.activity_system.vocabulary import CONTENT, CROSS, HIGHEST, LOWEST
from kring.kit.words import Words, load_words


@cache
def words(lang: str) -> Words:
    """What this frame says."""
    return load_words(CONTENT, lang)


def component(lang: str, ident: str) -> str:
    """The plain name of a part: "Waarmee"."""
    return words(lang).text("components", ident, "name")


def prompt(lang: str, ident: str, state: str = "now") -> str:
    """What is asked about a part as it is (or was), or as it is to become."""
    return words(lang).text("components", ident, "new" if state == "new" else "now")


def example(lang: str, ident: str) -> str:
    """An example of what may stand in a part."""
    return words(lang).text("components", ident, "example")


def state(lang: str, ident: str) -> str:
    """then, now, new."""
    return words(lang).text("states", ident)


def process(lang: str, ident: str) -> str:
    """The plain name of a process, or the words for "across the system"."""
    return (
        words(lang).text("texts", "as.cross")
        if ident == CROSS
        else words(lang).text("processes", ident, "name")
    )


def level(lang: str, ident: str) -> str:
    """What kind of tension it is, in words."""
    return words(lang).text("tension_levels", ident)


def answers(lang: str, question: str) -> list[str]:
    """The labels of the answers to a rating question, from the lowest to the highest."""
    return [words(lang).text("rate", question, f"a{value}") for value in range(LOWEST, HIGHEST + 1)]
