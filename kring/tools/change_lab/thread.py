"""A lab goes on over many activities: which there were, and what was shown in each (section 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kring.kit.scene import Chapter, Contribution, Published, Settings
from kring.tools.change_lab.vocabulary import number_in


@dataclass(frozen=True, slots=True)
class Session:
    """One activity of the lab. `id` is "" for the running one; `shown`: step or step:choice -> what is shown.

    `kept`: kinds of harvest that the group confirmed in it. `opened`: ids of its nameless cards that may be
    read. `rows`: everything that was ever published in it, also what was taken off the board.
    """

    id: str
    number: int
    settings: Settings
    held_on: date | None
    shown: Mapping[str, Mapping[str, Any]]
    published: tuple[Published, ...]
    kept: tuple[str, ...]

    @property
    def opened(self) -> frozenset[str]:
        """The nameless cards of this session that were opened; taking a picture off the board undoes nothing."""
        return frozenset(
            ident for one in self.published if one.choice == "cards" for ident in one.result.get("cards", ())
        )

    @property
    def wide(self) -> bool:
        """Whether it was opened to the whole school."""
        return bool(self.settings.get("wide"))

    @property
    def perspective(self) -> str:
        """The group whose triangle was drawn in it: a, b or ""."""
        chosen = self.settings.get("perspective")
        return chosen if chosen in ("a", "b") else ""


def sessions(settings: Settings, contributions: Iterable[Contribution]) -> list[Session]:
    """The sessions of the lab, oldest first; the last one is the running one.

    From `settings["thread"]`, or, where nobody tells, from the contributions: by the moment of the first one.
    """
    told: Sequence[Chapter] = settings.get("thread") or guessed(settings, contributions)
    return [session(one) for one in told]


def session(chapter: Chapter) -> Session:
    """One activity of the lab with what is on the board of it."""
    shown: dict[str, Mapping[str, Any]] = {}
    for one in chapter.published:
        place = f"{one.step}:{one.choice}" if one.choice else one.step
        if one.withdrawn:
            shown.pop(place, None)
        else:
            shown[place] = one.result
    return Session(
        chapter.activity,
        number_in(chapter.settings),
        chapter.settings,
        chapter.held_on,
        shown,
        tuple(chapter.published),
        tuple(chapter.kept),
    )


def guessed(settings: Settings, contributions: Iterable[Contribution]) -> list[Chapter]:
    """The activities as far as the contributions tell: nothing of them was ever shown."""
    first: dict[str, tuple[str, str]] = {}
    for one in contributions:
        if one.activity:
            moment = one.at.isoformat() if one.at else "~"
            known = first.get(one.activity, ("~", one.activity))
            first[one.activity] = min(known, (moment, one.activity))
    earlier = sorted(first, key=lambda ident: first[ident])
    return [
        *(Chapter(ident, {"session_no": number}) for number, ident in enumerate(earlier, start=1)),
        Chapter("", {**settings, "session_no": settings.get("session_no") or len(earlier) + 1}),
    ]
