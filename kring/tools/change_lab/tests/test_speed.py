"""A full wall stays quick: two hundred cards and thirty people, on one changed card (issue of the lab)."""

from __future__ import annotations

from time import thread_time

import pytest

from kring.kit.draw import number
from kring.kit.scene import Contribution, Lane, Scene
from kring.tools.change_lab.tests.scenes import Lab, ident
from kring.tools.change_lab.tool import TOOL
from kring.tools.change_lab.vocabulary import REACTIONS, STEPS, SURFACES, TIMES

BUDGET = 0.005
"""Seconds of work for one live part; the fastest of some runs, because a test machine has other work too."""


def full(people: int = 30, cards: int = 200) -> Scene:
    lab = Lab(people, steps=list(STEPS))
    said: list[Contribution] = []

    def put(kind: str, key: str, who: str, payload: dict[str, object], lane: Lane = "named") -> str:
        uuid = ident(50_000 + len(said))
        said.append(Contribution(uuid, "mirror_in", kind, key, who, payload, len(said), "teacher", lane))
        return uuid

    ids = []
    for n in range(cards):
        surface, time = SURFACES[number("s", "surface", n) % 3], TIMES[number("s", "time", n) % 3]
        payload = {"surface": surface, "time": time, "text": f"Kaart {n} " + "woord " * 30, "source": ""}
        payload |= {"mirror_kind": "story", "image": None, "open": "", "after_close": False}
        ids.append(put("cl.card", "", lab.who(n % people, "named"), payload))
    for n, card in enumerate(ids):
        put("cl.move", card, lab.who(n % people, "named"), {"surface": SURFACES[n % 3], "time": TIMES[n % 2]})
        if n % 4 == 0:
            put("cl.link", "", lab.who(0, "named"), {"from": card, "to": ids[(n + 7) % cards]})
        for seat in range(0, people, 3):
            put(
                "cl.react",
                f"{card}:{REACTIONS[seat % 3]}",
                lab.who(seat, "anonymous"),
                {"on": True},
                "anonymous",
            )
    for n in range(10):
        put(
            "cl.cluster",
            f"c{n}",
            lab.who(0, "named"),
            {"title": f"Bundel {n}", "cards": ids[n * 5 : n * 5 + 4]},
        )
        tension = {"a": "rules", "b": "community", "a_state": "now", "b_state": "now", "neighbour": ""}
        tension |= {
            "one_hand": "dit",
            "other_hand": "dat",
            "manifestation": "unclear",
            "process": "",
            "sure": True,
        }
        put("cl.tension", "", lab.who(n, "named"), {**tension, "evidence": ids[n * 9 : n * 9 + 3]})
        node = {"component": "rules", "state": "now", "text": f"Regel {n}"}
        put("cl.node", "", lab.who(n, "named"), node)
    lab.said = said
    return lab.scene()


@pytest.fixture(scope="module")
def scene() -> Scene:
    return full()


@pytest.mark.parametrize("step", STEPS)
def test_a_live_part_of_a_full_lab_is_quick(scene: Scene, step: str) -> None:
    assert min(timed(scene, step) for _ in range(5)) < BUDGET


def timed(scene: Scene, step: str) -> float:
    start = thread_time()
    TOOL.live(scene, step)
    return thread_time() - start
