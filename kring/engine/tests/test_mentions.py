"""The name check of a meeting (C-39): whose names count, and what is left of a question."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core import serializers

from kring.conftest import Cast
from kring.engine.meetings.mentions import MOST_ASKED, MOST_SIGNS, WINDOW, Curious, mentioned, named_in


def everything() -> str:
    return "".join(
        serializers.serialize("json", model.objects.order_by("pk"))
        for model in apps.get_app_config("engine").get_models()
    )


def test_members_and_whoever_sits_here_count_and_nobody_else(cast: Cast) -> None:
    noord = cast.meeting(people=1)
    text = "Amina en Bram vroegen Aart, niet Chris of Zara. Sam uit 3b ook."
    assert mentioned(noord.meeting, text) == ["Amina", "Bram", "Aart", "Sam"]
    loose = cast.meeting(people=1, community=None)
    assert mentioned(loose.meeting, text) == ["Aart", "Sam"]


def test_whoever_left_the_circle_is_no_member(cast: Cast) -> None:
    from datetime import timedelta

    from django.utils import timezone

    noord = cast.meeting()
    cast.community.memberships.filter(person=cast.bram.person).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    assert mentioned(noord.meeting, "Bram zei het.") == []


@pytest.mark.parametrize(
    ("name", "hears"),
    [
        ("bram", ["Bram", "Sam"]),
        ("amina", ["Bram", "Sam"]),
        ("els", ["Sam"]),
        ("chris", ["Sam"]),
        ("zara", ["Sam"]),
    ],
)
def test_who_may_not_know_who_belongs_to_a_circle_does_not_learn_it_here(
    cast: Cast, name: str, hears: list[str]
) -> None:
    """Els leads the school and enters hours; Chris of another circle says that he used something."""
    assert named_in(cast.community, cast[name].person, "Bram helpt Sam uit 3b.") == hears


def test_whoever_left_does_not_learn_who_came(cast: Cast) -> None:
    cast.bram.person.memberships.update(status="left")
    assert named_in(cast.community, cast.bram.person, "Amina vraagt door.") == []


def test_only_so_much_is_read(cast: Cast) -> None:
    noord = cast.meeting()
    assert mentioned(noord.meeting, " " * MOST_SIGNS + "Bram") == []


def test_nothing_of_a_text_is_kept_or_logged(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    noord = cast.meeting(people=1)
    before = everything()
    mentioned(noord.meeting, "Bram zei iets geheims.")
    assert everything() == before and caplog.records == []


def test_whoever_asks_very_much_is_guessing() -> None:
    curious = Curious()
    asked = [curious.too_many("seat", now=1.0) for _ in range(MOST_ASKED + 1)]
    assert asked == [False] * MOST_ASKED + [True]
    assert not curious.too_many("another", now=1.0)
    assert not curious.too_many("seat", now=1.0 + WINDOW)
    assert all(b"seat" not in who for who in curious.asked), "nobody is in it"


def test_who_stopped_asking_is_forgotten() -> None:
    curious = Curious()
    curious.too_many("seat", now=1.0)
    curious.too_many("another", now=2.0 + WINDOW)
    assert len(curious.asked) == 1
