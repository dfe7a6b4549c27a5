"""How people speak in the scenes of the engine: one envelope at a time, through the ordinary verb."""

from __future__ import annotations

import uuid
from typing import Any

from kring.conftest import Gathering
from kring.engine.meetings.actions import contribute
from kring.engine.meetings.models import Activity

PICKS = {"form": "self_pick", "steps": ["join", "test", "own", "picture", "situation", "strategy", "harvest"]}
"""A short form of change_colours: pick, choose how to be counted, see the picture."""


def envelope(step: str, kind: str, key: str = "", payload: Any = None, ident: str = "") -> dict[str, Any]:
    """What a phone sends (C-03)."""
    return {
        "uuid": ident or str(uuid.uuid4()),
        "step": step,
        "kind": kind,
        "key": key,
        "payload": payload or {},
    }


def pick(activity: Activity, voice: str, mode: str = "think", *colours: str, ident: str = "") -> int:
    """A voice picks colours, in the step where that is asked."""
    said = envelope("pick", "cc.pick", mode, {"colours": list(colours or ("blue",))}, ident)
    return contribute(activity, "anonymous", voice, said)


def share(activity: Activity, voice: str, how: str = "total") -> int:
    """A voice says how it wants to be counted."""
    return contribute(activity, "anonymous", voice, envelope("own", "cc.share", "", {"share": how}))


def phase(gathering: Gathering, seat: int, ident: str, **fields: Any) -> int:
    """A seat writes a phase of the plan, in the named lane."""
    said = envelope("strategy", "cc.phase", ident, fields)
    return contribute(gathering.activity, "named", str(gathering.seats[seat].pk), said)
