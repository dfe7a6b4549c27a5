"""What was answered, and what may be shown of it (C-30, C-33). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kring.kit.draw import drawn
from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Participant, Published, Result, Revealed, Scene, Settings
from kring.kit.small_groups import in_named_mode, rows_to_reveal, shown_last
from kring.tools.looking_back.checks import QUESTIONS, topic_of

FIGURE = "said"
"""Everybody who answered anything: texts are opened together, over the whole step (C-33)."""


def answers(contributions: Iterable[Contribution]) -> dict[str, dict[str, str]]:
    """Question -> respondent -> the newest text; whoever took it away is not in it."""
    found: dict[str, dict[str, str]] = {question: {} for question in QUESTIONS}
    for one in sorted(contributions, key=lambda said: said.seq):
        if one.kind == "lb.answer":
            found[one.key][one.participant] = one.payload["text"]
    return {question: {who: text for who, text in said.items() if text} for question, said in found.items()}


def adjustment(contributions: Iterable[Contribution]) -> str:
    """The newest sentence of the one thing to do otherwise, "" for none."""
    said = [one for one in contributions if one.kind == "lb.adjust"]
    return str(max(said, key=lambda one: one.seq).payload["text"]) if said else ""


def compute(
    settings: Settings,
    participants: Sequence[Participant],
    contributions: Sequence[Contribution],
    as_of: date,
) -> Result:
    """{topic, n: people who answered, adjustment}. What they said is shown by `reveal` alone."""
    said = answers(contributions)
    return {
        "topic": topic_of(settings),
        "n": len({who for texts in said.values() for who in texts}),
        "adjustment": adjustment(contributions),
    }


def live(scene: Scene, step: str) -> Result:
    """The one thing to do otherwise, as it is written down."""
    text = adjustment(scene.contributions) if step == "choose" else ""
    return {"adjustment": text} if text else {}


def reveal(scene: Scene, step: str, choice: str, before: Sequence[Published]) -> Revealed:
    """Everything that was answered: {topic, n, answers: question -> [{text, by}]}, in drawn order (C-38).

    `by` is a name in named mode only (C-32). Raises Refused: nothing_to_reveal, too_few, too_few_named, wait_more.
    """
    if step != "look" or choice:
        raise Refused("nothing_to_reveal")
    said = answers(scene.contributions)
    people = {who for texts in said.values() for who in texts}
    rows = rows_to_reveal(scene.settings, shown_last(before, step, FIGURE), {"all": people})
    names = {one.id: one.name for one in scene.participants} if in_named_mode(scene.settings) else {}
    lot = str(scene.settings.get("lot", ""))
    return Revealed(
        {FIGURE: {row: frozenset(ids) for row, ids in rows.items()}},
        {
            "topic": topic_of(scene.settings),
            "n": len(people),
            "answers": {
                question: [
                    {"text": texts[who], "by": names.get(who, "")} for who in drawn(texts, lot, question)
                ]
                for question, texts in said.items()
            },
        },
    )
