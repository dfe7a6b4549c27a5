"""Figures for the examples: figure 8 of the publication and the blocks of tool 05 (4.11 and 4.12)."""

from __future__ import annotations

from pathlib import Path

CONTENT = Path(__file__).parents[2] / "tools" / "change_colours" / "content"
CODE = "3456789"
ADDRESS = "kring.deoever.nl"

POSITIONS = ("teacher", "student_teacher", "support", "team_leader", "other")

CODES = {
    "nl": {"yellow": "GE", "blue": "BL", "red": "RO", "green": "GR", "white": "WI"},
    "en": {"yellow": "YE", "blue": "BL", "red": "RE", "green": "GR", "white": "WH"},
}
ORDER_OF_BLOCK = ("yellow", "blue", "red", "green", "white")

MINUTES = (5, 7, 4, 10, 5, 20, 20, 5)
TIMES = ("15.30", "15.35", "15.42", "15.46", "15.56", "16.01", "16.21", "16.41")

TABLES = ((0, 0), (4, 1), (11, 8), (25, 19), (60, 33), (200, 120))
"""How many sit at the table, and how many are ready."""

OWN = (
    ("thinking", (3, 3, 8, 9, 7), frozenset({2, 3})),
    ("doing", (4, 10, 7, 7, 2), frozenset({1})),
)

THINK = (
    ("blue", "red"),
    ("blue", "red"),
    ("blue", "red"),
    ("red", "green"),
    ("red", "green"),
    ("red", "green", "white"),
    ("red", "green"),
    ("white", "green", "red"),
    ("blue",),
)
DO = (
    ("blue",),
    ("blue",),
    ("blue",),
    ("red",),
    ("red",),
    ("green",),
    ("green", "red"),
    ("green",),
    ("blue",),
)
THINK_WEIGHT = ("0", "5/2", "11/3", "13/6", "2/3")
DO_WEIGHT = ("0", "4", "5/2", "5/2", "0")
