"""What I said in meetings, without the codes of the machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kring.pages.account.said import said_in_words

NOW = datetime(2026, 3, 16, 14, 0, tzinfo=UTC)
CARD = "518e83d9-0329-4ca4-af06-c9859ef41858"


def row(kind: str, step: str, **content: Any) -> dict[str, Any]:
    return {
        "meeting": "Ons beeld",
        "step": step,
        "kind": kind,
        "key": CARD,
        "content": content,
        "at": NOW,
    }


@pytest.mark.parametrize(
    ("said", "step", "told"),
    [
        (row("cc.named", "own", think=["blue", "red"], do=["blue"]), "Jouw beeld", "Blauw · Rood · Blauw"),
        (
            row(
                "cl.card",
                "ambition",
                surface="model",
                text="Elke les open.",
                source="",
                image=None,
                after_close=False,
            ),
            "Samen willen",
            "Visie en model · Elke les open.",
        ),
        (
            row("cc.phase", "strategy", position=3, colour="white", title="Ruimte"),
            "Onze aanpak",
            "Wit · Ruimte",
        ),
        (row("cl.cluster", "mirror_in", title="Kijken", cards=[CARD]), "Spiegel vullen", "Kijken"),
        (row("cr.turn", "round", phase="talk", seal={"g": [[CARD]]}), "Gesprekken", ""),
        (row("cl.history", "history", year=2004, text="Toen"), "Hoe het zo kwam", "2004 · Toen"),
    ],
)
def test_texts_and_choices_are_told_and_codes_are_not(said: dict[str, Any], step: str, told: str) -> None:
    assert said_in_words(said, "nl") == {"meeting": "Ons beeld", "at": NOW, "step": step, "content": told}


def test_what_is_sealed_stays_sealed() -> None:
    told = said_in_words(row("cr.wish", "prepare", **{"~sealed": "gAAAA"}), "nl")["content"]
    assert told.startswith("Dit staat versleuteld") and "gAAAA" not in told


def test_what_was_added_between_meetings_has_a_circle_and_no_step() -> None:
    added = {"circle": "Kring Noord", "kind": "cl.card", "content": {"text": "Open deur"}, "at": NOW}
    assert said_in_words(added, "nl") == {"circle": "Kring Noord", "at": NOW, "content": "Open deur"}
