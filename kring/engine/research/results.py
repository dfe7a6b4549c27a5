"""What a researcher may see of the questionnaires that a circle filled in: numbers about groups only.

Only what was shown counts, over the people who were counted in it (C-30), and nothing of work that was done with
names (C-32). How well the questions of a scale hang together (C-24) and how many forms were filled in straight down
(C-40) is computed from answers without a name, as long as they are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils import timezone

from kring.engine.harvest.agreements import holidays_of
from kring.engine.harvest.confidentiality import Shared
from kring.engine.meetings.models import Activity, Publication
from kring.engine.people.models import Community
from kring.engine.research.models import ResearchProject
from kring.kit.freeze import thaw
from kring.kit.numbers import Band, Holiday, active_days, band, fresh
from kring.kit.small_groups import FIVE, WHOLE
from kring.kit.sure import Reliability, StraightLines, reliability, straight_lines
from kring.kit.tool import Scale
from kring.tools import TOOLS

Answers = Mapping[str, Mapping[str, int | None]]
"""respondent -> item -> answer."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One scale as it was shown to the circle: over `n` people, their mean, index and band (C-18, C-19).

    `hangs_together` is None where the answers are not kept any more (rt.anonymous_answers).
    """

    scale: Scale
    n: int
    mean: Fraction
    index: Fraction
    band: Band
    hangs_together: Reliability | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """One step of questions in one meeting: `n` of `invited` people were counted (C-22) on a day, so many active days
    ago. `fresh`: it still says something about today (C-26)."""

    activity: Activity
    step: str
    on: date
    age: int
    fresh: bool
    n: int
    invited: int
    scales: tuple[Measured, ...]
    lines: StraightLines | None


def instruments(community: Community, today: date | None = None) -> list[Instrument]:
    """The questionnaires of a circle's closed meetings, newest first."""
    day, holidays, shared = today or timezone.localdate(), holidays_of(community), Shared(community)
    rows = Activity.objects.filter(meeting__community=community, status="closed").exclude(names="yes")
    found = []
    for activity in rows.select_related("meeting").order_by("-closed_at", "position"):
        tool = TOOLS.get(activity.tool)
        scales = tool.scales(activity.settings) if tool else ()
        for step in dict.fromkeys(scale.step for scale in scales):
            own = [scale for scale in scales if scale.step == step]
            shown = activity.publications.filter(step=step, choice="").order_by("number").last()
            if shown is None or shared.level(timezone.localdate(shown.at)) == "closed":
                continue
            made = instrument(activity, own, shown, today=day, holidays=holidays)
            found += [made] if made else []
    return found


def instrument(
    activity: Activity,
    scales: list[Scale],
    shown: Publication,
    *,
    today: date,
    holidays: Sequence[Holiday],
) -> Instrument | None:
    """One step as it was shown; None where no scale of it was."""
    on = timezone.localdate(shown.at)
    result: Mapping[str, Any] = thaw(shown.result)
    given = answers(activity, scales)
    people = counted(scales, shown)
    measured = tuple(
        Measured(
            scale, len(people[scale.key]), mean, index, band(index), hangs_together(scale, given, people)
        )
        for scale in scales
        if scale.key in people and (mean := scale.mean(result)) is not None
        for index in [100 * (mean - scale.lo) / (scale.hi - scale.lo)]
    )
    if not measured:
        return None
    everybody = set[str]().union(*people.values())
    items = [item for scale in scales for item in scale.items]
    lines = straight_lines((given[who] for who in sorted(everybody & given.keys())), items)
    n = len(everybody)
    invited = max(n, int(result.get("of", n)))
    return Instrument(
        activity,
        scales[0].step,
        on,
        active_days(on, today, holidays),
        all(fresh(on, today, scale.max_age, holidays) for scale in scales),
        n,
        invited,
        measured,
        lines,
    )


def counted(scales: Iterable[Scale], shown: Publication) -> dict[str, set[str]]:
    """scale -> the people who were counted in it, of those that were shown over five or more (C-27)."""
    rows = {scale.key: set(shown.rows.get(scale.figure, {}).get(WHOLE, ())) for scale in scales}
    return {key: people for key, people in rows.items() if len(people) >= FIVE}


def answers(activity: Activity, scales: Iterable[Scale]) -> dict[str, dict[str, int | None]]:
    """What was answered without a name, the newest of each respondent and item; {} when it is not kept any more."""
    kinds = {scale.kind for scale in scales}
    found: dict[str, dict[str, int | None]] = {}
    for row in activity.anonymous_lane.filter(kind__in=kinds).order_by("seq"):
        found.setdefault(row.voice, {})[row.key] = row.payload.get("value")
    return found


def hangs_together(scale: Scale, given: Answers, people: Mapping[str, set[str]]) -> Reliability | None:
    """The reliability of a scale over the people who were counted in it (C-24)."""
    if not given:
        return None
    own = [given[who] for who in sorted(people[scale.key] & given.keys())]
    return reliability(own, scale.items, scale.lo, scale.hi)


def circles_of(project: ResearchProject) -> Iterator[Community]:
    """The circles a project is about, by name."""
    yield from project.communities.select_related("school", "organisation").order_by("name")
