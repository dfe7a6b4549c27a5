"""What only whoever leads gets to see: help, never a score (sections 4.1, 4.9, 4.11 and 8).

{stall: {level, hint, sessions, started, finished}, safety: {mean, n} or None,
 hints: ids of hints that fit now, balance: 0..100 or None, missing: surfaces,
 critical: [{id, by, former}] tensions in which somebody is stuck: ask before you read one aloud,
 better_live: steps of this session that go better in conversation,
 attention: items of the process with a mean below 3, as shown}
"""

from __future__ import annotations

from kring.kit.scene import Result, Scene
from kring.tools.change_lab.evaluation import answers, safety
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.stall import stall
from kring.tools.change_lab.vocabulary import LIVE_ONLY, steps_of
from kring.tools.change_lab.wall import wall


def lead(scene: Scene) -> Result:
    """What whoever leads sees of the lab now; the shape stands at the head of this file."""
    lab = Lab(scene)
    seen, stalled, safe = wall(lab), stall(lab), safety_shown(lab)
    hints = [
        *([stalled["hint"]] if stalled["hint"] else []),
        *(["safety"] if safe else []),
        *(f"missing_{surface}" for surface in seen["missing"]),
        *(["room"] if lab.running.number == 1 else []),
        "double",
    ]
    return {
        "stall": stalled,
        "safety": safe,
        "hints": hints,
        "balance": seen["balance"],
        "missing": seen["missing"],
        "critical": [
            {"id": ident, **lab.signed(card.author)}
            for ident, card in lab.tensions.items()
            if card.payload["manifestation"] == "critical_conflict"
        ],
        "better_live": [step for step in steps_of(lab.settings) if step in LIVE_ONLY],
        "attention": list(lab.running.shown.get("evaluate", {}).get("low", ())),
    }


def safety_shown(lab: Lab) -> Result | None:
    """The item about safety, once the process was shown, over the people whose answers were counted then."""
    people = {
        who
        for one in lab.running.published
        if (one.step, one.choice) == ("evaluate", "")
        for row in one.rows.values()
        for ids in row.values()
        for who in ids
    }
    return safety(answers(lab), people)
