"""How often meetings are drawn: at once when it is quiet, less often as all of them together cost more."""

from __future__ import annotations

import time
from collections.abc import Callable

SHARE = 0.18
"""The part of a core that drawing and pushing may take, of all meetings of this process together."""
LONGEST = 0.24
"""Seconds a change waits at most; a phone is to have it within 350 ms."""


class Pace:
    """One for the whole process, in the event loop. What was spent beyond the share is waited for by whoever is next.

    >>> clock = [0.0]
    >>> pace = Pace(lambda: clock[0])
    >>> pace.wait()
    0.0
    >>> pace.spend(0.009)
    >>> round(pace.wait(), 3)
    0.05
    >>> clock[0] = 1.0
    >>> pace.wait()
    0.0
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.debt = 0.0
        self.at = clock()

    def spend(self, seconds: float) -> None:
        """A fan-out took so many seconds of the processor."""
        self.pay()
        self.debt += seconds

    def wait(self) -> float:
        """Seconds until the next fan-out, 0 to `LONGEST`."""
        self.pay()
        return min(LONGEST, self.debt / SHARE)

    def pay(self) -> None:
        """Time that passed pays what was spent."""
        now = self.clock()
        self.debt = max(0.0, self.debt - SHARE * (now - self.at))
        self.at = now
