"""Robots carry out a play through the same verbs as people: for tests and for the demo school."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from kring.engine.meetings import actions, course
from kring.engine.meetings.announce import announce
from kring.engine.meetings.intake import judge
from kring.engine.meetings.models import Activity, Meeting, Seat
from kring.engine.meetings.papers import show_paper, take_paper
from kring.engine.meetings.seats import take_seat
from kring.engine.meetings.state import MeetingState, digest
from kring.engine.meetings.store import store
from kring.engine.people.models import Person
from kring.kit.payload import Refused
from kring.kit.play import Action, Erase, Next, Refuses, Reveal, Say, filled
from kring.kit.scene import Lane
from kring.tools import TOOLS


class RobotStumbled(Exception):
    """The house did something else than the play expected."""


class Robots:
    """Seats of one open meeting, and whoever leads it, played by a script."""

    def __init__(self, meeting: Meeting, seats: Sequence[Seat], leader: str = "Robot") -> None:
        self.meeting = meeting
        self.seats = list(seats)
        self.leader = leader
        self.papers: dict[tuple[object, object], str] = {}
        self.known: MeetingState | None = None
        """The meeting as the robots saw it last. Like the live lane they judge from memory, and read again when
        something else happened than a contribution."""
        self.ids = {f"seat:{number}": str(seat.pk) for number, seat in enumerate(self.seats)}
        """What stands in the place of `play.seat()` and `play.said()`."""

    @classmethod
    def join(cls, meeting: Meeting, people: Iterable[Person | str], leader: str = "Robot") -> Robots:
        """Let people of the school (or guests, by name) take their seats."""
        seats = []
        for one in people:
            person = one if isinstance(one, Person) else None
            name = person.shown_name if person else str(one)
            role = person.role_key if person else "teacher"
            seats.append(take_seat(meeting, name=name, role=role, person=person)[0])
        return cls(meeting, seats, leader)

    def play(self, script: Iterable[Action]) -> None:
        """Carry out every action. Raises RobotStumbled when a refusal does not come, or Refused when one does."""
        for action in script:
            self.carry_out(action)

    @property
    def activity(self) -> Activity:
        """The running activity."""
        if self.known is None:
            self.meeting.refresh_from_db(fields=["current"])
        assert self.meeting.current is not None
        return self.meeting.current

    def carry_out(self, action: Action) -> None:
        if not isinstance(action, Say):
            self.known = None
        match action:
            case Refuses():
                self.is_refused(action)
            case Next():
                course.go_to(self.meeting, action.step)
            case Reveal():
                actions.reveal(self.activity, action.step, action.choice, by=self.leader)
            case Say():
                self.say(action)
            case Erase():
                self.erase(action)

    def is_refused(self, expected: Refuses) -> None:
        """The action must be refused for the reason the play gives."""
        try:
            self.carry_out(expected.action)
        except Refused as refused:
            if refused.code != expected.code:
                raise RobotStumbled(
                    f"{expected.action} gave {refused.code}, not {expected.code}"
                ) from refused
            return
        raise RobotStumbled(f"{expected.action} was accepted, but {expected.code} was expected")

    def say(self, said: Say) -> None:
        """One contribution, with the seat's own paper where the kind is anonymous."""
        activity = self.activity
        lane, who = self.lane_of(activity, said.kind, self.seats[said.seat], said.lane)
        ident = str(uuid.uuid4())
        envelope = {
            "uuid": ident,
            "step": said.step,
            "kind": said.kind,
            "key": filled(said.key, self.ids),
            "payload": filled(said.payload, self.ids),
        }
        self.record(activity, lane, who, envelope, leads=said.leads)
        if said.name:
            self.ids[f"said:{said.name}"] = ident

    def record(
        self, activity: Activity, lane: Lane, who: str, envelope: dict[str, object], *, leads: bool
    ) -> None:
        """Judge what was said from memory, store it and take it in. Raises Refused."""
        state = self.known or actions.whole(activity.meeting_id)
        with transaction.atomic():
            entry = judge(state, str(activity.pk), lane, who, envelope, timezone.now(), leads=leads)
            [outcome] = store([entry])
            announce(activity.meeting_id)
        if not isinstance(outcome, int):
            raise RobotStumbled(f"{envelope} was judged by what is no longer so")
        assert state.activity is not None
        state.activity.ledger.add(entry.contribution(outcome))
        self.known = state

    def erase(self, action: Erase) -> None:
        """Take everything of these kinds away, each kind in its own lane."""
        activity = self.activity
        for kind in action.kinds:
            lane, who = self.lane_of(activity, kind, self.seats[action.seat])
            actions.erase(activity, lane, who, {kind})

    def lane_of(self, activity: Activity, kind: str, seat: Seat, chosen: Lane = "named") -> tuple[Lane, str]:
        """The lane of a kind (`chosen` where its author may choose), and who this seat is in it."""
        own = TOOLS[activity.tool].kind(kind).lane
        anonymous = activity.anonymous and (chosen if own == "choice" else own) == "anonymous"
        return ("anonymous", digest(self.paper(activity, seat))) if anonymous else ("named", str(seat.pk))

    def paper(self, activity: Activity, seat: Seat) -> str:
        """The seat's own paper; it is taken the first time."""
        place = (activity.pk, seat.pk)
        while place not in self.papers:
            token = show_paper(activity, seat)
            if take_paper(activity, seat, token):
                self.papers[place] = token
        return self.papers[place]
