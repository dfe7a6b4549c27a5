"""What of a lab hangs on its wall while one of its meetings goes on: no more than the board has shown.

Phones and the wall between the meetings are read by the same people; what somebody wrote a moment ago waits there
until the group looks at it together (section 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kring.kit.scene import Contribution, Scene

BOARD_OF: Mapping[str, str] = {
    "cl.card": "wall",
    "cl.move": "wall",
    "cl.cluster": "wall",
    "cl.link": "wall",
    "cl.node": "triangle",
    "cl.pair": "triangle",
    "cl.history": "timeline",
    "cl.tension": "tensions",
    "cl.experiment": "experiments",
    "cl.exp_log": "experiments",
}
"""Kind -> the board on which it is seen. The others are seen by their count once it was shown, take something away, or
stand on every board."""


def on_the_board(scene: Scene, parts: Mapping[str, tuple[str, ...]]) -> Scene:
    """The scene with, of the running session, only what its board showed; the scene itself when nothing runs.

    `parts`: step -> the boards it shows.
    """
    running = scene.settings.get("on_board")
    if running is None:
        return scene
    now: str = running["now"]
    opened: Mapping[str, datetime] = running["opened"]
    begun = min(opened.values(), default=None)

    def was_shown(one: Contribution) -> bool:
        board = BOARD_OF.get(one.kind)
        if one.activity or board is None:
            return True
        if board in parts.get(one.step, ()) or board in parts.get(now, ()):
            return True
        said = one.at or opened.get(one.step)
        if said is None:
            return False
        # What was added before the meeting hung there already, and is only taken in with its first step.
        hung = begun is not None and one.at is not None and one.at < begun
        return hung or any(said < at and board in parts.get(step, ()) for step, at in opened.items())

    return replace(scene, contributions=[one for one in scene.contributions if was_shown(one)])
