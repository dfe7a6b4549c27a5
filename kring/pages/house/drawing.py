"""A face that stays on its easel: while nothing else changed, only the parts that travel by themselves are drawn anew.

Most of a face (labels, fields, the course) cannot change by what somebody says; a whole drawing costs milliseconds,
and twenty meetings would each pay it for every note. Whether it is so is not promised by templates but watched:
a drawing that read something that moves, outside its parts, is not kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.template import loader
from django.template.base import NodeList
from django.utils import timezone, translation

from kring.engine.live.frames import Rendered
from kring.engine.meetings.state import MeetingState
from kring.pages.house.faces import FACES, look

STEADY = {
    *(
        "face",
        "lang",
        "meeting",
        "code",
        "address",
        "join_url",
        "seats",
        "activity",
        "tool",
        "words",
        "settings",
    ),
    *(
        "step",
        "here",
        "following",
        "steps",
        "place",
        "reveals",
        "faces",
        "own_time_parts",
        "own_time_steps",
        "alone",
        "tables_write",
    ),
}
"""What a face may read outside its parts and still be steady: it only changes when the meeting is read again."""


class Watched(dict[str, Any]):
    """The names a face may use; remembers whether one was read that moves with what people say.

    What a template names by itself comes from these names, so it does not count by itself.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.moving = names.keys() - STEADY
        self.moved = False

    def __getitem__(self, name: str) -> Any:
        if name in self.moving:
            self.moved = True
        return super().__getitem__(name)


class Drawing:
    """One drawing of a face: its parts, and where each of them can be drawn again."""

    def __init__(self, names: Watched) -> None:
        self.names = names
        self.parts: dict[str, str] = {}
        self.places: dict[str, tuple[NodeList, template.Context]] = {}

    def part(self, key: str, body: NodeList, context: template.Context) -> None:
        """Draw a part, and remember its place; what it reads does not count as read by the rest of the face."""
        moved = self.names.moved
        self.places[key] = (body, kept(context, self.names))
        self.parts[key] = body.render(context)
        self.names.moved = moved

    def parts_again(self, names: dict[str, Any]) -> dict[str, str]:
        """The same parts with what may be seen now."""
        self.names.update(names)
        return {key: body.render(context) for key, (body, context) in self.places.items()}


def kept(context: template.Context, names: Watched) -> template.Context:
    """The context of this place as it is now: a loop would go on changing its own names."""
    copy: template.Context = context.__copy__()
    copy.dicts = [each if each is names else still(each) for each in context.dicts]
    return copy


def still(names: dict[str, Any]) -> dict[str, Any]:
    """A copy of some names; the counter of a loop is copied along, with those around it."""
    copy = dict(names)
    if "forloop" in copy:
        copy["forloop"] = copy_of_loop(copy["forloop"])
    return copy


def copy_of_loop(loop: dict[str, Any]) -> dict[str, Any]:
    copy = dict(loop)
    if copy.get("parentloop"):
        copy["parentloop"] = copy_of_loop(copy["parentloop"])
    return copy


class Easel:
    """One face in one language for one audience. `draw` gives what a whole drawing would give, often for less."""

    def __init__(self, face: str, lang: str) -> None:
        self.face = face
        self.lang = lang
        self.drawing: Drawing | None = None
        self.shell = ""
        self.of: tuple[MeetingState, date] | None = None

    def draw(self, meeting: MeetingState) -> Rendered:
        """What everybody sees on this face now. Touches no database."""
        today = timezone.localdate()
        with translation.override(self.lang):
            names = look(meeting, self.face, self.lang)
            if self.drawing and self.of and self.of[0] is meeting and self.of[1] == today:
                return Rendered(self.shell, self.drawing.parts_again(names))
            watched = Watched(names)
            watched["_drawing"] = drawing = Drawing(watched)
            self.shell = loader.get_template(FACES[self.face]).render(watched)
        self.drawing = None if watched.moved else drawing
        self.of = (meeting, today)
        return Rendered(self.shell, drawing.parts)


def render(meeting: MeetingState, face: str, lang: str) -> Rendered:
    """One whole drawing of what everybody sees on this face. Touches no database."""
    return Easel(face, lang).draw(meeting)
