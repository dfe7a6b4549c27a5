"""Robots that play a change lab, mistakes included.

`class_of(n)`: n people do every step in one session. `two_meetings(n)`: settings and play of each of two sessions
of the same lab; what was said in the first is meant in the second by its name. `mistakes()`: what only the whole
lab can refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from kring.frames.activity_system.vocabulary import COMPONENTS
from kring.frames.transitions.vocabulary import on_screen
from kring.kit.draw import number
from kring.kit.play import Action, Next, Play, Refuses, Reveal, Say, said
from kring.tools.change_lab.vocabulary import (
    EVALUATION,
    GROUPS,
    MIRROR_KINDS,
    REACTIONS,
    STEPS,
    SURFACES,
    TIMES,
)

FIGURE_9 = Path(__file__).parents[3] / "frames/activity_system/tests/examples/figure_9.yaml"
ENOUGH = 5
LATER = date(2090, 3, 16)
"""Plans lie ahead, whenever the robots play; a demo says from which day its dates count."""
EXPERIMENTS = ("8f3b1c52-0001-4a9f-8f5e-3d1a1c0b8a01", "8f3b1c52-0002-4a9f-8f5e-3d1a1c0b8a02")
BUNDLE = "8f3b1c52-0003-4a9f-8f5e-3d1a1c0b8a03"
TENSIONS = (
    ("rules", "community", "De deur blijft dicht", "We willen bij elkaar kijken"),
    ("division", "community", "De teamleider schrijft het plan", "Het plan moet van iedereen zijn"),
    ("instruments", "subject", "De kijkwijzer is van de inspectie", "Wij kijken naar iets anders"),
)


def class_settings(n: int) -> dict[str, Any]:
    """The settings of the session that `class_of(n)` plays: every step, the short barometer."""
    return {
        "session_no": 4,
        "question": "Hoe leren wij van elkaars lessen?",
        "steps": list(STEPS),
        "baro_form": "short",
    }


def class_of(n: int, lot: str = "class", on: date = LATER) -> Play:
    """`n` people with drawn answers; the same lot plays the same. Dates count from `on`."""
    yield Next("checkin")
    yield Next("ambition")
    yield from each(n, ambition)
    yield Refuses(Reveal("ambition", "cards"), "nothing_to_reveal")
    yield Next("mirror_in")
    yield from mirror(n, lot)
    yield Next("mirror_look")
    yield from reactions(n, lot)
    yield revealing("mirror_look", n)
    yield Next("history")
    yield from each(n, history)
    yield Next("triangle")
    yield from each(n, boxes)
    yield Next("tensions")
    yield from tensions(n)
    yield Next("rate")
    yield from ratings(n, lot)
    yield revealing("rate", n)
    if n >= ENOUGH:
        again = {"recognise": 0, "leverage": 0}
        yield Refuses(Say(0, "rate", "cl.rate", said("tension-0"), again), "locked")
    yield Next("model")
    yield from each(n, model)
    yield Next("zone")
    yield from zone(n, lot)
    yield Next("experiment")
    yield from agreeing(n, on)
    yield Next("evaluate")
    yield from evaluation(n, lot)
    yield Next("barometer")
    yield from barometer(n, lot, "short")
    yield Next("close")
    yield from closing(n)


def revealing(step: str, n: int) -> Action:
    """A reveal that five people allow."""
    return Reveal(step) if n >= ENOUGH else Refuses(Reveal(step), "too_few")


def each(n: int, doing: Any) -> Iterator[Action]:
    """Everybody does something."""
    for seat in range(n):
        yield from doing(seat)


def ready(seat: int, step: str, *, named: bool = False) -> Say:
    """Nothing more to add."""
    return Say(seat, step, "cl.done", step, {}, "named" if named else "anonymous")


def card(surface: str, time: str, text: str, kind: str = "") -> dict[str, Any]:
    """What a card holds."""
    mirror = {"mirror_kind": kind or "story", "safe_check": True} if surface == "mirror" else {}
    return {"surface": surface, "time": time, "text": text, **mirror}


def ambition(seat: int) -> Iterator[Action]:
    """A wish for later."""
    wish = card("model", "future", f"Leerlingen vertellen wat ze leerden ({seat})")
    yield Say(seat, "ambition", "cl.card", "", wish, name=f"wish-{seat}")
    yield ready(seat, "ambition", named=True)


def mirror(n: int, lot: str) -> Iterator[Action]:
    """Everybody brings something; every third without a name; one forgets the tick, one writes far too much."""
    for seat in range(n):
        kind = MIRROR_KINDS[seat % len(MIRROR_KINDS)]
        text = f"In mijn les keek niemand op ({seat})"
        if seat == 0:
            untold = {"surface": "mirror", "time": "present", "text": text, "mirror_kind": kind}
            yield Refuses(Say(seat, "mirror_in", "cl.card", "", untold), "safe")
            yield Refuses(
                Say(seat, "mirror_in", "cl.card", "", card("mirror", "present", "x" * 10_000)),
                "text_too_long",
            )
        lane = "anonymous" if seat % 3 == 2 else "named"
        yield Say(
            seat, "mirror_in", "cl.card", "", card("mirror", "present", text, kind), lane, f"mirror-{seat}"
        )
        if number(lot, "more", seat) % 2:
            surface = SURFACES[number(lot, "surface", seat) % 3]
            time = TIMES[number(lot, "time", seat) % 3]
            yield Say(seat, "mirror_in", "cl.card", "", card(surface, time, f"Nog iets ({seat})"))
        yield ready(seat, "mirror_in", named=lane == "named")
    if n:
        yield Say(0, "mirror_in", "cl.move", said("mirror-0"), {"surface": "mirror", "time": "past"})
    if n > 1:
        yield Refuses(Say(1, "mirror_in", "cl.withdraw", "", {"target": said("mirror-0")}), "not_yours")
        both = {"title": "Kijken", "cards": [said("mirror-0"), said("mirror-1")]}
        yield Say(0, "mirror_in", "cl.cluster", BUNDLE, both, leads=True)
    if n > 2:
        yield (
            Reveal("mirror_in", "cards") if n >= ENOUGH else Refuses(Reveal("mirror_in", "cards"), "too_few")
        )


def reactions(n: int, lot: str) -> Iterator[Action]:
    """Everybody looks at the first cards."""
    for seat in range(n):
        for one in range(min(n, 6)):
            drawn = number(lot, f"react {one}", seat) % 4
            if drawn < len(REACTIONS):
                key = f"{said(f'mirror-{one}')}:{REACTIONS[drawn]}"
                yield Say(seat, "mirror_look", "cl.react", key, {"on": True})
        yield ready(seat, "mirror_look")


def history(seat: int) -> Iterator[Action]:
    """When it began."""
    event = {"year": 2000 + seat % 25, "text": f"Toen kwam er iets nieuws ({seat})", "component": "rules"}
    yield Say(seat, "history", "cl.history", "", event)
    if seat == 0:
        yield Refuses(Say(seat, "history", "cl.history", "", {"year": 1900, "text": "Oud"}), "unreadable")


def boxes(seat: int) -> Iterator[Action]:
    """One box each; the first also finds a box that does not exist."""
    part = COMPONENTS[seat % len(COMPONENTS)]
    yield Say(
        seat,
        "triangle",
        "cl.node",
        "",
        {"component": part, "state": "now", "text": f"Zo gaat het nu ({seat})"},
    )
    if seat == 0:
        wrong = {"component": "people", "state": "now", "text": "?"}
        yield Refuses(Say(seat, "triangle", "cl.node", "", wrong), "unreadable")
    yield ready(seat, "triangle", named=True)


def tensions(n: int) -> Iterator[Action]:
    """The first people write a tension; one forgets the other side."""
    for seat, (a, b, one, other) in enumerate(TENSIONS[:n]):
        both = {"a": a, "b": b, "one_hand": one, "other_hand": other}
        if seat == 0:
            half = {**both, "other_hand": " "}
            yield Refuses(Say(seat, "tensions", "cl.tension", "", half), "empty_text")
        shown = {"evidence": [said(f"mirror-{seat}")]} if seat < 2 else {}
        yield Say(seat, "tensions", "cl.tension", "", {**both, **shown}, name=f"tension-{seat}")
    for seat in range(n):
        yield ready(seat, "tensions", named=True)


def ratings(n: int, lot: str) -> Iterator[Action]:
    """Everybody rates every tension; one in ten skips a question."""
    for seat in range(n):
        yield Say(seat, "rate", "cl.join", "", {"group": GROUPS[0] if seat % 4 < 3 else GROUPS[2]})
        for place in range(min(n, len(TENSIONS))):
            answers = {
                name: None if (drawn := number(lot, f"{name} {place}", seat)) % 10 == 0 else drawn % 4
                for name in ("recognise", "leverage")
            }
            yield Say(seat, "rate", "cl.rate", said(f"tension-{place}"), answers)
        yield ready(seat, "rate")


def model(seat: int) -> Iterator[Action]:
    """What it looks like when it works; the first two think of something to try."""
    yield Say(
        seat,
        "model",
        "cl.card",
        "",
        card("model", "present", f"Elke week een les samen ({seat})"),
        name=f"idea-{seat}",
    )
    if seat == 0:
        new = {"component": "rules", "state": "new", "text": "De deur van je lokaal staat op dinsdag open"}
        yield Say(seat, "model", "cl.node", "", new)
    if seat < len(EXPERIMENTS):
        idea = {
            "title": f"Samen een les kijken ({seat})",
            "tension": said(f"tension-{seat}"),
            "principle": said(f"idea-{seat}"),
            "status": "idea",
        }
        yield Say(seat, "model", "cl.experiment", EXPERIMENTS[seat], idea)
    yield ready(seat, "model", named=True)


def zone(n: int, lot: str) -> Iterator[Action]:
    """Everybody judges both ideas and gives three dots; the first gives one dot too many in a single tap."""
    for seat in range(n):
        for place, key in enumerate(EXPERIMENTS[:n]):
            judged = {name: number(lot, f"{name} {place}", seat) % 3 for name in ("now", "together")}
            yield Say(seat, "zone", "cl.zone", key, judged)
            yield Say(seat, "zone", "cl.exp_dot", key, {"count": 2 - place})
        if seat == 0:
            yield Refuses(Say(seat, "zone", "cl.exp_dot", EXPERIMENTS[0], {"count": 3}), "unreadable")
        yield ready(seat, "zone")
    yield revealing("zone", n)


def agreeing(n: int, on: date) -> Iterator[Action]:
    """The first idea becomes a plan; somebody turns the dates round."""
    if not n:
        return
    turned = {"from": (on + timedelta(20)).isoformat(), "until": on.isoformat()}
    yield Refuses(Say(0, "experiment", "cl.experiment", EXPERIMENTS[0], turned), "dates")
    plan = {
        "owner": "Robot 1",
        "where": "Onderbouw",
        "until": (on + timedelta(21)).isoformat(),
        "look_for": "Leerlingen merken dat we samen kijken",
        "status": "planned",
    }
    yield Say(0, "experiment", "cl.experiment", EXPERIMENTS[0], plan)
    yield ready(0, "experiment", named=True)


def evaluation(n: int, lot: str) -> Iterator[Action]:
    """Two open cards, then six sentences."""
    for seat in range(n):
        what = card("mirror", "present", f"We hebben nu een plan ({seat})", "observation") | {
            "open": "product"
        }
        yield Say(seat, "evaluate", "cl.card", "", what)
        for item in EVALUATION:
            yield Say(seat, "evaluate", "cl.eval", item, {"value": 1 + number(lot, item, seat) % 5})
        yield ready(seat, "evaluate")
    yield revealing("evaluate", n)


def barometer(n: int, lot: str, form: str) -> Iterator[Action]:
    """Everybody slides every pair; one in twenty does not know."""
    for seat in range(n):
        for pair in on_screen(form):
            drawn = number(lot, pair, seat)
            yield Say(
                seat, "barometer", "cl.baro", pair, {"value": None if drawn % 20 == 0 else 1 + drawn % 5}
            )
        yield ready(seat, "barometer")
    if n >= ENOUGH * 2:
        yield Reveal("barometer")
    elif n < ENOUGH:
        yield Refuses(Reveal("barometer"), "too_few")


def closing(n: int) -> Iterator[Action]:
    """The scribe writes what happened, and the facilitator marks what was seen."""
    if n:
        text = {"text": "We keken samen in de spiegel.", "quotes": ["Niemand keek op."]}
        yield Say(n - 1, "close", "cl.scribe", "", text)
        yield Refuses(Say(0, "close", "cl.action", "4:consolidate", {"mark": "yes"}), "only_the_facilitator")
        yield Say(
            0, "close", "cl.action", "4:consolidate", {"mark": "yes", "note": "Afspraak gemaakt"}, leads=True
        )


def figure_9(seat: int = 0) -> Iterator[Action]:
    """The map of figure 9, put in the boxes of the triangle by one person."""
    drawn = yaml.safe_load(FIGURE_9.read_text(encoding="utf-8"))["map"]
    for part in COMPONENTS:
        for text in drawn[part]:
            yield Say(seat, "triangle", "cl.node", "", {"component": part, "state": "now", "text": text})


def two_meetings(n: int, on: date = LATER) -> list[tuple[dict[str, Any], Play]]:
    """Two sessions of one lab: first everything up to a plan, then the trial, the mirror and what moved."""
    second = {
        "session_no": 5,
        "question": class_settings(n)["question"],
        "steps": [
            "checkin",
            "mirror_in",
            "mirror_look",
            "tensions",
            "rate",
            "experiment",
            "barometer",
            "close",
        ],
        "baro_form": "standard",
    }
    return [(class_settings(n), class_of(n, "one", on)), (second, second_meeting(n, "two", on))]


def second_meeting(n: int, lot: str, on: date) -> Play:
    """The trial has run: logs, cards that show it, weighed once more."""
    yield Next("checkin")
    if n:
        yield Say(0, "checkin", "cl.experiment", EXPERIMENTS[0], {"status": "running"})
    for seat in range(min(n, 2)):
        log = {
            "experiment": EXPERIMENTS[0],
            "date": (on + timedelta(21)).isoformat(),
            "text": f"We keken samen naar een les ({seat})",
            "verdict": "keep",
            "where": "Onderbouw",
        }
        yield Say(seat, "checkin", "cl.exp_log", "", log)
    if n:
        undated = {"experiment": EXPERIMENTS[0], "date": "gisteren", "text": "Iets"}
        yield Refuses(Say(0, "checkin", "cl.exp_log", "", undated), "unreadable")
        yield Say(0, "checkin", "cl.experiment", EXPERIMENTS[0], {"status": "done"})
    yield Next("mirror_in")
    for seat in range(n):
        seen = card("mirror", "present", f"Leerlingen vroegen ernaar ({seat})", "quote")
        yield Say(seat, "mirror_in", "cl.card", "", seen, name=f"again-{seat}")
    if n:
        yield Say(0, "mirror_in", "cl.link", "", {"from": said("again-0"), "to": EXPERIMENTS[0]})
        yield Say(
            0,
            "mirror_in",
            "cl.card",
            "",
            {**card("mirror", "past", "Ik keek wel op"), "replaces": said("mirror-0")},
        )
    yield Next("mirror_look")
    yield Next("tensions")
    yield Next("rate")
    yield from ratings(n, lot)
    yield revealing("rate", n)
    yield Next("experiment")
    yield Next("barometer")
    yield from barometer(n, lot, "standard")
    yield Next("close")


def mistakes() -> Play:
    """Six people try what only the whole lab can refuse; played after `class_of(6)` in the same session."""
    yield Next("mirror_in")
    for place in range(8 - number("class", "more", 5) % 2):
        yield Say(
            5,
            "mirror_in",
            "cl.card",
            "",
            card("worksheet", "present", f"Idee {place}"),
            name=f"idea5-{place}",
        )
    full = card("worksheet", "present", "Nog een idee")
    yield Say(5, "mirror_in", "cl.card", "", full)
    yield Refuses(Say(5, "mirror_in", "cl.card", "", full), "limit")
    yield Say(5, "mirror_in", "cl.withdraw", "", {"target": said("idea5-0")})
    yield Say(5, "mirror_in", "cl.card", "", full)
    connected = {"from": said("idea5-0"), "to": said("idea5-1")}
    yield Refuses(Say(0, "mirror_in", "cl.link", "", connected), "gone")
    away = {"surface": "model", "time": "future"}
    yield Refuses(Say(1, "mirror_in", "cl.move", said("idea5-1"), away), "only_author")
    yield Say(5, "mirror_in", "cl.move", said("idea5-1"), away)
    yield Say(1, "mirror_in", "cl.move", said("idea5-1"), {"surface": "model", "time": "past"}, leads=True)
    both = {"title": "Ideeën", "cards": [said("idea5-1"), said("idea5-2")]}
    yield Refuses(Say(1, "mirror_in", "cl.cluster", EXPERIMENTS[1], both), "only_scribe")
    yield Say(5, "mirror_in", "cl.cluster", EXPERIMENTS[1], both)
    yield Next("tensions")
    a, b, one, other = TENSIONS[0]
    same = {"a": b, "b": a, "one_hand": other.upper(), "other_hand": f" {one}"}
    yield Refuses(Say(4, "tensions", "cl.tension", "", same), "dup")
    yield Say(4, "tensions", "cl.tension", "", {**same, "sure": True})
    yield Next("zone")
    yield Refuses(Say(0, "zone", "cl.experiment", "new", {"title": "Zonder meer"}), "empty_text")
    past = {"title": "Te laat", "tension": said("tension-0"), "status": "planned", "until": "2026-03-01"}
    yield Refuses(Say(0, "zone", "cl.experiment", "new", past), "until_past")
