"""A full disk is said in words, on a page and to a program, and the log needs no story of forty lines for it."""

from __future__ import annotations

import errno
import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from kring.conftest import Cast

FULL = [OperationalError("database or disk is full"), OSError(errno.ENOSPC, "No space left on device")]


@pytest.mark.parametrize("reason", FULL, ids=lambda reason: type(reason).__name__)
def test_a_page_says_that_nothing_can_be_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, reason: Exception
) -> None:
    def full(*given: Any, **named: Any) -> None:
        raise reason

    here = cast.meeting(people=1)
    monkeypatch.setattr("kring.pages.join.views.take_seat", full)
    with caplog.at_level(logging.ERROR):
        answer = Client().post(f"/j/{here.meeting.join_token}/", {"name": "Bo", "role": "teacher"})
    assert answer.status_code == 503
    assert "Bewaren lukt nu niet" in answer.content.decode()
    assert "Content-Security-Policy" in answer
    assert "Nothing can be kept now" in caplog.text and "Traceback" not in caplog.text


def test_a_program_hears_it_in_words_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: Any, **named: Any) -> None:
        raise FULL[0]

    here = cast.meeting(people=1)
    monkeypatch.setattr("kring.pages.api.meetings.take_seat", full)
    said = {"token": here.meeting.join_token, "name": "Bo", "role": "teacher"}
    answer = here.phone(0).post("/api/v1/meetings/join", said, content_type="application/json")
    assert answer.status_code == 503
    assert answer.json()["error"] == "not_saved" and answer.json()["message"].startswith(
        "Dat ligt aan de server"
    )


def test_another_mistake_is_another_matter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any, **named: Any) -> None:
        raise OSError(errno.ENOENT, "No such file")

    here = cast.meeting(people=1)
    monkeypatch.setattr("kring.pages.join.views.meeting_to_join", broken)
    with pytest.raises(OSError, match="No such file"):
        here.phone(0).get(f"/j/{here.meeting.join_token}/")
