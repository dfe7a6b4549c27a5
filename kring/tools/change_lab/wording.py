"""Tensions, experiments, numbers and dates in finished sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kring.frames.activity_system import wording as system
from kring.frames.transitions import wording as transitions
from kring.kit.numbers import shown
from kring.kit.words import Words
from kring.tools.change_lab.vocabulary import SURFACES, TIMES

Data = Mapping[str, Any]


def sentence(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text with a full stop, unless it has an end of its own."""
    bare = text.rstrip()
    return bare if bare.endswith((".", "!", "?", "…")) else f"{bare}."


def bare(text: str) -> str:
    """The text without a full stop, to stand inside a sentence."""
    return text.strip().rstrip(".")


def tenths(words: Words, value: Fraction | Decimal | int | None) -> str:
    """A number with one decimal, "–" where there is none."""
    return "–" if value is None else shown(value, 1, words.lang)


def whole(words: Words, value: Fraction | int | None) -> str:
    """A number without decimals, "–" where there is none."""
    return "–" if value is None else shown(value, 0, words.lang)


def day(words: Words, on: date | None) -> str:
    """A date in figures: 16-03-2026 in Dutch, 16/03/2026 in English."""
    return "" if on is None else on.strftime("%d-%m-%Y" if words.lang == "nl" else "%d/%m/%Y")


def session_of(words: Words, old: Data) -> str:
    """An earlier session with its day, so that nobody takes an old value for one of today (C-26)."""
    name = words.text("extra", "session", n=old["session"])
    on = day(words, old.get("on"))
    return f"{name} ({on})" if on else name


def period(words: Words, one: Data) -> str:
    """From when until when an experiment runs, "" without dates."""
    start, end = day(words, one["from"]), day(words, one["until"])
    if start and end:
        return words.text("extra", "dates", **{"from": start, "until": end})
    if start:
        return words.text("extra", "from_day", **{"from": start})
    return words.text("extra", "until_day", until=end) if end else ""


def part(words: Words, ident: str) -> str:
    """The plain name of a box: "Waarmee"."""
    return system.component(words.lang, ident)


def process(words: Words, ident: str) -> str:
    """The plain name of a process."""
    return system.process(words.lang, ident)


def pair(words: Words, a: str, b: str) -> str:
    """The two boxes of a tension: "Regels en Met wie", or "binnen Regels"."""
    if a == b:
        return words.text("extra", "within_box", a=part(words, a))
    return words.text("extra", "between_boxes", a=part(words, a), b=part(words, b))


def two_hands(words: Words, one: Data) -> str:
    """A tension in one sentence."""
    return words.text("extra", "two_hands", one=bare(one["one_hand"]), other=bare(one["other_hand"]))


def tension_name(words: Words, one: Data) -> str:
    """ "2. Regels en Met wie"."""
    return f"{one['n']}. {sentence(pair(words, one['a'], one['b']))}"


def weighed(words: Words, one: Data) -> str:
    """How a tension was weighed; that there are too few votes; "" while nobody voted."""
    if one["P"] is not None:
        return words.text(
            "extra",
            "weighed",
            r=tenths(words, one["R"]),
            l=tenths(words, one["L"]),
            p=tenths(words, one["P"]),
        )
    return system.words(words.lang).text("texts", "as.few_votes") if one["few_votes"] else ""


def spoken_texts(words: Words, one: Data) -> list[str]:
    """What groups say of a tension that filled in one form together (C-31), a sentence each."""
    lines = []
    for said in one.get("spoken") or ():
        answers = {
            name: system.answers(words.lang, name)[said[name]]
            for name in ("recognise", "leverage")
            if said[name] is not None
        }
        told = (
            words.text("extra", "spoken_both", **answers) if len(answers) == 2 else "".join(answers.values())
        )
        group = words.text("extra", f"of_{said['group']}")
        lines.append(words.text("extra", "spoken", group=group, n=said["n"], said=told))
    return lines


def zone_text(words: Words, one: Data) -> str:
    """In which band an experiment lies; "" while that was not shown."""
    seen = one["zone"]
    if not seen:
        return ""
    return words.text("words", seen["class"]) if seen["class"] else words.text("extra", "few_answers")


def experiment_line(words: Words, one: Data) -> str:
    """Status, owner, place and dates of an experiment, as far as they are known."""
    parts = [words.text("vocab", one["status"]), one["owner"], one["where"], period(words, one)]
    return " · ".join(text for text in parts if text)


def thread_text(words: Words, one: Data) -> str:
    """How many of the four stages a tension reached."""
    return words.text("words", "thread", k=one["stage"])


def round_text(words: Words, threads: Data) -> str:
    """How many of the prioritised tensions came back in the mirror; "" without any."""
    n, k = len(threads["threads"]), threads["round"]
    if n == 0:
        return ""
    if n == 1:
        return words.text("extra", "thread_round" if k else "thread_open")
    name = "threads_none" if k == 0 else "threads_one" if k == 1 else "threads_many"
    values = {"n": n, "k": k} if k > 1 else {"n": n}
    return words.text("extra", name, **values)


def moved_by(words: Words, moved: Data) -> str:
    """How far a process moved: "0,6 punt vooruit"."""
    far = shown(abs(moved["d"]), 1, words.lang)
    return words.text("extra", "forward" if moved["d"] > 0 else "back", d=far)


def movement_text(words: Words, name: str, moved: Data) -> str:
    """The movement of a process since an earlier session, with how sure it is."""
    if moved["direction"] == "stable":
        same = transitions.words(words.lang).text("texts", "tr.same")
        return words.text("extra", "no_movement", process=process(words, name), same=same, n=moved["session"])
    text = words.text(
        "harvest", "h.move", process=process(words, name), d=moved_by(words, moved), n=moved["session"]
    )
    return text if moved["clear"] else f"{text} {words.text('extra', 'not_sure')}"


def movements(words: Words, seen: Data) -> list[str]:
    """The movement of every process since the last session that can be compared."""
    return [
        movement_text(words, name, one["movement"][0])
        for name, one in seen["processes"].items()
        if one and one["movement"]
    ]


def response(words: Words, seen: Data) -> str:
    """How many took part, and that it is indicative where fewer than half did (C-22)."""
    text = words.text("extra", "response", n=seen["n"], of=seen["of"])
    return f"{text} {words.text('extra', 'indicative')}" if seen["indicative"] else text


def release_text(words: Words, one: Data) -> str:
    """How a tension changed since it was weighed before, and what happened meanwhile; "" where it did not."""
    changed = one["release"]
    if not changed or not changed["word"]:
        return ""
    text = words.text(
        "extra",
        "release",
        then=changed["then"],
        now=changed["now"],
        word=words.text("words", changed["word"]),
    )
    if not changed["meanwhile"]:
        return text
    return f"{text} {words.text('extra', 'meanwhile', titles=', '.join(changed['meanwhile']))}"


def counted(words: Words, n: int) -> str:
    """ "8 kaarten"."""
    return words.text("extra", "one_card") if n == 1 else words.text("extra", "cards", n=n)


def cell_name(words: Words, cell: str) -> str:
    """ "Spiegel, nu"."""
    surface, _, time = cell.partition(".")
    return f"{words.text('surfaces', surface)}, {words.text('times', time).lower()}"


def cells(words: Words, wall: Data) -> list[str]:
    """How many cards each cell holds, read from left to right and from top to bottom."""
    return [
        f"{cell_name(words, f'{surface}.{time}')}: {counted(words, len(wall['cells'][f'{surface}.{time}']))}."
        for time in TIMES
        for surface in SURFACES
    ]


def signed(words: Words, one: Data) -> str:
    """Who wrote it: a name, words for somebody who left, words for a card without a name."""
    if one.get("nameless"):
        return words.text("extra", "nameless")
    return words.text("extra", "former") if one["former"] else str(one["by"])


def titled(words: Words, step: str) -> str:
    """The name of a step as the title of a sheet (a workbook allows 31 characters and no question mark)."""
    return words.text("script", step).replace("?", "").replace("'", "’")[:31]


def top_texts(words: Words, found: Sequence[Data]) -> list[str]:
    """The prioritised tensions in sentences."""
    return [
        ended(f"{sentence(pair(words, one['a'], one['b']))}: {two_hands(words, one)}")
        for one in found
        if one["rank"] is not None and one["rank"] <= 3
    ]
