"""The name check (C-39): does a text hold the name of a member, or a name with a class? It asks and never blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

SHORTEST = 3
"""Letters of a name; shorter ones are too often ordinary words."""
WORD = re.compile(r"[^\W\d_]+")
CLASS = re.compile(r"(?=\w*\d)(?=\w*[^\W\d_])\w{2,5}")
"""3b, H4a, 2vwo, V5: a digit and a letter in at most five signs."""
YEAR = re.compile(r"\d\w{0,2}")


@dataclass(frozen=True, slots=True)
class Classes:
    """How people say that somebody is from a class, in lower case: `between` name and class ("from"), the words that
    may stand before a number (`year 3`), and `people` who are no name ("pupils from 3b")."""

    between: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def name_parts(names: Iterable[str]) -> frozenset[str]:
    """The parts of names that count, in lower case: of three letters or more, and not the small words in between."""
    found: set[str] = set()
    for name in names:
        for place, part in enumerate(WORD.findall(name)):
            if len(part) >= SHORTEST and (part[0].isupper() or place == 0):
                found.add(part.casefold())
    return frozenset(found)


def mentions(text: str, parts: AbstractSet[str], classes: Classes | None = None) -> list[str]:
    """The names in a text, each once and in the order in which they stand; `parts` as from `name_parts`."""
    found = [
        word
        for word in WORD.findall(text)
        if len(word) >= SHORTEST and word[0].isupper() and word.casefold() in parts
    ]
    return list(dict.fromkeys([*found, *(with_class(text, classes) if classes else ())]))


def with_class(text: str, classes: Classes) -> list[str]:
    """Names with a class: "Sam uit 3b", "Noor van klas 2"."""
    words = re.findall(r"\w+", text)
    found = []
    for place, name in enumerate(words[:-2]):
        between, first, *more = words[place + 1 : place + 4]
        if not name[0].isupper() or not WORD.fullmatch(name) or name.casefold() in classes.people:
            continue
        if between.casefold() in classes.between and (
            CLASS.fullmatch(first) or (first.casefold() in classes.words and more and YEAR.fullmatch(more[0]))
        ):
            found.append(name)
    return found
