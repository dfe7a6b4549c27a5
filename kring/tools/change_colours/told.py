"""What the faces say about something that may be seen, in finished sentences. Their data: see each function.

leading: colours · own, own_notes, own_asks: an own outcome · over, signals: a published picture · congruence: the same
movement: the same · practice: that of it, or of the live part of `back` · outcome, rating: a phase that is over
waiting: the live part of `back` · lead: a published situation · fit: `fit` of either
plan: the live part of `strategy`
shares: all that may be seen (`Shown`): what is asked, what people do and what the plan holds
period: a phase or ("due") a step of it · clash: a clash, bridge: a bridge of the plan
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kring.kit.words import Words
from kring.tools.change_colours.report import movement_texts, over, plan_texts, share_texts
from kring.tools.change_colours.seen import shares_of
from kring.tools.change_colours.vocabulary import MODES
from kring.tools.change_colours.wording import (
    colour_name,
    day,
    fit_texts,
    lead_text,
    listed,
    outcome_text,
    own_sentence,
    percent,
    period,
    practice_text,
    rating_text,
    sentence,
    signal_text,
    took_text,
    waiting_text,
)

Data = Mapping[str, Any]


def own(data: Data, words: Words) -> list[str]:
    """The sentence above an own outcome; none while a mode is missing."""
    text = own_sentence(words, data)
    return [text] if text else []


def own_asks(data: Data, words: Words) -> list[str]:
    """What the change asks most for by the own answers; none while too few were given."""
    asks = data["asks"]
    return [words.text("extra", "own_asks", colours=listed(words, asks))] if asks else []


def own_notes(data: Data, words: Words) -> list[str]:
    """What else an own outcome says: too few choices, mixed, and where thinking and doing differ."""
    missing = [
        words.text("messages", "too_few_choices", mode=words.text("words", mode)) for mode in data["missing"]
    ]
    mixed = (
        [words.text("words", "mixed")]
        if len(data["mixed"]) == len(MODES)
        else [words.text("extra", "mixed_in", mode=words.text("words", mode)) for mode in data["mixed"]]
    )
    differ = [
        f"{words.text('colours', colour)}: {words.text('words', name)}."
        for name in ("more_do", "more_think")
        for colour in data[name]
    ]
    return missing + mixed + (differ or unlived(data, words))


def unlived(data: Data, words: Words) -> list[str]:
    """Thought and not done, done and not thought, for whoever has no scores that differ."""
    return [
        sentence(words.text("extra", name, colours=listed(words, data[name])))
        for name in ("thought_not_done", "done_not_thought")
        if data[name]
    ]


def signals(data: Data, words: Words) -> list[str]:
    """What stands out in a group picture."""
    return [signal_text(words, one) for one in data["signals"]]


def congruence(data: Data, words: Words) -> list[str]:
    """How much thinking and doing go together, where that may be shown."""
    known = data["congruence"]
    if not known:
        return []
    share = percent(words, known["mean"])
    return [words.text("extra", "congruence", percent=share, n=known["n"])]


def movement(data: Data, words: Words) -> list[str]:
    """How much thinking and doing go together now beside an earlier time, and how sure that is (10.2)."""
    return movement_texts(data, words)


def lead(data: Data, words: Words) -> list[str]:
    """What the change asks most for."""
    text = lead_text(words, data["lead"])
    return [text] if text else []


def bridge(data: Data, words: Words) -> list[str]:
    """The question at a big switch from one phase to the next."""
    a, b = colour_name(words, data["a"]), colour_name(words, data["b"])
    return [words.text("bridge_question", "strong_next", a=a, b=b)]


def dates(data: Data, words: Words) -> list[str]:
    """From when until when a phase lasts."""
    text = period(words, data)
    return [text] if text else []


def due(data: Data, words: Words) -> list[str]:
    """By when a step is done."""
    return [day(words, data["due"])] if data["due"] else []


TOLD: dict[str, Callable[[Any, Words], Sequence[str]]] = {
    "leading": lambda colours, words: [listed(words, colours)],
    "own": own,
    "own_notes": own_notes,
    "own_asks": own_asks,
    "over": lambda data, words: [over(data, words)],
    "took": lambda data, words: [took_text(words, data, "answered")],
    "signals": signals,
    "congruence": congruence,
    "movement": movement,
    "outcome": lambda phase, words: [outcome_text(words, phase)] if phase["of"] else [],
    "rating": lambda phase, words: [rating_text(words, phase)],
    "waiting": lambda data, words: [waiting_text(words, data["waiting"])] if data["waiting"] else [],
    "practice": lambda data, words: [practice_text(words, data)] if data else [],
    "lead": lead,
    "fit": lambda data, words: fit_texts(words, data),
    "plan": lambda data, words: plan_texts(data, words),
    "shares": lambda shown, words: share_texts(shares_of(shown), words),
    "bridge": bridge,
    "dates": dates,
    "due": due,
}
"""Name -> (data, words) -> sentences."""
