"""What must be whole before the first meeting: a broken word file or tool folder stops the start."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from kring.engine.words import broken_words


@register()
def words_are_whole(**_: Any) -> list[Error]:
    """One error for each word file that cannot be used, with file, line and remedy."""
    return [Error(sentence, id="kring.words") for sentence in broken_words()]
