"""What a researcher reads: finished words about what circles measured, and how far it can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kring.engine import access
from kring.engine.people.models import Community, Person
from kring.engine.research.material import Material, Wrote, left_over
from kring.engine.research.models import ResearchProject
from kring.engine.research.results import Instrument, Measured, circles_of, instruments
from kring.engine.words import interface, of_tool, shared
from kring.kit.numbers import indicative, shown
from kring.kit.sure import Reliability, StraightLines
from kring.kit.tool import Scale
from kring.pages.house.visiting import day, language


@dataclass(frozen=True)
class Looked:
    """One questionnaire in words. `age` says why it does not count any more, "" while it does."""

    tool: str
    title: str
    when: str
    counted: str
    indicative: bool
    age: str
    scales: list[tuple[str, str, str, str]]
    together: list[tuple[str, list[str]]]
    lines: str


def projects_page(person: Person, projects: Iterable[ResearchProject]) -> dict[str, Any]:
    """Per project: the circles that take part with how many questionnaires, and how many do not (yet)."""
    return {"projects": [(one, *circles(person, one)) for one in projects]}


def circles(person: Person, project: ResearchProject) -> tuple[list[tuple[Community, int]], int]:
    """(the circles that said yes, each with how many questionnaires it has; how many others there are)."""
    every = list(circles_of(project))
    yes = [
        one
        for one in every
        if access.may(person, "scan_group_result", "view", one, through=access.RESEARCHER)
    ]
    return [(one, len(instruments(one))) for one in yes], len(every) - len(yes)


def circle_page(project: ResearchProject, circle: Community) -> dict[str, Any]:
    """Everything of the page about one circle."""
    return {
        "project": project,
        "community": circle,
        "looked": [look(one) for one in instruments(circle)],
    }


def look(found: Instrument) -> Looked:
    """One questionnaire."""
    words, tool = interface(language()), of_tool(found.activity.tool, language())
    oldest = min(one.scale.max_age for one in found.scales)
    return Looked(
        tool=tool.text("about", "title"),
        title=tool.text("script", found.step),
        when=words.text("research", "shown_on", date=day(found.on)),
        counted=words.text("research", "counted", n=found.n, invited=found.invited),
        indicative=indicative(found.n, found.invited),
        age="" if found.fresh else words.text("research", "old_text", days=oldest),
        scales=[row(found.activity.tool, one) for one in found.scales],
        together=together(found),
        lines=straight(found.lines),
    )


def together(found: Instrument) -> list[tuple[str, list[str]]]:
    """(scale, how well its questions hang together); one line without a scale where that is the same of all of them,
    and at the end one for all that rest on few people."""
    lines = [(one, relied_on(one.hangs_together)) for one in found.scales]
    said = [(scale_name(found.activity.tool, one.scale), told) for one, told in lines]
    if len({" ".join(told) for _, told in said}) == 1:
        said = [("", said[0][1])]
    small = [one.hangs_together.n for one, _ in lines if one.hangs_together and one.hangs_together.small]
    if small:
        said.append(("", [interface(language()).text("research", "alpha_small", n=min(small))]))
    return said


def scale_name(tool: str, scale: Scale) -> str:
    """What a scale is called."""
    return of_tool(tool, language()).text("scales", scale.key)


def row(tool: str, one: Measured) -> tuple[str, str, str, str]:
    """(scale, people, mean, position in words and as an index)."""
    lang = language()
    position = interface(lang).text("research", "bands", one.band)
    mean, index = shown(one.mean, 1, lang), shown(one.index, 0, lang)
    return scale_name(tool, one.scale), str(one.n), mean, f"{position} ({index})"


def relied_on(found: Reliability | None) -> list[str]:
    """How well the questions of a scale hang together, in sentences (C-24)."""
    words, lang = interface(language()), language()
    if found is None:
        return [words.text("research", "gone")]
    if found.alpha is None or found.word is None:
        return [words.text("research", "no_alpha", str(found.no_alpha), n=found.n)]
    told = {
        "a": shown(found.alpha, 2, lang),
        "low": shown(found.low or 0.0, 2, lang),
        "high": shown(found.high or 0.0, 2, lang),
        "word": shared(lang).text("texts", f"cv.alpha_{found.word}"),
    }
    if found.omega is None:
        reason = words.text("research", "no_omega", str(found.no_omega))
        return [
            words.text("research", "alpha_line", **told),
            words.text("research", "omega_none", reason=reason),
        ]
    return [words.text("research", "alpha_omega", **told, w=shown(found.omega, 2, lang))]


def straight(found: StraightLines | None) -> str:
    """How many forms were filled in straight down (C-40)."""
    words = interface(language())
    if found is None:
        return words.text("research", "lines_few")
    return words.text("research", "lines", lines=found.lines, n=found.n)


def take_page(
    project: ResearchProject, material: Material, lang: str, *, asked: bool, sure: bool
) -> dict[str, Any]:
    """What is in the file, and the texts that somebody has to go through."""
    words = interface(lang)
    marks = tuple(words.text("research", "signs", sign) for sign in ("name", "day"))
    left: list[Wrote] = left_over(material, marks)
    return {
        "project": project,
        "sections": [
            (words.text("research", "sections", name), len(rows)) for name, rows in material.sections.items()
        ],
        "circles": words.text("research", "take_counts", n=material.circles, of=material.asked),
        "doubts": material.doubts,
        "left": {one.ident for one in left} if asked else set(),
        "unsure": asked and not sure,
        "sure": sure,
    }
