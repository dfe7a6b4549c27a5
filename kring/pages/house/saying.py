"""One question on a phone is one form: how it is written, and how its inputs become a payload.

    {% saying "cc.block" block %} ... inputs ... <button class="button">…</button> {% endsaying %}

The name of an input says its type; the script (`kr-outbox`) and the server read it in the same way:

    title            text, as typed
    most:word        one word of a vocabulary; empty = null
    value:int        whole number; empty = null
    colours:list     every value that was chosen, in the order of the page; empty ones are left out
    joint:flag       true when something other than an empty value was chosen
    _anything        never part of the payload

What a browser does not send is not in the payload. So that "nothing chosen" can be said too, put an empty
one before the choices: <input type="hidden" name="colours:list" value="">.

Options of the tag, all by name:

    lane     "named" or "anonymous", only for kinds whose author chooses; other kinds have their own
    auto     send as soon as a choice is made; without script the form's button does it
    again    the form empties itself after sending (cards); `key` "new" gives each a key of its own (records)
    erase    "cc.block cc.pick": erasable kinds of the *other* lane that are taken away before this is sent
    resend   "cc.block cc.pick": what this phone sent of these kinds earlier is sent once more after it
    look     more classes for the form
    photo    the form may hold a photo (`house/parts/photo.html`)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kring.engine.words import interface
from kring.kit.payload import Payload
from kring.tools import TOOLS

HIDDEN = ("step", "kind", "key", "erase")
NEW = "new"
"""The key of a form whose every sending makes a record of its own."""


def saying(
    context: template.Context,
    content: str,
    kind: str,
    key: object = "",
    *,
    lane: str = "",
    auto: bool = False,
    again: bool = False,
    erase: str = "",
    resend: str = "",
    look: str = "",
    photo: bool = False,
) -> SafeString:
    """The form around the inputs of one contribution of this kind and key, in the running step.

    It needs `meeting`, `activity` and `step` in the context, as every face has them. No uuid stands in it:
    a face is the same for everybody, and a uuid belongs to one tap of one person. On the face of whoever leads
    it is a form for a kind that only they may send.
    """
    activity, here = context["activity"], context.get("here")
    if here is not None and here.status == "closed":
        return SafeString("")  # in people's own time, after its end: what was shown stays, nothing is asked
    way = lane_of(kind, activity, lane)
    meeting = context["meeting"]
    door = address(meeting.id, activity.id, "lead" if context.get("face") == "lead" else way)
    if meeting.kind == "async" and way == "named":
        # Where several parts are open beside each other, a seat has to say which one it is in.
        door += f"?part={activity.id}"
    marks = (activity.id, context["step"], kind, str(key), way, erase, resend)
    each = way == "anonymous" or activity.by_name or TOOLS[activity.tool.key].kind(kind).each
    return SafeString(f"{opening(look, door, marks, auto, again or key == NEW, photo, each)}{content}</form>")


MARKS = ("activity", "step", "kind", "key", "lane", "erase", "resend")


@lru_cache(maxsize=2048)
def opening(
    look: str, door: str, values: tuple[str, ...], auto: bool, again: bool, photo: bool, each: bool
) -> SafeString:
    """The form up to its own inputs: two hundred phones get the same ones. `each`: not on the phone of a table."""
    marks = dict(zip(MARKS, values, strict=True))
    flags = {"auto": auto, "again": again, "each": each}
    return format_html(
        '<form class="say{}" method="post" action="{}"{}{}{}>{}',
        f" {look}" if look else "",
        door,
        SafeString(' enctype="multipart/form-data"' if photo else ""),
        format_html_join("", ' data-{}="{}"', ((n, v) for n, v in marks.items() if v or n == "key")),
        format_html_join("", " data-{}", ((name,) for name, on in flags.items() if on)),
        format_html_join(
            "",
            '<input type="hidden" name="_{}" value="{}">',
            ((name, marks[name]) for name in HIDDEN if marks[name] or name == "key"),
        ),
    )


def walk(context: template.Context, content: str) -> SafeString:
    """{% walk %} forms {% endwalk %}: one child at a time on a phone with script, all of them without."""
    words = interface(get_language() or "nl")
    return format_html(
        '<kr-walk activity="{}" step="{}" back="{}" next="{}" skip="{}" of="{}">{}</kr-walk>',
        context["activity"].id,
        context["step"],
        words.text("phone", "walk_back"),
        words.text("phone", "walk_next"),
        words.text("phone", "walk_skip"),
        words.text("phone", "walk_of", n="{n}", of="{of}"),
        SafeString(content),
    )


def asked(context: template.Context) -> set[str]:
    """{% asked as lanes %}: the lanes in which the running step asks something of everybody.

    "named", "anonymous", or "confidential": named, but shown to nobody (C-12); then the face says who sees what.
    """
    activity = context["activity"]
    here = activity.tool.step(context["step"])
    kinds = [activity.tool.kind(name) for name in here.accepts if name != here.done]
    return {
        "confidential" if kind.confidential else lane_of(kind.name, activity)
        for kind in kinds
        if not kind.lead_only
    }


def lane_of(kind: str, activity: Any, wanted: str = "") -> str:
    """The lane a kind takes in this activity (C-07); in named mode (C-32) everything is named."""
    if not activity.anonymous:
        return "named"
    own = TOOLS[activity.tool.key].kind(kind).lane
    return (wanted or "anonymous") if own == "choice" else own


def address(meeting: str, activity: str, lane: str) -> str:
    """Where a form goes when there is no script: a seat, a voice and whoever leads have different doors."""
    if lane == "lead":
        return f"/lead/{quote(meeting)}/say/"
    return f"/m/{quote(meeting)}/say/" if lane == "named" else f"/v/{quote(activity)}/say/"


def payload_of(form: QueryDict) -> Payload:
    """The payload that a posted form means, read by the types in the names of its inputs.

    A number that is none stays the text it was, so that the tool's own check refuses it.
    """
    return {
        name.partition(":")[0]: typed(name.partition(":")[2], form.getlist(name))
        for name in form
        if not name.startswith("_")
    }


def typed(kind: str, values: list[Any]) -> Any:
    """The value of one input. Unknown types are text."""
    last = str(values[-1]) if values else ""
    match kind:
        case "int":
            return whole(last)
        case "word":
            return last or None
        case "list":
            return [str(value) for value in values if value]
        case "flag":
            return any(values)
        case _:
            return last


def whole(text: str) -> int | str | None:
    """A whole number, None for nothing, and the text itself for what is neither."""
    plain = text.strip()
    if not plain:
        return None
    return int(plain) if plain.lstrip("-").isdecimal() and plain.isascii() and len(plain) < 16 else text
