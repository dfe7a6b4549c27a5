"""The words of the house, loaded once per language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kring.kit.words import BrokenWords, Words, check_languages, load_words
from kring.tools import TOOLS

HOUSE = Path(__file__).parents[1]
LANGUAGES = ("nl", "en")


@cache
def interface(lang: str) -> Words:
    """The words of the interface in `lang` (nl or en)."""
    return load_words(HOUSE / "locale", known(lang))


@cache
def shared(lang: str) -> Words:
    """The words that belong to no tool: scales, roles, groups, rules."""
    return load_words(HOUSE / "content", known(lang))


@cache
def of_tool(key: str, lang: str) -> Words:
    """The words of one tool. Raises KeyError for an unknown tool."""
    if key not in TOOLS:
        raise KeyError(key)
    return load_words(HOUSE / "tools" / key / "content", known(lang))


def known(lang: str) -> str:
    """`lang` where Kring speaks it, else Dutch."""
    return lang if lang in LANGUAGES else "nl"


def refusal(code: str, lang: str, tool: str = "", **values: object) -> str:
    """The sentence for a refusal, in the reader's language: the tool's own, else the one that all share (`cv.…`),
    else that of the interface."""
    # `field` names a setting for the program; its sentence stands beside the question and needs no name.
    values.pop("field", None)
    if tool and of_tool(tool, lang).has("messages", code):
        return of_tool(tool, lang).text("messages", code, "", **values)
    if shared(lang).has("texts", f"cv.{code}"):
        return shared(lang).text("texts", f"cv.{code}", "", **values)
    words = interface(lang)
    return words.text("refusal", code if words.has("refusal", code) else "unreadable", "", **values)


def word_folders() -> list[Path]:
    """Every folder of the house that holds words, one folder per language inside it."""
    return sorted(
        {
            place.parent
            for part in ("content", "locale", "tools", "frames")
            for lang in LANGUAGES
            for place in (HOUSE / part).rglob(lang)
            if any(place.glob("*.yaml"))
        }
    )


def broken_words() -> list[str]:
    """A sentence for each word file that is broken or differs between the languages."""
    sentences: list[str] = []
    for place in word_folders():
        try:
            sentences += check_languages(place)
        except BrokenWords as broken:
            sentences.append(str(broken))
    return sentences
