"""What the facilitator's page shows beyond what every face shows. Still the same for all who lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kring.engine.meetings.names import FEWEST, MOST
from kring.engine.meetings.progress import Progress, progress
from kring.engine.meetings.scenes import scene
from kring.engine.meetings.seats import MANY
from kring.engine.meetings.state import ActivityState, MeetingState
from kring.engine.words import interface, of_tool
from kring.kit.payload import Refused
from kring.kit.scene import Result
from kring.kit.words import Words


@dataclass(frozen=True)
class Line:
    """A line of the agenda; `state` is done, now or next."""

    name: str
    at: datetime | None
    minutes: int
    state: str


@dataclass(frozen=True)
class Reveal:
    """One way to reveal the running step. `state`: new, on (the board) or off; `ready`: it would succeed now,
    and if not, `why` is the code of the refusal."""

    name: str
    value: str
    state: str
    ready: bool
    why: str = ""


def lead_look(meeting: MeetingState, lang: str) -> dict[str, Any]:
    """Names, agenda, ways to reveal, and which button is the big one."""
    activity = meeting.activity
    helpers = [one["name"] for one in meeting.leaders if one["helper"]]
    context: dict[str, Any] = {
        "title": meeting.title,
        "clock_form": interface(lang).text("plan", "clock_form"),
        "helpers": helpers,
        "leads": [one["name"] for one in meeting.leaders if not one["helper"]],
        "agenda": agenda(meeting, lang),
    }
    if activity is None or meeting.status != "open":
        return context
    words = of_tool(activity.tool.key, lang)
    reveals = ways_to_reveal(meeting, activity, words)
    context |= {
        "activity_name": name_of(activity.title, activity.tool.key, lang),
        "step_name": step_name(words, activity.step),
        "say": what_to_say(words, activity.step, activity.settings),
        "seen_now": f"{activity.id}/{activity.step}",
        "ways": reveals,
        "lead": for_the_lead(meeting, activity),
        "slips": slips(activity),
        "following_name": following_name(meeting, activity, lang),
        "many": MANY
        if len(meeting.people()) > MANY and not meeting.tables() and meeting.kind != "async"
        else 0,
        "first": activity.steps and activity.steps[0].key == activity.step,
    }
    context["consent"] = consent(meeting, activity)
    return context | {"big": big_button(reveals, progress(meeting), context["following_name"])}


def slips(activity: ActivityState) -> dict[str, int]:
    """How many slips (C-09) are valid and how many of those answered; {} where the tool asks nothing of them."""
    if not activity.anonymous or not any(step.key in activity.tool.slips for step in activity.steps):
        return {}
    return {"all": len(activity.slips), "used": len(activity.ledger.voices & activity.slips.keys())}


def consent(meeting: MeetingState, activity: ActivityState) -> dict[str, Any]:
    """About names in a small circle (C-32): may it still be asked, and why the question is better left open.

    {offer, why: the id of a word or ""}. Who answered what is known to nobody.
    """
    done = progress(meeting)
    if activity.names == "asking":
        many = done.n > MOST or bool(meeting.tables())
        why = "names_alone" if done.n < FEWEST else "names_many" if many else ""
        return {"offer": False, "why": why or ("names_wait" if done.done < done.n else "")}
    untouched = not activity.ledger.named_seq and not activity.ledger.anonymous_seq
    fits = activity.tool.may_have_names and activity.names in ("", "wanted") and meeting.kind != "async"
    few = FEWEST <= done.n <= MOST and not meeting.tables()
    return {"offer": fits and untouched and not activity.slips and few, "why": ""}


def name_of(title: str, tool: str, lang: str) -> str:
    """What a part of the agenda is called: its own title, else that of the tool."""
    return title or of_tool(tool, lang).text("about", "title")


def step_name(words: Words, step: str) -> str:
    """The name of a step in the tool's words (`script.yaml`)."""
    return words.text("script", step) if words.has("script", step) else step


def what_to_say(words: Words, step: str, settings: Mapping[str, Any]) -> str:
    """The line to read aloud. A blank is filled from the settings; one left empty says what the tool says then."""
    if not words.has("script", step, "say"):
        return ""
    blanks = {
        key: value or (words.text("settings", key, "empty") if words.has("settings", key, "empty") else "…")
        for key, value in settings.items()
        if isinstance(value, str)
    }
    return words.text("script", step, "say", **blanks)


def following_name(meeting: MeetingState, activity: ActivityState, lang: str) -> str:
    """What comes next: a step of this activity, or the next part of the agenda; "" after the last."""
    keys = [step.key for step in activity.steps]
    after = keys[keys.index(activity.step) + 1 :] if activity.step in keys else keys
    if after:
        return step_name(of_tool(activity.tool.key, lang), after[0])
    here = next((one["position"] for one in meeting.agenda if one["id"] == activity.id), 0)
    rest = [one for one in meeting.agenda if one["position"] > here]
    return name_of(rest[0]["title"], rest[0]["tool"], lang) if rest else ""


def agenda(meeting: MeetingState, lang: str) -> list[Line]:
    """The whole meeting: of the running activity its steps, of the others one line each.

    What is still to come is reckoned from the end of the running step, not from the clock, so that the
    lines stay the same until somebody changes something.
    """
    lines: list[Line] = []
    running = meeting.activity if meeting.status == "open" else None
    at: datetime | None = meeting.planned_at
    for one in meeting.agenda:
        if running and one["id"] == running.id:
            lines += steps_of(running, lang)
            last = running.steps[-1] if running.steps else None
            at = end_of(running) if last else at
            continue
        state = {"closed": "done", "planned": "next"}.get(one["status"], "now")
        # When the parts before it really began is no longer known.
        begins = None if state == "done" else at
        lines.append(Line(name_of(one["title"], one["tool"], lang), begins, one["minutes"], state))
        at = at and at + timedelta(minutes=one["minutes"])
    return lines


def steps_of(activity: ActivityState, lang: str) -> list[Line]:
    """The steps of the running activity with the moments at which they began or will begin."""
    words = of_tool(activity.tool.key, lang)
    lines: list[Line] = []
    at: datetime | None = None
    passed = any(step.key == activity.step for step in activity.steps)
    for step in activity.steps:
        if step.key == activity.step:
            lines.append(Line(step_name(words, step.key), step.opened_at, step.minutes, "now"))
            at, passed = step.until, False
        elif passed:
            lines.append(Line(step_name(words, step.key), step.opened_at, step.minutes, "done"))
        else:
            lines.append(Line(step_name(words, step.key), at, step.minutes, "next"))
            at = at and at + timedelta(minutes=step.minutes)
    return lines


def end_of(activity: ActivityState) -> datetime | None:
    """When the activity will be over if every step takes its minutes."""
    keys = [step.key for step in activity.steps]
    if activity.step not in keys:
        return None
    here = keys.index(activity.step)
    until = activity.steps[here].until
    return until and until + timedelta(minutes=sum(step.minutes for step in activity.steps[here + 1 :]))


def for_the_lead(meeting: MeetingState, activity: ActivityState) -> Result:
    """What the tool tells only whoever leads, reckoned again only when something came in."""
    stamp = (activity.version, activity.ledger.named_seq, activity.ledger.anonymous_seq)
    if activity.cache.get("lead_stamp") != stamp:
        activity.cache["lead"] = activity.tool.lead(scene(meeting))
        activity.cache["lead_stamp"] = stamp
    return activity.cache["lead"]  # type: ignore[no-any-return]


def ways_to_reveal(meeting: MeetingState, activity: ActivityState, words: Words) -> list[Reveal]:
    """The ways to reveal the running step, reckoned again only when an answer or a publication came in."""
    if not any(step.key == activity.step and step.reveals for step in activity.tool.steps):
        return []
    ledger = activity.ledger
    stamp = (
        activity.version,
        activity.step,
        ledger.named_seq,
        ledger.anonymous_seq,
        len(meeting.seats),
        words.lang,
    )
    if activity.cache.get("ways_stamp") != stamp:
        activity.cache["ways"] = reckon_ways(meeting, activity, words)
        activity.cache["ways_stamp"] = stamp
    return activity.cache["ways"]  # type: ignore[no-any-return]


def reckon_ways(meeting: MeetingState, activity: ActivityState, words: Words) -> list[Reveal]:
    """What the tool offers now, and what was published before and may be on or off the board."""
    now = scene(meeting)
    tool, step = activity.tool, activity.step
    standing = {one.choice: one for one in activity.published if one.step == step}
    choices = [
        *standing,
        *(one for one in tool.choices(now, step, activity.published) if one not in standing),
    ]
    ways: list[Reveal] = []
    for choice in choices:
        try:
            tool.reveal(now, step, choice, activity.published)
            why = ""
        except Refused as refused:
            why = refused.code
        before = standing.get(choice)
        state = "new" if before is None else "off" if before.withdrawn else "on"
        value = f"{activity.id}/{step}/{choice}"
        ways.append(Reveal(reveal_name(words, step, choice), value, state, not why, why))
    # What can be revealed for the first time comes first; a stable sort keeps the tool's own order.
    return sorted(ways, key=lambda way: not (way.state == "new" and way.ready))


def reveal_name(words: Words, step: str, choice: str) -> str:
    """What is revealed, in the tool's words (`reveals.yaml`), such as "our picture without names"."""
    if words.has("reveals", step, choice):
        return words.text("reveals", step, choice)
    return interface(words.lang).text("facilitate", "answers")


def big_button(ways: list[Reveal], done: Progress, following: str) -> str:
    """What most facilitators want now: reveal what is ready and new, else the next step, else the end.

    While fewer than half are ready, or once this step is on the board in one way, revealing is no more than
    possible. Where tables write, they are who is waited for.
    """
    ready, of = (done.tables_done, done.tables) if done.tables else (done.done, done.n)
    patient = done.asked and ready * 2 < of
    shown = any(way.state == "on" for way in ways)
    if not patient and not shown and any(way.state == "new" and way.ready for way in ways):
        return "reveal"
    return "next" if following else "end"
