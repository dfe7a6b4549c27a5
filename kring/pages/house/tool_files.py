"""Styles and scripts that a tool brings along, when it has any."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

TOOLS_DIR = Path(__file__).parents[2] / "tools"


def tool_styles(keys: Iterable[str]) -> list[str]:
    """The style sheets of these tools, as {% static %} wants them."""
    return existing(keys, "style.css")


def tool_scripts(keys: Iterable[str]) -> list[str]:
    """The modules of these tools, as {% static %} wants them."""
    return existing(keys, "elements.js")


def existing(keys: Iterable[str], name: str) -> list[str]:
    """tools/<key>/<name> for every tool that has such a file, each once."""
    return [
        f"tools/{key}/{name}" for key in dict.fromkeys(keys) if (TOOLS_DIR / key / "static" / name).exists()
    ]
