"""Fictitious names (roles.md 6): dealt once per project, kept sealed, the same in everything that is taken along.

Names in running text are replaced as far as they are known; what only somebody who reads can tell gets a mark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal

from django.db import transaction
from django.utils.dates import MONTHS
from django.utils.translation import override

from kring.engine.learning.private import opened, sealed
from kring.engine.meetings.models import Seat
from kring.engine.people.models import Organisation, Person
from kring.engine.research.models import ResearchProject
from kring.engine.words import HOUSE, LANGUAGES, interface
from kring.kit.mentions import SHORTEST, WORD, name_parts
from kring.kit.words import load_facts

Kind = Literal["person", "school", "team", "community", "organisation"]

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
PHONE = re.compile(r"(?<!\w)(?:\+|0)\d(?:[ ()-]?\d){7,12}(?!\w)")


@cache
def lists() -> dict[str, list[str]]:
    """The names that are dealt."""
    return dict(load_facts(HOUSE / "content", "fictitious_names"))


@cache
def day_in_text() -> re.Pattern[str]:
    """A day as people write it, in the languages of Kring."""
    months = set()
    for lang in LANGUAGES:
        with override(lang):
            months |= {str(month) for month in MONTHS.values()}
    named = "|".join(sorted(months))
    numbers = r"\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?"
    return re.compile(
        rf"(?<!\w)(?:{numbers}|\d{{1,2}} (?:{named})(?: \d{{4}})?|(?:{named}) \d{{1,2}})(?!\w)", re.IGNORECASE
    )


class NameKey:
    """Who appears under which name in one project. `save` keeps what was dealt."""

    def __init__(self, project: ResearchProject, lang: str) -> None:
        self.project, self.words = project, interface(lang)
        self.dealt: dict[str, dict[str, str]] = json.loads(opened(project.name_key) or "{}")
        circles = list(project.communities.select_related("school"))
        everybody = Person.objects.filter(organisation=project.organisation_id)
        of_circles = everybody.filter(memberships__community__in=circles).distinct()
        self.people = {str(one.pk): one.shown_name for one in of_circles.order_by("created_at", "pk")}
        self.taken = name_parts(self.people.values())
        sat = Seat.objects.filter(meeting__community__in=circles, table_of=0)
        others = [*everybody.values_list("shown_name", flat=True), *sat.values_list("shown_name", flat=True)]
        self.accounts = name_parts(others) - self.taken
        self.places = list(places_of(project, circles))
        self.known: list[tuple[re.Pattern[str], Kind, str]] = []
        self.doubtful: set[str] = set()
        self.learn()

    def learn(self) -> None:
        """How people and places are called in running text: whole names first, then parts that only one has."""
        names: list[tuple[str, Kind, str]] = [(name, "person", ident) for ident, name in self.people.items()]
        names += [(name, kind, ident) for kind, ident, name in self.places]
        owners: dict[str, set[str]] = {}
        for ident, name in self.people.items():
            for part in name_parts([name]):
                owners.setdefault(part, set()).add(ident)
        twice = {name.casefold() for name in self.people.values()}
        twice = {one for one in twice if sum(one == name.casefold() for name in self.people.values()) > 1}
        self.doubtful = {part for part, own in owners.items() if len(own) > 1} | twice
        names += [(part, "person", next(iter(own))) for part, own in owners.items() if len(own) == 1]
        names = [one for one in names if one[0].casefold() not in self.doubtful]
        names.sort(key=lambda one: -len(one[0]))
        self.known = [(as_written(name), kind, ident) for name, kind, ident in names]

    def name(self, kind: Kind, ident: object) -> str:
        """The name under which somebody or something appears; dealt now when this is the first time."""
        own = self.dealt.setdefault(kind, {})
        if str(ident) not in own:
            own[str(ident)] = self.deal(kind, set(own.values()))
        return own[str(ident)]

    def deal(self, kind: Kind, given: set[str]) -> str:
        """The next name of this kind; of people none that somebody in the project has."""
        if kind == "person":
            free = [
                one
                for one in lists()["fictitious_first_names"]
                if one not in given and one.casefold() not in self.taken
            ]
            return free[0] if free else self.words.text("research", "names", "person", n=len(given) + 1)
        if kind == "organisation":
            return self.words.text("research", "names", "organisation")
        trees = lists()["fictitious_trees"]
        number, tree = divmod(len(given), len(trees))
        name = self.words.text("research", "names", kind, tree=trees[tree])
        return f"{name} {number + 1}" if number else name

    def text(self, said: str) -> str:
        """Running text with other names; what has to be looked at by a person is followed by a mark."""
        parts = self.replaced(said)
        return "".join(self.marked(part) if place % 2 == 0 else part for place, part in enumerate(parts))

    def plain(self, read: str) -> str:
        """Text that somebody went through, with other names where real ones stand in it again."""
        return "".join(self.replaced(read))

    def replaced(self, said: str) -> list[str]:
        """The text in parts: every second one is a name that was put in."""
        parts = [said]
        for pattern, sign in ((MAIL, "mail"), (LINK, "link"), (PHONE, "phone")):
            parts = split(parts, pattern, self.words.text("research", "signs", sign))
        for pattern, kind, ident in self.known:
            if any(pattern.search(part) for part in parts[::2]):
                parts = split(parts, pattern, self.name(kind, ident))
        return parts

    def marked(self, text: str) -> str:
        """A mark after words that may be a name, and after days: those were not shifted."""
        name, day = (self.words.text("research", "signs", sign) for sign in ("name", "day"))

        def after(found: re.Match[str]) -> str:
            word = found.group()
            doubt = word.casefold() in self.accounts | self.doubtful
            return f"{word} {name}" if len(word) >= SHORTEST and word[0].isupper() and doubt else word

        return day_in_text().sub(lambda found: f"{found.group()} {day}", WORD.sub(after, text))

    def marks(self) -> tuple[str, ...]:
        """The marks that somebody has to go through."""
        return tuple(self.words.text("research", "signs", sign) for sign in ("name", "day"))

    def save(self) -> None:
        """Keep what was dealt; a name that was dealt meanwhile stays what it was."""
        with transaction.atomic():
            row = ResearchProject.objects.select_for_update().get(pk=self.project.pk)
            kept: dict[str, dict[str, str]] = json.loads(opened(row.name_key) or "{}")
            merged = {
                kind: {**self.dealt.get(kind, {}), **kept.get(kind, {})}
                for kind in sorted({*kept, *self.dealt})
            }
            if merged != kept:
                row.name_key = self.project.name_key = sealed(json.dumps(merged, ensure_ascii=False))
                row.save(update_fields=["name_key"])


def as_written(name: str) -> re.Pattern[str]:
    """A name as a whole word. Of one or two letters (a school is called DO) only as it is spelt: otherwise it is an
    ordinary word too often."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE if len(name) >= SHORTEST else 0)


def split(parts: list[str], pattern: re.Pattern[str], replaced: str) -> list[str]:
    """Every second part is finished; of the others what fits the pattern becomes finished too."""
    out: list[str] = []
    for place, part in enumerate(parts):
        if place % 2:
            out.append(part)
            continue
        pieces = pattern.split(part)
        out.append(pieces[0])
        for piece in pieces[1:]:
            out += [replaced, piece]
    return out


def places_of(project: ResearchProject, circles: Iterable[Any]) -> Iterator[tuple[Kind, str, str]]:
    """(kind, id, name) of everything around the circles that has a name."""
    organisation: Organisation = project.organisation
    yield "organisation", str(organisation.pk), organisation.name
    for circle in circles:
        yield "community", str(circle.pk), circle.name
    for school in organisation.schools.prefetch_related("teams"):
        yield "school", str(school.pk), school.name
        for team in school.teams.all():
            yield "team", str(team.pk), team.name


def forget_person(person: Person) -> None:
    """Nobody stands behind a fictitious name any more who had themselves removed."""
    for project in ResearchProject.objects.filter(organisation=person.organisation_id).exclude(name_key=""):
        key = json.loads(opened(project.name_key) or "{}")
        if key.get("person", {}).pop(str(person.pk), None) is not None:
            project.name_key = sealed(json.dumps(key, ensure_ascii=False))
            project.save(update_fields=["name_key"])
