"""A meeting on the drawing board: what was typed, what the buttons do with it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from kring.engine.harvest.opening import anything_open
from kring.engine.meetings.course import TITLE_LENGTH, AgendaItem, Begun
from kring.engine.meetings.models import Activity, ActivityProposal, Meeting
from kring.engine.people.models import Community
from kring.kit.payload import Refused, text_of
from kring.pages.facilitate.questions import asked, check, defaults, read
from kring.tools import TOOLS

MOST_ITEMS = 20
LONGEST = 480
"""Minutes of one part of the agenda: a working day."""


@dataclass
class Item:
    """One part of the agenda as it was typed. `kept` are settings that nobody is asked for."""

    tool: str
    minutes: str
    answers: dict[str, Any]
    activity: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    begun: Begun | None = None
    """The work that this part goes on with."""
    names: bool = False
    """Ask everybody about names first (C-32)."""
    proposal: ActivityProposal | None = None
    """What somebody put forward."""
    proposed_by: UUID | None = None
    """Who put on the agenda what stands there already."""
    wrong: dict[str, Refused] = field(default_factory=dict)

    def minutes_or_nothing(self) -> int:
        """The minutes as a number, 0 while they are not one."""
        typed = self.minutes.strip()
        good = typed.isascii() and typed.isdigit() and len(typed) <= 4
        return int(typed) if good and 1 <= int(typed) <= LONGEST else 0

    def of_the_agenda(self) -> dict[str, int]:
        """Settings that follow the minutes of this part: whoever gives a carousel an hour has an hour."""
        minutes = self.minutes_or_nothing()
        fields = [one for one in TOOLS[self.tool].settings if one.agenda]
        return {one.key: max(one.lowest, min(one.highest, minutes)) for one in fields}


@dataclass
class Draft:
    """What the planner typed. Nothing of it is lost, whatever is wrong with it."""

    title: str
    day: str
    clock: str
    items: list[Item]
    own_time: bool = False
    """People work in their own time; everything is shown at one moment."""
    show_day: str = ""
    show_clock: str = ""
    wrong: dict[str, Refused] = field(default_factory=dict)

    @property
    def starts(self) -> datetime | None:
        """The moment it begins, or None while day and time are not filled in well."""
        return moment_of(self.day, self.clock)

    @property
    def shows(self) -> datetime | None:
        """The moment at which everything is shown, or None where whoever leads does that."""
        return moment_of(self.show_day, self.show_clock) if self.own_time else None

    def proposed(self) -> list[ActivityProposal]:
        """The proposals that stand on the agenda."""
        return [item.proposal for item in self.items if item.proposal]

    def moments(self) -> list[datetime | None]:
        """When each part begins, and at last when the meeting ends."""
        at: list[datetime | None] = [self.starts]
        for item in self.items:
            at.append(at[-1] and at[-1] + timedelta(minutes=item.minutes_or_nothing()))
        return at

    def check(self) -> bool:
        """Whether this can be kept; what is wrong stands in `wrong`, per field."""
        self.wrong = {}
        try:
            text_of({"title": self.title}, "title", TITLE_LENGTH)
        except Refused as refused:
            self.wrong["title"] = refused
        if self.starts is None or not 2000 <= self.starts.year <= 2200:
            self.wrong["when"] = Refused("no_moment")
        elif self.own_time and (self.shows is None or not self.starts < self.shows):
            self.wrong["shows"] = Refused("shows_later")
        for item in self.items:
            item.wrong = check(TOOLS[item.tool], item.answers)
            if self.own_time and not TOOLS[item.tool].own_time:
                item.wrong["own_time"] = Refused("not_in_own_time")
            elif self.own_time and item.names and TOOLS[item.tool].may_have_names:
                item.wrong["own_time"] = Refused("names_not_in_own_time")
            if not item.minutes_or_nothing():
                item.wrong["minutes"] = Refused("number_between", lowest=1, highest=LONGEST)
        return not self.wrong and not any(item.wrong for item in self.items)

    def agenda(self) -> list[AgendaItem]:
        """The agenda for the engine; only after a `check` that found nothing."""
        return [
            AgendaItem(
                item.tool,
                item.minutes_or_nothing(),
                settings={**item.kept, **item.of_the_agenda(), **item.answers},
                thread=item.begun.thread if item.begun else None,
                names=item.names,
                proposal=item.proposal,
                proposed_by=item.proposed_by,
            )
            for item in self.items
        ]


def moment_of(day: str, clock: str) -> datetime | None:
    """A day and a time as they were typed, or None while they are not filled in well."""
    try:
        at = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
        return timezone.make_aware(at.replace(tzinfo=None))
    except (ValueError, OverflowError):
        return None


def new_draft(now: datetime) -> Draft:
    """An empty plan for the next whole half hour."""
    begins = now + timedelta(minutes=30 - now.minute % 30)
    return Draft("", begins.date().isoformat(), begins.strftime("%H:%M"), [])


def first_draft(now: datetime, community: Community | None) -> Draft:
    """An empty plan, or for a circle with something open one that begins with what comes back."""
    draft = new_draft(now)
    if community is not None and anything_open(community):
        people = community.memberships.members().count()
        draft.items += [new_item(key, people) for key, tool in TOOLS.items() if tool.brings]
    return draft


def draft_of(meeting: Meeting, begun: Sequence[Begun] = ()) -> Draft:
    """The plan of a meeting as it stands; `begun` is what it may continue."""
    begins = timezone.localtime(meeting.planned_at)
    known = [
        activity
        for activity in meeting.activities.prefetch_related("put_forward__person")
        if activity.tool in TOOLS
    ]
    shows = next((timezone.localtime(one.open_until) for one in known if one.open_until), None)
    return Draft(
        meeting.title,
        begins.date().isoformat(),
        begins.strftime("%H:%M"),
        [item_of(activity, begun) for activity in known],
        meeting.kind == "async",
        shows.date().isoformat() if shows else "",
        shows.strftime("%H:%M") if shows else "",
    )


def item_of(activity: Activity, begun: Sequence[Begun]) -> Item:
    """A part of the agenda as it stands."""
    questions = {setting.key for setting in asked(TOOLS[activity.tool])}
    return Item(
        activity.tool,
        str(activity.minutes),
        {key: value for key, value in activity.settings.items() if key in questions},
        str(activity.pk),
        {key: value for key, value in activity.settings.items() if key not in questions},
        the_one(begun, activity.tool, str(activity.thread)),
        names=activity.names == "wanted",
        proposal=next(iter(activity.put_forward.all()), None),
        proposed_by=activity.proposed_by_id,
    )


def the_one(begun: Sequence[Begun], tool: str, thread: str) -> Begun | None:
    """The work with this thread, if it may go on with this tool."""
    return next((one for one in begun if (one.tool, str(one.thread)) == (tool, thread)), None)


def draft_from(
    form: QueryDict,
    meeting: Meeting | None = None,
    begun: Sequence[Begun] = (),
    proposals: Mapping[str, ActivityProposal] | None = None,
) -> Draft:
    """What was typed. Settings that nobody is asked for, and who put a part on the agenda, come from the meeting and
    not from the form."""
    there = {str(one.pk): one for one in meeting.activities.all()} if meeting else {}
    before = {pk: one.settings for pk, one in there.items()}
    items: list[Item] = []
    for place in range(MOST_ITEMS):
        key = form.get(f"{place}-tool", "")
        if key not in TOOLS:
            continue
        answers = read(TOOLS[key], form, f"{place}-")
        activity = form.get(f"{place}-activity", "")
        kept = {name: value for name, value in before.get(activity, {}).items() if name not in answers}
        goes_on = the_one(begun, key, form.get(f"{place}-thread", ""))
        names = bool(form.get(f"{place}-names"))
        item = Item(key, form.get(f"{place}-minutes", ""), answers, activity, kept, goes_on, names)
        item.proposal = (proposals or {}).get(form.get(f"{place}-proposal", ""))
        item.proposed_by = there[activity].proposed_by_id if activity in there else None
        items.append(item)
    return Draft(
        form.get("title", ""),
        form.get("day", ""),
        form.get("clock", ""),
        items,
        form.get("own_time") == "yes",
        form.get("show_day", ""),
        form.get("show_clock", ""),
    )


def press(
    draft: Draft,
    button: str,
    people: int,
    begun: Sequence[Begun] = (),
    question: str = "",
    proposals: Mapping[str, ActivityProposal] | None = None,
) -> int | None:
    """Do what a button of the agenda says; where to look then. `question`: what the circle is learning about.

    `add:KEY`, `add:KEY:THREAD` (go on with what was begun), `proposed:ID`, `remove:2`, `up:2`, `down:2`.
    """
    verb, _, what = button.partition(":")
    key, _, thread = what.partition(":")
    if verb == "add" and key in TOOLS and len(draft.items) < MOST_ITEMS:
        draft.items.append(new_item(key, people, the_one(begun, key, thread), question))
        return len(draft.items) - 1
    if verb == "proposed" and (one := (proposals or {}).get(what)) and len(draft.items) < MOST_ITEMS:
        if one not in draft.proposed():
            draft.items.append(new_item(one.tool, people, None, question))
            draft.items[-1].proposal = one
        return len(draft.items) - 1
    place = int(what) if what.isascii() and what.isdigit() and len(what) <= 2 else len(draft.items)
    if place >= len(draft.items):
        return None
    if verb == "remove":
        del draft.items[place]
        return min(place, len(draft.items) - 1) if draft.items else None
    if verb in ("up", "down"):
        other = max(0, min(place + (1 if verb == "down" else -1), len(draft.items) - 1))
        draft.items.insert(other, draft.items.pop(place))
        return other
    return None


def new_item(tool: str, people: int, begun: Begun | None = None, question: str = "") -> Item:
    """A tool just put on the agenda: its own advice of minutes, and the defaults for so many people.

    What goes on begins from the settings of the last time; what is new, from what the circle is learning about.
    """
    taken = TOOLS[tool].continues(begun.settings) if begun else {}
    answers = {key: taken.get(key, value) for key, value in defaults(TOOLS[tool], people).items()}
    for setting in TOOLS[tool].settings:
        if setting.learns and not answers.get(setting.key) and len(question) <= setting.limit:
            answers[setting.key] = question
    kept = {key: value for key, value in taken.items() if key not in answers}
    minutes = sum(step.minutes for step in TOOLS[tool].course(TOOLS[tool].settled({**kept, **answers})))
    return Item(tool, str(max(1, min(minutes, LONGEST))), answers, kept=kept, begun=begun)
