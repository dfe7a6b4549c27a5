"""How often meetings are drawn: at once when it is quiet, less often as all of them together cost more."""

from __future__ import annotations

import time
from collections.abc import Callable

SHARE = 0.18
"""The part of a core that drawing and pushing may take, of all meetings of this process together."""
LEAN_SHARE = 0.015
"""The same while the loop has no time left: what people send goes before what they see of each other."""
FULL, WINDOW = 0.5, 0.1
"""The loop has no time left when it worked this part of at least so many seconds."""
LONGEST = 0.24
"""Seconds a change waits at most; a phone is to have it within 350 ms."""
LONGEST_FULL = 0.5
"""The same where thousands of posts a second leave the loop no time."""


class Pace:
    """One for the whole process, in the event loop; what was spent beyond the share is waited for by who is next."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, worked: Callable[[], float] = time.thread_time
    ) -> None:
        self.clock, self.worked = clock, worked
        self.debt, self.share, self.longest = 0.0, SHARE, LONGEST
        self.at = clock()
        self.measured = (self.at, worked())

    def spend(self, seconds: float) -> None:
        """A fan-out took so many seconds of the processor."""
        self.pay()
        self.debt += seconds

    def wait(self) -> float:
        """Seconds until the next fan-out, 0 to `LONGEST`, or to `LONGEST_FULL` while the loop has no time left."""
        self.pay()
        return min(self.longest, self.debt / self.share)

    def pay(self) -> None:
        """Time that passed pays what was spent."""
        now = self.clock()
        self.measure(now)
        self.debt = max(0.0, self.debt - self.share * (now - self.at))
        self.at = now

    def measure(self, now: float) -> None:
        """How busy the loop was since the last look, if that is long enough ago to tell."""
        since, before = self.measured
        if now - since >= WINDOW:
            self.measured = (now, self.worked())
            busy = (self.measured[1] - before) / (now - since)
            self.share, self.longest = (LEAN_SHARE, LONGEST_FULL) if busy > FULL else (SHARE, LONGEST)
