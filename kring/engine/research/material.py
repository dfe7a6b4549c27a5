"""What a researcher takes along of the circles of a project that say yes, under other names (roles.md 6).

Of what people said and made it holds only what everybody who is known to have made it said yes to. Never in it:
answers without a name, what was done with names (C-32), what is confidential, hidden or withdrawn, and remarks of
concern.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kring.engine.harvest.confidentiality import Shared, made_on
from kring.engine.harvest.search import OBJECTS, standing
from kring.engine.harvest.sharing import brought_by
from kring.engine.meetings.models import Activity, Hiding, Meeting, NamedContribution
from kring.engine.meetings.rows import named as as_the_tools_see
from kring.engine.people import consents
from kring.engine.people.models import Community, Person
from kring.engine.research.models import ResearchProject
from kring.engine.research.names import NameKey
from kring.engine.research.projects import ABOUT, shift
from kring.engine.research.results import instruments
from kring.engine.rights import SMALLEST, may
from kring.kit.numbers import shown
from kring.kit.scene import Contribution, counting
from kring.tools import TOOLS

Row = dict[str, Any]
ROLE = "researcher"
WORDS_OF_PEOPLE = frozenset(
    {"text", "title", "one_hand", "quotes", "where", "why", "remark", "note", "meaning"}
)
"""Fields of a payload in which somebody wrote in their own words; the others are codes, or words of somebody else."""
HARVEST = ("insight", "agreement", "action", "repertoire")
WIDER = {
    "middle_manager": "leaders",
    "principal": "leaders",
    "hrm": "staff",
    "board": "staff",
    "support": "colleague",
    "teacher": "colleague",
}
"""What stands for a role that few have."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """A text that somebody has to look at: where it stands, and how it reads with the marks in it."""

    ident: str
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """Section -> rows {field: text, day or number}. `doubts`: the texts in which a mark stands."""

    sections: Mapping[str, list[Row]]
    doubts: tuple[Wrote, ...]
    circles: int
    asked: int


class Gathering:
    """Everything for one researcher in one project. Texts are dealt with in the order in which they stand."""

    def __init__(self, project: ResearchProject, person: Person, lang: str, read: Mapping[str, str]) -> None:
        self.project, self.person, self.lang = project, person, lang
        self.names, self.by = NameKey(project, lang), shift(project)
        self.read, self.doubts = read, list[Wrote]()
        said = consents.standing(ABOUT).filter(community=None, person__state="active")
        self.agreed: set[uuid.UUID] = set(said.values_list("person_id", flat=True))

    def day(self, on: date | None) -> date | None:
        """A day, shifted like all days of the project."""
        return on + self.by if on else None

    def who(self, person: uuid.UUID | None) -> str:
        """The name under which somebody appears, "" for nobody."""
        return self.names.name("person", person) if person else ""

    def text(self, ident: object, said: str) -> str:
        """Running text under other names: as the researcher left it when they went through it."""
        made = self.names.text(said)
        if not any(mark in made for mark in self.names.marks()):
            return made
        read = self.read.get(str(ident), "").strip()
        if read:
            # Names that somebody typed again are replaced once more; a word they looked at stays.
            made = self.names.plain(read)
        self.doubts.append(Wrote(str(ident), made))
        return made

    def circles(self) -> list[Community]:
        """The circles of which this researcher may take something along: everybody there says yes."""
        rows = self.project.communities.select_related("school", "organisation").order_by("created_on", "pk")
        return [one for one in rows if may(self.person, "publication_set", "export", one, through=ROLE)]


def gather(
    project: ResearchProject, person: Person, lang: str, read: Mapping[str, str] | None = None
) -> Material:
    """What this researcher may take along now. `read`: the texts with a mark, as they left them."""
    work = Gathering(project, person, lang, read or {})
    circles = work.circles()
    made: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    for circle in circles:
        for name, rows in SECTIONS.items():
            made[name] += rows(work, circle)
    work.names.save()
    sections = {name: rows for name, rows in made.items() if rows}
    return Material(sections, tuple(work.doubts), len(circles), project.communities.count())


def about(work: Gathering, circle: Community) -> Iterator[Row]:
    """The circle itself; fewer than five people are no number (roles.md 6)."""
    n = circle.memberships.members().count()
    yield {
        "circle": work.names.name("community", circle.pk),
        "school": work.names.name("school", circle.school_id) if circle.school_id else "",
        "n": n if n >= SMALLEST else None,
        "question": work.text(circle.pk, circle.learning_question),
        "opened_on": work.day(circle.created_on),
        "closed_on": work.day(circle.ended_on),
    }


def meetings(work: Gathering, circle: Community) -> Iterator[Row]:
    """When it met, and with what; how many came from five people on."""
    rows = Meeting.objects.filter(community=circle, status="closed").order_by("opened_at", "pk")
    shared = Shared(circle)
    for meeting in rows.prefetch_related("activities", "seats"):
        if shared.level(held_on(meeting)) == "closed":
            continue
        came = sum(seat.table_of == 0 for seat in meeting.seats.all())
        yield {
            "circle": work.names.name("community", circle.pk),
            "on": work.day(held_on(meeting)),
            "title": work.text(meeting.pk, meeting.title),
            "meeting_kind": meeting.kind,
            "n": came if came >= SMALLEST else None,
            "tools": [one.tool for one in meeting.activities.all()],
        }


def held_on(meeting: Meeting) -> date:
    """The day of a meeting."""
    return timezone.localdate(meeting.opened_at or meeting.planned_at)


def scales(work: Gathering, circle: Community) -> Iterator[Row]:
    """What was measured, with how sure that is (C-24) and the straight lines (C-40)."""
    for found in instruments(circle):
        for one in found.scales:
            sure = one.hangs_together
            yield {
                "circle": work.names.name("community", circle.pk),
                "on": work.day(found.on),
                "tool": found.activity.tool,
                "scale": (found.activity.tool, one.scale.key),
                "n": one.n,
                "invited": found.invited,
                "mean": one.mean,
                "index": one.index,
                "band": one.band,
                "cases": sure.n if sure else None,
                "alpha": sure.alpha if sure else None,
                "alpha_low": number(sure.low) if sure else None,
                "alpha_high": number(sure.high) if sure else None,
                "omega": number(sure.omega) if sure else None,
                "alpha_word": sure.word if sure else None,
                "lines": found.lines.lines if found.lines else None,
                "lines_of": found.lines.n if found.lines else None,
            }


def number(value: float | None) -> str | None:
    """With two decimals, as these numbers are shown (C-24)."""
    return None if value is None else shown(value, 2)


def harvest(work: Gathering, circle: Community) -> Iterator[Row]:
    """What the circle took along, where all who are known to have made it said yes."""
    strict = Shared(circle)
    for kind in HARVEST:
        if not may(work.person, OBJECTS[kind], "view", circle, through=ROLE):
            continue
        for row in standing(kind, circle):
            makers = brought_by(row)
            if not makers <= work.agreed or strict.level(made_on(row)) == "closed":
                continue
            said = row.title if kind == "repertoire" else row.said
            yield {
                "circle": work.names.name("community", circle.pk),
                "harvest_kind": kind,
                "text": work.text(row.pk, said),
                "by": sorted(work.who(one) for one in sorted(makers)),
                "on": work.day(made_on(row)),
            }


def texts(work: Gathering, circle: Community) -> Iterator[Row]:
    """What people said under their name, of whoever said yes to that (roles.md 4)."""
    roles, gone, shared = Widened(circle), gone_in(circle), Shared(circle)
    rows = Activity.objects.filter(meeting__community=circle, status="closed").exclude(names="yes")
    for activity in rows.select_related("meeting"):
        if shared.level(held_on(activity.meeting)) == "closed":
            continue
        for one, person in named(work, circle, activity, gone):
            for place, said in enumerate(words_in(one.payload)):
                yield {
                    "circle": work.names.name("community", circle.pk),
                    "on": work.day(timezone.localdate(one.at)) if one.at else None,
                    "tool": activity.tool,
                    "step": (activity.tool, one.step),
                    "by": work.who(person.pk),
                    "work": roles.of(one.role),
                    "text": work.text(f"{one.uuid}.{place}", said),
                }


def gone_in(circle: Community) -> set[str]:
    """What was hidden, withdrawn or written anew in a circle, also in a later meeting of the same work."""
    gone = Hiding.objects.filter(activity__meeting__community=circle).values_list("contribution", flat=True)
    found = {str(one) for one in gone}
    said = NamedContribution.objects.filter(activity__meeting__community=circle)
    for kind, payload in said.values_list("kind", "payload"):
        if payload.get("replaces"):
            found.add(str(payload["replaces"]))
        if kind.endswith(".withdraw"):
            found.add(str(payload.get("target")))
    return found


def named(
    work: Gathering, circle: Community, activity: Activity, gone: set[str]
) -> Iterator[tuple[Contribution, Person]]:
    """What counts of what was said by name in an activity, with who said it."""
    tool = TOOLS.get(activity.tool)
    if tool is None:
        return
    kinds = {kind.name: kind for kind in tool.kinds}
    open_kinds = {
        name for name, kind in kinds.items() if not (kind.confidential or kind.personal or kind.lead_only)
    }
    rows = NamedContribution.objects.filter(activity=activity).select_related("seat__person").order_by("seq")
    people = {str(row.uuid): row.seat.person for row in rows}
    said = [as_the_tools_see(row) for row in rows]
    for one in counting(said, {name: kind.shape for name, kind in kinds.items()}):
        person = people[one.uuid]
        if person is None or one.uuid in gone or one.kind not in open_kinds:
            continue
        if may(work.person, "contribution_named", "view", circle, through=ROLE, author=person):
            yield one, person


def words_in(payload: Mapping[str, Any]) -> Iterator[str]:
    """What somebody wrote in a payload."""
    for name, value in payload.items():
        if name in WORDS_OF_PEOPLE:
            lines: Iterable[Any] = value if isinstance(value, list) else (value,)
            yield from (line for line in lines if isinstance(line, str) and line.strip())


class Widened:
    """Roles of people in a school: one that few have would say who it is (roles.md 6)."""

    def __init__(self, circle: Community) -> None:
        people = Person.objects.filter(school=circle.school_id, state="active")
        keys = [person.role_key for person in people]
        self.few = {key for key in set(keys) if keys.count(key) < SMALLEST}

    def of(self, role: str) -> str:
        """A role key, or leaders | staff | colleague where fewer than five in the school have it."""
        return WIDER.get(role, role) if role in self.few else role


SECTIONS: dict[str, Callable[[Gathering, Community], Iterator[Row]]] = {
    "circles": about,
    "meetings": meetings,
    "scales": scales,
    "harvest": harvest,
    "texts": texts,
}


def left_over(material: Material, names: tuple[str, ...]) -> list[Wrote]:
    """The texts in which a mark still stands: somebody has to go through them first."""
    return [one for one in material.doubts if any(mark in one.text for mark in names)]
