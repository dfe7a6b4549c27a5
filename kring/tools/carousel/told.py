"""What the faces say about something that may be seen, in finished sentences. Their data: see each function.

advice: `advice` of a live part · coverage, forecast: those of `round` · talks: a published closing
network: a tie of a published map · later: a published `later` · rounds: the live part of `prepare`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kring.kit.words import Words
from kring.tools.carousel.wording import (
    advice_text,
    coverage_text,
    later_texts,
    network_texts,
    talk_texts,
    trio_text,
)

Data = Mapping[str, Any]


def advice(data: Sequence[Data], words: Words) -> list[str]:
    """Each piece of advice as a sentence."""
    return [advice_text(words, one) for one in data]


def coverage(data: Data, words: Words) -> list[str]:
    """Who met whom, in one or two sentences."""
    return [text for text in (coverage_text(words, data), trio_text(words, data)) if text]


def forecast(data: Data | None, words: Words) -> list[str]:
    """After how many more meetings everybody has met everybody."""
    if not data:
        return []
    one = "one" if data["meetings"] == 1 else "more"
    return [words.text("extra", "forecast", one, n=data["meetings"], minutes=data["minutes"])]


def talks(data: Data, words: Words) -> list[str]:
    """What people say of their talks."""
    return talk_texts(words, data)


def network(data: Data, words: Words) -> list[str]:
    """The measures of one tie."""
    return network_texts(words, data)


def later(data: Data, words: Words) -> list[str]:
    """What was used, and what was lived up to."""
    return later_texts(words, data)


def rounds(data: Data, words: Words) -> list[str]:
    """How many rounds are planned, and how long it all takes."""
    if not data["rounds"]:
        return []
    values = {"rounds": data["rounds"], "talk": data["times"]["talk"], "minutes": data["minutes"]}
    return [words.text("extra", "planned", **values)]


TOLD: dict[str, Callable[[Any, Words], Sequence[str]]] = {
    "advice": advice,
    "coverage": coverage,
    "forecast": forecast,
    "talks": talks,
    "network": network,
    "later": later,
    "rounds": rounds,
}
