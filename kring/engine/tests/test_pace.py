"""At once when it is quiet, together less often when it is full, and never later than a phone may wait."""

from __future__ import annotations

import pytest

from kring.engine.live.pace import LEAN_SHARE, LONGEST, LONGEST_FULL, SHARE, Pace


class Loop:
    """A clock that stands still until somebody lets time pass, and how long the loop worked."""

    def __init__(self) -> None:
        self.now = self.work = 0.0
        self.pace = Pace(lambda: self.now, lambda: self.work)

    def passes(self, seconds: float, busy: float = 0.0) -> None:
        self.now += seconds
        self.work += seconds * busy


def test_when_it_is_quiet_nobody_waits() -> None:
    loop = Loop()
    assert loop.pace.wait() == 0
    loop.pace.spend(0.009)
    loop.passes(1)
    assert loop.pace.wait() == 0


def test_what_was_spent_is_waited_for() -> None:
    loop = Loop()
    loop.pace.spend(0.009)
    assert loop.pace.wait() == pytest.approx(0.009 / SHARE)
    loop.passes(0.02)
    assert loop.pace.wait() == pytest.approx(0.009 / SHARE - 0.02)


def test_twenty_meetings_pay_together_and_nobody_waits_too_long() -> None:
    loop = Loop()
    for _ in range(20):
        loop.pace.spend(0.003)
    assert loop.pace.wait() == LONGEST


def test_while_the_loop_has_no_time_left_sending_goes_before_seeing() -> None:
    loop = Loop()
    loop.passes(0.2, busy=0.9)
    loop.pace.spend(0.003)
    assert loop.pace.wait() == pytest.approx(0.003 / LEAN_SHARE)
    loop.passes(0.2, busy=0.3)
    loop.pace.spend(0.003)
    assert loop.pace.wait() == pytest.approx(0.003 / SHARE)


def test_in_a_flood_it_may_take_longer() -> None:
    loop = Loop()
    loop.passes(0.2, busy=0.9)
    loop.pace.spend(0.2)
    assert loop.pace.wait() == LONGEST_FULL
    loop.passes(0.2, busy=0.4)
    loop.pace.spend(0.2)
    assert loop.pace.wait() == LONGEST
