"""What can we not do alone yet, but can do together? (section 4.6)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kring.frames.activity_system.ranking import VALID, mean
from kring.kit.scene import Contribution

WITHIN, ZONE = Fraction(3, 2), Fraction(1)
MOST_DOTS = 3
CLASSES = ("within", "zone", "beyond")


def zone_class(a: Fraction, b: Fraction) -> str:
    """Whether we can do it already, together, or not yet; a = each alone, b = together (0..2)."""
    return "within" if a >= WITHIN else "zone" if b >= ZONE else "beyond"


def judged(
    order: Sequence[str],
    now: Mapping[str, Sequence[int | None]],
    together: Mapping[str, Sequence[int | None]],
    dots: Mapping[str, int],
    respondents: int,
) -> list[dict[str, Any]]:
    """[{id, a, b, n_now, n_together, class or None below min(3, respondents), w: b − a or None, dots}].

    The zone first, by dots, then by width, then in the order given; after it what is within, what is beyond,
    and what has too few answers.
    """
    needed = min(VALID, respondents)
    found = []
    for ident in order:
        a, n_a = mean(now.get(ident, ()))
        b, n_b = mean(together.get(ident, ()))
        known = a is not None and b is not None and min(n_a, n_b) >= needed
        found.append(
            {
                "id": ident,
                "a": a if known else None,
                "b": b if known else None,
                "n_now": n_a,
                "n_together": n_b,
                "class": zone_class(a, b) if known and a is not None and b is not None else None,
                "w": b - a if known and a is not None and b is not None else None,
                "dots": dots.get(ident, 0),
            }
        )
    ranks = {"zone": 0, "within": 1, "beyond": 2, None: 3}
    return sorted(found, key=lambda one: (ranks[one["class"]], -one["dots"], -(one["w"] or 0)))


def counted_dots(given: Iterable[Contribution]) -> dict[str, int]:
    """experiment -> dots of everybody; of one voice no more than three count, the first that still stand."""
    found: dict[str, int] = {}
    left: dict[str, int] = {}
    for one in sorted(given, key=lambda one: one.seq):
        room = left.setdefault(one.participant, MOST_DOTS)
        taken = min(room, one.payload["count"])
        left[one.participant] = room - taken
        if taken:
            found[one.key] = found.get(one.key, 0) + taken
    return found
