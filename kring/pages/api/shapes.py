"""What goes in and comes out of the API."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema


class Error(Schema):
    error: str = Field(description="A code that does not change")
    message: str = Field(description="What happened and what to do, in the reader's language")


class Joining(Schema):
    code: str = Field("", description="The seven digits on the board; spaces and dashes do not count")
    token: str = Field("", description="The token of the QR code, instead of a code")
    name: str = Field(description="Name or alias, as the group sees it")
    role: str = Field(description="Role key: teacher, support, middle_manager, principal, hrm, board, ...")
    ident: str = Field("", description="A uuid of your own: sent twice, it makes one seat")
    table_of: int = Field(
        0,
        description="So many people (2-8) write together on this device: it joins as a table, without a role",
    )


class Joined(Schema):
    meeting: UUID
    seat: UUID
    key: str = Field(description="Together `<seat>.<key>` after `Authorization: Seat`")
    way_back: str = Field(description="Code for another device; empty when the seat existed already")


class OwnSeat(Schema):
    id: UUID
    name: str
    role: str


class Running(Schema):
    id: UUID
    tool: str
    title: str
    anonymous: bool
    status: str
    step: str
    open_steps: list[str]


class Ready(Schema):
    done: int
    n: int
    asked: bool = Field(description="False when nobody has to be ready in this step")


class State(Schema):
    meeting: UUID
    title: str
    status: str = Field(description="planned, open or closed")
    seat: OwnSeat
    activity: Running | None
    progress: Ready


class PaperShown(Schema):
    paper: str = Field(description="A ballot paper from the stack; keep it, then POST it")
    text: str


class PaperAsked(Schema):
    paper: str


class PaperTaken(Schema):
    taken: bool = Field(description="False when somebody else took this paper first; ask for another")


class Names(Schema):
    answered: bool = Field(
        description="This seat answered; where it runs with names: it takes part with its name. "
        "What was answered is told to nobody"
    )


class NamesAnswer(Schema):
    answer: Literal["yes", "no"]


class Texts(Schema):
    text: str = Field(description="What is about to be sent; it is read and not kept", max_length=20_000)


class Mentioned(Schema):
    found: list[str] = Field(description="The words that look like somebody's name")
    ask: str = Field(description="What to ask the writer, who decides")
    send: str
    change: str


class Envelope(Schema):
    uuid: UUID = Field(
        description="Made by you; the same uuid again changes nothing and gets the same answer"
    )
    step: str
    kind: str
    key: str = ""
    payload: dict[str, Any] = Field(default_factory=dict)


class Stored(Schema):
    seq: int


class Erasing(Schema):
    kinds: list[str]


class Erased(Schema):
    erased: int


class Answer(Schema):
    uuid: UUID
    step: str
    kind: str
    key: str
    payload: dict[str, Any]
    seq: int
    hidden: str | None = Field(None, description="The reason, when the facilitator took a card off the wall")


class Mine(Schema):
    answers: list[Answer]
    own: str = Field(description="The own outcome as HTML; empty when there is none")


class Ours(Schema):
    frame: int
    html: str


class Shown(Schema):
    activity: UUID
    tool: str
    status: str
    published: dict[str, Any] = Field(
        description="step, or step:choice -> the result as it was frozen; {'~f': '31/54'} is an exact fraction"
    )
