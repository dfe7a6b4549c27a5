"""The round of chores: what fails holds up nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest

from kring.engine import chores


def test_a_chore_that_fails_holds_up_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def broken(now: datetime) -> None:
        done.append("broken")
        raise ValueError("a letter that cannot be written")

    def deletes(now: datetime) -> None:
        done.append("deletes")

    monkeypatch.setattr(chores, "close_old_connections", lambda: None)
    monkeypatch.setattr(chores, "CHORES", (broken, deletes))
    for _ in range(2):
        chores.do_chores()
    assert done == ["broken", "deletes"] * 2
    assert "A chore failed (broken)" in caplog.text
