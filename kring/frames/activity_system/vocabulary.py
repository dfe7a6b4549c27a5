"""The parts of the activity system and what is asked about them, from the content files (frames 2.2)."""

from __future__ import annotations

from pathlib import Path

from kring.kit.words import load_facts

CONTENT = Path(__file__).parent / "content"

COMPONENTS: tuple[str, ...] = tuple(load_facts(CONTENT, "components"))
"""In their fixed order, which breaks ties (C-21)."""
STATES: tuple[str, ...] = tuple(load_facts(CONTENT, "states"))
"""past, now, new."""
TRIANGLES: dict[str, tuple[str, ...]] = {
    one["id"]: tuple(one["triangle"]) for one in load_facts(CONTENT, "processes")
}
"""A process -> the three parts of its small triangle (figure 4)."""
PROCESSES: tuple[str, ...] = tuple(TRIANGLES)
CROSS = "cross"
"""The process of a pair that belongs to none of the four: across the system."""
LEVELS: tuple[str, ...] = tuple(load_facts(CONTENT, "tension_levels"))
QUESTIONS: tuple[str, ...] = tuple(load_facts(CONTENT, "rate"))
"""What everybody is asked about a tension: recognise and leverage."""
FORM: tuple[str, ...] = tuple(load_facts(CONTENT, "tension_form"))
LOWEST, HIGHEST = 0, 3
"""The answers to both questions (labels a0 to a3)."""
