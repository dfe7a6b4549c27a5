"""How wide text becomes, without a font at hand.

The widths are those of DejaVu Sans, rounded up: the widest of the faces a picture may be set in. What
fits in DejaVu fits in the others, so nothing is cut off whatever a screen, a phone or a printer has.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width, normalize

CLASSES = {
    28: "'ijlï",
    32: " ,.IJ\u00a0·‘’",
    36: "/:;\\f|",
    40: "()-[]t",
    44: "!r",
    48: '"',
    52: "*_`°–“”",
    56: "?Lcsz",
    60: "Fkvxy•",
    64: "$0123456789EPSTYabdeghnopqu{}«»ß€",
    68: "K",
    72: "ABCRVXZ",
    76: "HNU",
    80: "&DGOQ",
    84: "#+<=>^w~±×→←↑↓−≥≤",
    88: "M",
    96: "%",
    100: "@Wm—…½¼¾æ",
    104: "œ",
}
"""Hundredths of the type size -> letters. Letters with an accent are as wide as those without."""
WIDTHS = {letter: width for width, letters in CLASSES.items() for letter in letters}
OTHER_SCRIPT = 84
FULL_WIDTH = 136
BOLD = 1.13
SOFT_HYPHEN = "\u00ad"


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, bold: bool = False) -> float:
    """The width `text` needs at most, in the units of `size`."""
    return sum(letter_width(letter) for letter in text) * size * (BOLD if bold else 1) / 100


@lru_cache(maxsize=1024)
def letter_width(letter: str) -> int:
    """The width of one letter in hundredths of the type size."""
    if letter in WIDTHS:
        return WIDTHS[letter]
    if combining(letter) or letter in "\u00ad\u200b\u200c\u200d\ufe0f":
        return 0
    base = normalize("NFD", letter)[0]
    if base in WIDTHS:
        return WIDTHS[base]
    return FULL_WIDTH if east_asian_width(letter) in "WF" else OTHER_SCRIPT


def widest(texts: tuple[str, ...] | list[str], size: float, bold: bool = False) -> float:
    """The width of the widest of these texts; 0 for none."""
    return max((width_of(text, size, bold) for text in texts), default=0.0)


@lru_cache(maxsize=2048)
def wrapped(text: str, size: float, width: float, bold: bool = False) -> tuple[str, ...]:
    """`text` in lines that are no wider than `width`; nothing is left out.

    A word that is too long breaks at a soft hyphen when it has one that fits, else where it must.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *pieces, line = broken(word, size, width, bold)
        lines.extend(pieces)
    if line:
        lines.append(line)
    return tuple(one.replace(SOFT_HYPHEN, "") for one in lines)


def broken(word: str, size: float, width: float, bold: bool) -> list[str]:
    """One word in pieces that fit; every piece but the last ends with a hyphen."""
    pieces = []
    while width_of(word, size, bold) > width and len(word) > 2:
        end = break_in(word, longest_start(word, size, width, bold))
        pieces.append(word[:end].replace(SOFT_HYPHEN, "").rstrip("-") + "-")
        word = word[end:].lstrip(SOFT_HYPHEN)
    return [*pieces, word]


def longest_start(word: str, size: float, width: float, bold: bool) -> int:
    """How many letters fit with a hyphen after them: at least one, and two are left for the next line."""
    room = width - width_of("-", size, bold)
    end = 1
    while end < len(word) - 2 and width_of(word[: end + 1], size, bold) <= room:
        end += 1
    return end


def break_in(word: str, most: int) -> int:
    """Where to break within the first `most` letters: at a hyphen, a syllable, or there.

    A soft hyphen of the caller goes before all. A syllable begins with a consonant before a vowel:
    rough, but it never splits ch.
    """
    for mark in (SOFT_HYPHEN, "-"):
        if (at := word.rfind(mark, 1, most + 1)) > 0:
            return min(most, at + (mark == "-"))
    low = word.lower()
    for at in range(most, 1, -1):
        if len(word) - at > 2 and begins_syllable(low, at):
            return at
    return most


def begins_syllable(word: str, at: int) -> bool:
    """Whether a new syllable may begin here: a consonant (or br, sch) and a vowel, with a vowel before."""
    start = next((one for one in CLUSTERS if word.startswith(one, at)), word[at])
    follows = word[at + len(start) : at + len(start) + 1]
    inside = any(word.startswith(one, at - i) for one in CLUSTERS for i in range(1, len(one)) if at >= i)
    opens = start in CLUSTERS or start in CONSONANTS
    return opens and follows in VOWELS and follows != "" and not inside and bool(VOWELS & set(word[:at]))


VOWELS = frozenset("aeiouyàáâäèéêëìíîïòóôöùúûü")
CONSONANTS = frozenset("bcdfghjklmnpqrstvwxzçñ")
CLUSTERS = (
    "sch",
    "ch",
    "br",
    "dr",
    "fr",
    "gr",
    "kr",
    "pr",
    "tr",
    "vr",
    "bl",
    "fl",
    "gl",
    "kl",
    "pl",
    "th",
    "sh",
)
