"""What a phone gets back of what it said without a name (C-11); what a seat said is in `mine`.

{notes: leader -> {keep, change, wish}, sentence: {uuid, text} or None, too: [sentences], opened: [questions]}
"""

from __future__ import annotations

from kring.kit.scene import Result, Scene
from kring.tools.carousel.people import answers, cards, now


def own(scene: Scene) -> Result:
    """From the contributions of one person; {} when nothing was said of this kind."""
    said = now(scene.contributions)
    written = cards(said, "cr.group_sentence")
    found = {
        "notes": {key: one.payload for (_, key), one in answers(said, "cr.leader_note").items()},
        "sentence": {"uuid": written[-1][1].uuid, "text": written[-1][1].payload["text"]}
        if written
        else None,
        **{
            name: sorted(key for (_, key), one in answers(said, kind).items() if one.payload["on"])
            for name, kind in (("too", "cr.mine_too"), ("opened", "cr.opened"))
        },
    }
    return found if any(found.values()) else {}
