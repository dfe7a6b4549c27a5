"""Names of files that people take away."""

from __future__ import annotations

from datetime import date

from django.utils.text import slugify

LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "_": "-"}
)
LONGEST = 40
"""Per part, so that a whole name fits on every system and in a mail."""


def file_name(community: str, on: date, activity: str, kind: str, extension: str) -> str:
    """`kring_<community>_<date>_<activity>_<kind>.<ext>` in lower-case ASCII, safe on Windows.

    A part of which no letter is left (empty, or in another script) is left out.
    """
    parts = ["kring", slug(community), on.isoformat(), slug(activity), slug(kind)]
    return "_".join(part for part in parts if part) + "." + slug(extension)


def slug(text: str) -> str:
    """Letters, digits and single hyphens: "Sectie Frans & Käthe" becomes "sectie-frans-kathe"."""
    return slugify(text.lower().translate(LETTERS))[:LONGEST].strip("-")
