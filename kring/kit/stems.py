"""Words by their stems, in Dutch and English at once, so that "toetsen" finds "toets" and "lessons" finds "lesson"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.metadata import version

from snowballstemmer.dutch_stemmer import DutchStemmer
from snowballstemmer.english_stemmer import EnglishStemmer

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
DIAERESIS = re.compile(r"(?<=[ei]e)en\b")
"""The plural of idee and categorie; Snowball leaves it on, and without its dots it looks like nothing else."""
LONGEST = 40
"""Letters of a word that count; nothing in a school is longer."""
ROUNDS = 5
"""More than any word needs; a stem that turned into another and back would never end."""
FORM = f"1:{version('snowballstemmer')}"
"""How these stems are made; stems of another form no longer fit and are made anew."""


def words_in(text: str) -> list[str]:
    """The words of a text in its order: lower case, without accents and vowel points. Signs and emoji are none."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
        if not unicodedata.combining(letter)
    )
    return [word[:LONGEST] for word in WORD.findall(DIAERESIS.sub("", plain))]


@lru_cache(8192)
def stems_of(word: str) -> frozenset[str]:
    """What a word comes down to, in either language. Two words are alike when they share one of these.

    Snowball (Kraaij and Pohlmann 1994 for Dutch, Porter 2 for English), again and again until nothing is
    left to take off: one round takes "toetsen" to "toets" and "toets" on to "toet".
    """
    return frozenset(taken_down(stemmer, word) for stemmer in (DutchStemmer(), EnglishStemmer()))


def taken_down(stemmer: DutchStemmer | EnglishStemmer, word: str) -> str:
    """The stem of the stem of the stem."""
    for _ in range(ROUNDS):
        stem = str(stemmer.stemWord(word))
        if stem in ("", word):
            break
        word = stem
    return word.replace("'", "")


def stems_in(text: str) -> list[str]:
    """All stems of a text once, by alphabet."""
    return sorted({stem for word in dict.fromkeys(words_in(text)) for stem in stems_of(word)})
