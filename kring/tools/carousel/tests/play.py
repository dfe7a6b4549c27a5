"""Robots that play a whole carousel, mistakes included. Seat 0 leads and takes part.

`class_settings(n)` and `class_of(n)` play any number of people; `NINE_SETTINGS` and `nine()` the nine of whom one
leaves halfway; `TEAMS_SETTINGS` and `teams(n)` teams that meet teams.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kring.kit.draw import number
from kring.kit.play import Action, Next, Play, Refuses, Reveal, Say, said, seat
from kring.tools.carousel.vocabulary import TALK_ITEMS, TIES

ROUNDS = 3
"""A class talks so many rounds."""
NINE_SETTINGS: dict[str, Any] = {"theme": "samen toetsen maken", "use": "vision", "network": "none"}
NINE_ROUNDS = 8
TEAMS_SETTINGS: dict[str, Any] = {
    "theme": "de nieuwe brugklas",
    "use": "image",
    "unit": "teams",
    "minutes": 180,
}
TEAM_NAMES = ("Onderbouw", "Bovenbouw", "Ondersteuning", "Schoolleiding", "Techniek")
SENTENCES = (
    "We weten te weinig van elkaars lessen.",
    "Iedereen wil hetzelfde, maar niemand begint.",
    "Ik ga vaker even bij iemand binnenlopen.",
)


def class_settings(n: int) -> dict[str, Any]:
    """The settings of the meeting that `class_of(n)` plays."""
    return {"theme": "", "use": "problems", "network": "before", "leader_feedback": True}


def class_of(n: int, lot: str = "class") -> Play:
    """`n` people who wish, name, talk three rounds and close; from five people on one of them leaves halfway."""
    people = range(n)
    gone = n - 1 if n >= 5 else -1
    yield Next("prepare")
    for who in people:
        yield Say(who, "prepare", "cr.join")
        yield from wishes(who, n, lot)
        yield from names(who, n, lot)
        yield ready(who, "prepare")
    if n > 4:
        four = {"people": [seat(other) for other in range(1, 5)]}
        yield Refuses(Say(0, "prepare", "cr.wish", "", four), "too_many")
        yield Refuses(
            Say(1, "prepare", "cr.forbid", "", {"a": seat(0), "b": seat(2), "on": True}),
            "only_the_facilitator",
        )
        yield lead("prepare", "cr.person", seat(0), {"leader": True})
        yield lead("prepare", "cr.spot", "kantine", {"name": "Kantine", "capacity": 3})
    yield Next("opening")
    for who in people:
        yield Say(who, "opening", "cr.log", "0:before", {"text": "Met wie ik nog nooit sprak."})
        yield ready(who, "opening")
    yield Next("round")
    if n:
        yield from rounds(ROUNDS, people, gone, lot)
    staying = [who for who in people if who != gone]
    yield Next("closing")
    yield from closing(staying, lot)
    shown = n > 1
    yield Reveal("closing") if shown else Refuses(Reveal("closing"), "nothing_to_reveal")
    yield from chosen(staying)
    yield Next("map")
    yield Reveal("map") if n >= 5 else Refuses(Reveal("map"), "few_answered")
    if n > 4:
        yield lead("map", "cr.release", "notes", {})
        yield lead("map", "cr.release", "network", {})
    if n:
        yield Refuses(Say(0, "round", "cr.turn", "9", {"phase": "talk"}, leads=True), "step_closed")


def nine() -> Play:
    """Nine people, eight rounds; Ilse (seat 8) leaves in the middle of round four."""
    yield Next("prepare")
    for who in range(9):
        yield Say(who, "prepare", "cr.join")
    yield Say(2, "prepare", "cr.rather_not", "", {"people": [seat(5)]})
    yield Say(4, "prepare", "cr.wish", "", {"people": [seat(6)]})
    yield Next("opening")
    yield Next("round")
    yield from rounds(NINE_ROUNDS, range(9), 8, "nine")
    yield Next("closing")
    yield from closing(range(8), "nine")
    yield Reveal("closing")
    yield from chosen(range(8))
    agreed = {"text": "Elke maand schuift iemand aan bij een ander team."}
    yield lead("closing", "cr.agreement", "", agreed)


def teams(n: int) -> Play:
    """Teams of people who meet other teams, whole or at mixed tables."""
    yield Next("prepare")
    for who in range(n):
        yield Say(who, "prepare", "cr.join", "", {"team": TEAM_NAMES[who % len(TEAM_NAMES)]})
    yield Next("round")
    for r in range(1, len(TEAM_NAMES)):
        yield turn(r, "talk")
        yield turn(r, "change")
    yield turn(len(TEAM_NAMES) - 1, "done")
    yield Next("closing")
    yield Reveal("closing")


def lead(step: str, kind: str, key: str, payload: dict[str, Any]) -> Say:
    """Whoever leads does something."""
    return Say(0, step, kind, key, payload, leads=True)


def turn(r: int, phase: str) -> Say:
    """A round begins, ends, or was the last."""
    return lead("round", "cr.turn", str(r), {"phase": phase})


def ready(who: int, step: str) -> Say:
    """Nothing more to add."""
    lane = "anonymous" if step == "closing" else "named"
    return Say(who, step, "cr.done", step, {}, "anonymous" if lane == "anonymous" else "named")


def others(who: int, n: int, lot: str, about: str, most: int) -> list[int]:
    """Some others, drawn."""
    order = sorted(
        (other for other in range(n) if other != who), key=lambda other: number(lot, about, f"{who}.{other}")
    )
    return order[:most]


def wishes(who: int, n: int, lot: str) -> Iterator[Action]:
    """One in three would like to speak with somebody; one in nine would rather not."""
    if n > 2 and who % 3 == 0:
        wanted = [seat(other) for other in others(who, n, lot, "wish", 2)]
        yield Say(who, "prepare", "cr.wish", "", {"people": wanted, "newcomer": who % 2 == 0})
    if n > 4 and who % 9 == 4:
        yield Say(who, "prepare", "cr.rather_not", "", {"people": [seat(others(who, n, lot, "not", 1)[0])]})


def names(who: int, n: int, lot: str) -> Iterator[Action]:
    """Everybody names up to three people for each question."""
    for tie in TIES:
        for other in others(who, n, lot, tie, number(lot, "many", f"{who}.{tie}") % 4):
            yield Say(who, "prepare", "cr.nominate", f"{tie}:{seat(other)}", {"on": True})
        yield Say(who, "prepare", "cr.nominate", f"{tie}:done", {"done": True})


def rounds(many: int, people: Sequence[int], gone: int, lot: str) -> Iterator[Action]:
    """Talk after talk; in the middle one of the people stops."""
    for r in range(1, many + 1):
        yield turn(r, "talk")
        if r == (many + 1) // 2 and gone >= 0:
            yield Say(gone, "round", "cr.stop")
        yield turn(r, "change")
        for who in people:
            if who != gone:
                yield from after_talk(who, r, lot)
    yield turn(many, "done")


def after_talk(who: int, r: int, lot: str) -> Iterator[Action]:
    """Two answers and a line in the logbook."""
    for item in TALK_ITEMS:
        drawn = number(lot, item, f"{who}.{r}") % 6
        yield Say(who, "round", "cr.talk_item", f"{r}:{item}", {"value": drawn or None})
    yield Say(who, "round", "cr.log", f"{r}:promised", {"text": "Ik stuur mijn toets."})
    if number(lot, "opened", f"{who}.{r}") % 2:
        yield Say(who, "round", "cr.opened", "ex_o1", {"on": True}, "anonymous")


def closing(people: Sequence[int], lot: str) -> Iterator[Action]:
    """Some write a sentence, one of them with the own name; notes for the leader; neighbours want to go on."""
    for who in people:
        if who < len(SENTENCES):
            lane = "named" if who == 1 else "anonymous"
            text = {"text": SENTENCES[who]}
            yield Say(
                who,
                "closing",
                "cr.group_sentence",
                "",
                text,
                "named" if lane == "named" else "anonymous",
                f"sentence-{who}",
            )
        if len(people) > 1:
            yield Say(
                who, "closing", "cr.go_on", seat(people[(people.index(who) + 1) % len(people)]), {"on": True}
            )
        yield Say(who, "closing", "cr.map_ok", "map_ok", {"ok": number(lot, "map", who) % 4 > 0})
        yield ready(who, "closing")


def chosen(people: Sequence[int]) -> Iterator[Action]:
    """Half of the people say "mine too" of the first sentence; nobody changes one that was shown."""
    if len(people) < 5:
        return
    for who in people[::2]:
        yield Say(who, "closing", "cr.mine_too", said("sentence-0"), {"on": True}, "anonymous")
    other = {"text": "Toch iets anders.", "replaces": said("sentence-0")}
    yield Refuses(Say(0, "closing", "cr.group_sentence", "", other, "anonymous"), "locked")
