"""What a report is about: the meeting, what was shown of each activity, what was taken along. Read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format

from kring.engine.access import Looker
from kring.engine.harvest.actions import for_everybody
from kring.engine.harvest.models import HarvestProposal
from kring.engine.meetings.models import Activity, Meeting, PaperMark
from kring.engine.meetings.reading import at, day_of
from kring.engine.meetings.scenes import settings_of, shown
from kring.engine.meetings.seats import invited
from kring.engine.words import interface, of_tool
from kring.kit.scene import Shown
from kring.kit.words import Words
from kring.pages.harvest.look import activity_name
from kring.tools import TOOLS


@dataclass(frozen=True)
class Part:
    """One activity: what it is called, how many took part, and all that may be seen of it."""

    activity: Activity
    name: str
    instrument: str
    settings: dict[str, Any]
    shown: Shown
    n: int
    words: Words
    """Those of its tool, in the language of the report."""
    kept: bool = False
    """Held with names (C-32): what came of it stays with who took part, and is in nothing that can be passed on."""


@dataclass(frozen=True)
class Account:
    """Everything a report of a meeting may tell, in the language of whoever reads it."""

    meeting: Meeting
    lang: Literal["nl", "en"]
    parts: Sequence[Part]
    harvest: Sequence[HarvestProposal]
    agenda: Sequence[tuple[str, int]]
    n: int
    total: int
    closed_circle: bool
    tables: int = 0
    """How many tables wrote together (C-35); nobody is counted through them."""

    @property
    def words(self) -> Words:
        """The words of the interface."""
        return interface(self.lang)

    @property
    def held_on(self) -> date:
        """The day of the meeting."""
        return timezone.localdate(self.meeting.opened_at or self.meeting.planned_at)

    @property
    def anonymous(self) -> bool:
        """Whether any part of it was done without names."""
        return any(part.activity.anonymous for part in self.parts)


def account_of(looker: Looker, lang: str, only: Activity | None = None) -> Account:
    """The account of a meeting, or of one of its activities. Private harvest is not in it.

    In a closed circle it holds what was agreed and nothing that was said (roles.md 5.1). Of a part that was held
    with names it holds nothing either, whoever asks: a report is made to be passed on.
    """
    meeting = looker.meeting
    agenda = list(meeting.activities.all())
    closed_circle = bool(meeting.community and meeting.community.confidentiality == "closed")
    begun = [one for one in agenda if one.status != "planned" and (only is None or one.pk == only.pk)]
    seats = took_part(begun)
    everybody = {str(pk) for pk in meeting.seats.filter(table_of=0).values_list("pk", flat=True)}
    taken = [row for row in for_everybody(meeting) if row.status == "accepted"]
    return Account(
        meeting,
        "en" if lang == "en" else "nl",
        [part_of(one, len(seats[one.pk]), lang) for one in begun],
        [row for row in taken if only is None or row.activity_id == only.pk],
        [(activity_name(one, lang), one.minutes) for one in agenda],
        len(seats[only.pk]) if only else len(everybody),
        asked(meeting),
        closed_circle,
        meeting.seats.exclude(table_of=0).count(),
    )


def part_of(activity: Activity, n: int, lang: str) -> Part:
    """What may be told of one activity; the same rules as on the board (C-30)."""
    state = at(activity)
    running = state.activity
    assert running is not None
    kept = running.by_name
    words, seen = of_tool(activity.tool, lang), Shown() if kept else shown(state, day_of(activity))
    instrument = words.text("about", "title")
    return Part(
        activity, activity_name(activity, lang), instrument, settings_of(running), seen, n, words, kept
    )


def took_part(activities: Sequence[Activity]) -> dict[object, set[object]]:
    """Activity -> the people who took part: they received a paper (C-09) or said something under their name.

    Leading is not taking part, and a table is nobody (C-35).
    """
    found: dict[object, set[object]] = {one.pk: set() for one in activities}
    for activity, seat in PaperMark.objects.filter(activity__in=activities).values_list("activity", "seat"):
        found[activity].add(seat)
    for one in activities:
        leading = [kind.name for kind in TOOLS[one.tool].kinds if kind.lead_only]
        said = one.named.exclude(kind__in=leading).filter(seat__table_of=0)
        found[one.pk].update(said.values_list("seat", flat=True).distinct())
    return found


def asked(meeting: Meeting) -> int:
    """N of C-05: active members and the other seats; a table is no person."""
    members = meeting.community.memberships.members() if meeting.community else None
    people = members.values_list("person_id", flat=True) if members is not None else ()
    seated = [str(one or "") for one in meeting.seats.filter(table_of=0).values_list("person_id", flat=True)]
    return invited({str(one) for one in people}, seated)


def has_tool_blocks(part: Part) -> bool:
    """Whether anything of this part was shown."""
    return bool(part.shown.published or part.shown.live)


def people(n: int, words: Words, total: int | None = None) -> str:
    """So many people, of so many."""
    if total is not None and total > n:
        return words.text("report", "n_of", n=n, total=total)
    return words.text("report", "n_one") if n == 1 else words.text("report", "n_people", n=n)


def with_tables(account: Account) -> str:
    """So many people, of so many; and beside them how many tables wrote together, which are nobody (C-35)."""
    words, told = account.words, people(account.n, account.words, account.total)
    if not account.tables:
        return told
    if account.tables == 1:
        return words.text("report", "and_tables_one", people=told)
    return words.text("report", "and_tables", people=told, n=account.tables)


def day(on: date) -> str:
    """A day in full, in the active language."""
    return date_format(on, "l j F Y")


def program_version() -> str:
    """The version of this program, as it was installed."""
    try:
        return version("kring")
    except PackageNotFoundError:
        return "0"


def tool_of(part: Part) -> Any:
    """The declaration of the part's tool."""
    return TOOLS[part.activity.tool]
