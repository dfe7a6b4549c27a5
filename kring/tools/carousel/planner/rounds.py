"""How many rounds fit, how many are needed, and what to advise (4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEAST_TALK = 8
"""Shorter talks than this are not advised."""


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes: all together, a talk, the change after it, opening and closing."""

    minutes: int
    talk: int = 10
    change: int = 2
    opening: int = 10
    closing: int = 15

    @property
    def fits(self) -> int:
        """R: how many rounds fit; there is no change after the last."""
        room = self.minutes - self.opening - self.closing + self.change
        return max(0, room // (self.talk + self.change))

    def takes(self, rounds: int) -> int:
        """How long so many rounds take, with opening and closing."""
        return self.opening + rounds * self.talk + max(0, rounds - 1) * self.change + self.closing

    def talk_for(self, rounds: int) -> int:
        """How long talks can be when so many rounds must fit."""
        return (self.minutes - self.opening - self.closing - (rounds - 1) * self.change) // rounds


def needed(n: int) -> int:
    """How many rounds n people need to meet all others."""
    return 0 if n < 2 else n - 1 if n % 2 == 0 else n


def used(times: Times, n: int, *, allow_repeat: bool = False) -> int:
    """R_used: no more rounds than there are people to meet."""
    return times.fits if allow_repeat else min(times.fits, needed(n))


def rounds_left(left: int, times: Times) -> int:
    """How many rounds still fit in the minutes that are left (4.10)."""
    return max(0, (left - times.closing + times.change) // (times.talk + times.change))


def advice(times: Times, n: int, *, allow_repeat: bool = False) -> list[dict[str, Any]]:
    """What the facilitator may want to know before the start: [{id, ...numbers}] (words: `advice`).

    no_round {minutes} · one_round {talk, minutes} · not_all {rounds, others, needed, minutes, talk or None}
    · longer {talk}
    """
    if n < 2:
        return []
    fit, all_of_them = times.fits, needed(n)
    if fit < 1:
        return [{"id": "no_round", "minutes": times.takes(1)}]
    if fit < 2 <= all_of_them:
        return [{"id": "one_round", "talk": times.talk_for(2), "minutes": times.takes(2)}]
    if fit < all_of_them:
        talk = times.talk_for(all_of_them)
        return [
            {
                "id": "not_all",
                "rounds": fit,
                "others": n - 1,
                "needed": all_of_them,
                "minutes": times.takes(all_of_them),
                "talk": talk if talk >= LEAST_TALK else None,
            }
        ]
    talk = times.talk_for(all_of_them)
    return [{"id": "longer", "talk": talk}] if talk > times.talk and not allow_repeat else []
