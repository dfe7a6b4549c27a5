"""One person: from places on the screen to a score per process (frames 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kring.frames.transitions.vocabulary import HIGHEST, LOWEST, PAIRS, PROCESSES, items
from kring.kit.numbers import person

Answers = Mapping[str, int | None]
"""pair -> place on the screen, 1 (left) to 5 (right); None is skipped."""


def turned(pair: str, raw: int | None) -> int | None:
    """The answer so that 5 is always where we want to go (C-15)."""
    return LOWEST + HIGHEST - raw if raw is not None and PAIRS[pair].flip else raw


def person_score(answers: Answers, process: str, form: str) -> Fraction | None:
    """The score 1..5 on a process, None when too few of its pairs were answered (C-17)."""
    return person(answers, items(process, form), LOWEST, HIGHEST)


def person_scores(answers: Mapping[str, Answers], form: str) -> dict[str, dict[str, Fraction]]:
    """process -> who -> score, of everybody (who -> answers) with a valid score on that process."""
    return {
        process: {
            who: score
            for who, own in sorted(answers.items())
            if (score := person_score(own, process, form)) is not None
        }
        for process in PROCESSES
    }
