"""The boards of a lab as they may be seen, whichever step shows them, for harvest, report, sheets and prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kring.kit.scene import Shown


def board(shown: Shown, name: str) -> Any:
    """A board of any live part (wall, triangle, tensions, experiments, ...); None where no step shows it.

    The step that closes a session shows all of them.
    """
    parts = [shown.live.get("close", {}), *shown.live.values()]
    return next((part[name] for part in parts if name in part), None)


def boards(shown: Shown, *names: str) -> Mapping[str, Any] | None:
    """Several boards together, None while one of them is missing."""
    found = {name: board(shown, name) for name in names}
    return None if any(one is None for one in found.values()) else found
