"""The pictures of section 5, each for a page, and with `_board` or `_phone` behind its name for those.

wall: the live part `wall` · triangle, triangle_new, now_new: a live part with `triangle` and `tensions`
· zone: a live part with `experiments` · barometer, process: a published `barometer`, `evaluate`
· threads: a live part with `threads` and `tensions` · learning: one with `learning` · timeline: one with `timeline`
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kring.kit.picture import Picture
from kring.kit.pictures.parts import BOARD, PAGE, PHONE, Look
from kring.kit.words import Words
from kring.tools.change_lab.pictures_course import (
    barometer_picture,
    learning_picture,
    process_picture,
    threads_picture,
    timeline_picture,
    zone_picture,
)
from kring.tools.change_lab.pictures_system import now_new_picture, triangle_picture
from kring.tools.change_lab.pictures_wall import wall_picture
from kring.tools.change_lab.wording import Data

LOOKS: dict[str, Look] = {"": PAGE, "_board": BOARD, "_phone": PHONE}
DRAWN: dict[str, Callable[..., Picture]] = {
    "wall": wall_picture,
    "triangle": triangle_picture,
    "triangle_new": partial(triangle_picture, state="new"),
    "now_new": now_new_picture,
    "zone": zone_picture,
    "barometer": barometer_picture,
    "process": process_picture,
    "threads": threads_picture,
    "learning": learning_picture,
    "timeline": timeline_picture,
}
PICTURES: dict[str, Callable[[Data, Words], Picture]] = {
    name + look: partial(draw, look=LOOKS[look]) for name, draw in DRAWN.items() for look in LOOKS
}
"""Name -> (data, words) -> picture."""
