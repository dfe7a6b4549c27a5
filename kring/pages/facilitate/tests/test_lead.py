"""Scenes of a meeting that is led: Amina leads, with whatever goes wrong on the way."""

from __future__ import annotations

import pytest

from kring.engine.meetings.models import Meeting


def test_smoke(cast):
    gathering = cast.meeting(people=3)
    amina = cast.amina.signed_in()
    page = amina.get(f"/lead/{gathering.meeting.pk}/")
    assert page.status_code == 200
    print(page.content.decode())
