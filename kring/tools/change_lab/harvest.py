"""What may be proposed to the group at the end (section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kring.frames.transitions import wording as transitions
from kring.frames.transitions.vocabulary import PROCESSES, items
from kring.kit.scene import Proposal, Settings, Shown
from kring.kit.words import Words
from kring.tools.change_lab.evaluation import LOW
from kring.tools.change_lab.seen import board
from kring.tools.change_lab.tensions import top
from kring.tools.change_lab.vocabulary import number_in
from kring.tools.change_lab.wording import bare, ended, moved_by, part, process, sentence, two_hands

MOST = 7
"""C-41."""
FOLLOW_UP = timedelta(weeks=12)
"""About so long after the last session the lab comes back."""
AGREED_FROM = 4
"""From this session on, new rules and a new division of work are proposed as agreements."""
AGREED_BOXES = ("rules", "division")
PRACTISED = 2

Found = Mapping[str, Any]


def propose(settings: Settings, shown: Shown, as_of: date, words: Words) -> list[Proposal]:
    """At most seven proposals in the order of section 6; `rank` 1 is read first. Only from what was shown."""
    tensions = board(shown, "tensions") or []
    experiments = board(shown, "experiments") or []
    found = [
        *planned(experiments),
        *agreed(settings, shown, as_of),
        *practised(shown, tensions, experiments, words),
        *chafing(shown, tensions, words),
        *adapted(experiments, words),
        *moved(shown, words),
        *divided(shown, tensions, words),
        *attended(shown, words),
    ]
    return [replace(one, rank=rank) for rank, one in enumerate(list(once(found))[:MOST], 1)]


def once(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Equal texts of a kind, whatever their case and spaces, once (C-41)."""
    seen = set()
    for one in found:
        place = (one.kind, " ".join(one.text.lower().split()))
        if place not in seen:
            seen.add(place)
            yield one


def planned(experiments: Iterable[Found]) -> Iterator[Proposal]:
    """H3: an experiment that got an owner and an end in this session."""
    for one in experiments:
        if one["status"] == "planned" and one["owner"] and one["until"] and one["set_here"]:
            yield Proposal(
                "H3",
                "action",
                one["title"],
                owner=one["owner"],
                due=one["until"],
                sources=tuple(one["sources"]),
                data={"practice_trace": one["look_for"], "experiment": one["id"], "tension": one["tension"]},
            )


def agreed(settings: Settings, shown: Shown, as_of: date) -> Iterator[Proposal]:
    """H6: a rule or a division of work that was written as new in this session, from the fourth one on."""
    triangle = board(shown, "triangle")
    if not triangle or number_in(settings) < AGREED_FROM:
        return
    for name in AGREED_BOXES:
        for one in triangle["boxes"][name]["new"]:
            if one["here"]:
                due = as_of + FOLLOW_UP
                yield Proposal(
                    "H6",
                    "agreement",
                    ended(sentence(one["text"])),
                    due=due,
                    sources=(one["id"],),
                    data={"kind": "way_of_working", "review_due": due, "component": name},
                )


def practised(
    shown: Shown, tensions: Iterable[Found], experiments: Iterable[Found], words: Words
) -> Iterator[Proposal]:
    """H4: an experiment that is done and kept, and was seen in two places or by two people."""
    known = {one["id"]: one for one in tensions}
    principles = {one["id"]: one["text"] for one in board(shown, "principles") or model_of(shown)}
    for one in experiments:
        if one["status"] != "done" or one["verdict"] != "keep" or not told_here(one):
            continue
        if one["people"] < PRACTISED and one["places"] < PRACTISED:
            continue
        tension = known.get(one["tension"])
        about = tension["process"] if tension else ""
        yield Proposal(
            "H4",
            "repertoire",
            one["title"],
            sources=(*one["sources"], *(log["id"] for log in one["logs"])),
            data={
                "kind": "work_style",
                "form": "practice",
                "how": principles.get(one["principle"], ""),
                "tension": two_hands(words, tension) if tension else "",
                "seen": [log["text"] for log in one["logs"]],
                "process": about,
                **from_to(about, words),
            },
        )


def told_here(one: Found) -> bool:
    """Whether an experiment was changed, or something was told about it, in this session."""
    return bool(one["here"] or any(log["here"] for log in one["logs"]))


def model_of(shown: Shown) -> list[Found]:
    """The cards of the model and what is new in the triangle, from the boards of any step."""
    wall, triangle = board(shown, "wall"), board(shown, "triangle")
    cards = [
        one
        for cell, found in (wall or {"cells": {}})["cells"].items()
        if cell[:6] == "model."
        for one in found
    ]
    new = [one for states in (triangle or {"boxes": {}})["boxes"].values() for one in states["new"]]
    return cards + new


def from_to(about: str, words: Words) -> dict[str, str]:
    """The movement that belongs to a process, in the sentences of its first pair; nothing for `cross`."""
    if about not in PROCESSES:
        return {}
    start, end = transitions.sentences(words.lang, next(iter(items(about, "short"))))
    return {"from": start, "to": end}


def chafing(shown: Shown, tensions: list[Found], words: Words) -> Iterator[Proposal]:
    """H1: the prioritised tensions, once this session showed how they are weighed."""
    if "rate" not in shown.published:
        return
    for one in top(tensions):
        text = words.text(
            "harvest",
            "h.tension",
            a=part(words, one["a"]),
            b=part(words, one["b"]),
            one=bare(one["one_hand"]),
            other=bare(one["other_hand"]),
        )
        yield Proposal(
            "H1",
            "insight",
            text,
            sources=(one["id"],),
            data={"process": one["process"], "level": one["level"], "tension": one["id"]},
        )


def adapted(experiments: Iterable[Found], words: Words) -> Iterator[Proposal]:
    """H5: an experiment that is done and has to be adapted, by the same owner, without a date."""
    for one in experiments:
        if one["status"] == "done" and one["verdict"] == "adapt" and told_here(one):
            yield Proposal(
                "H5",
                "action",
                words.text("harvest", "h.adapt", title=bare(one["title"])),
                owner=one["owner"],
                sources=tuple(one["sources"]),
                data={"experiment": one["id"], "tension": one["tension"]},
            )


def moved(shown: Shown, words: Words) -> Iterator[Proposal]:
    """H7: a process that moved since an earlier session, the last one that tells of movement."""
    for name, one in shown.published.get("barometer", {}).get("processes", {}).items():
        step = next((each for each in (one or {}).get("movement", ()) if each["direction"] != "stable"), None)
        if step:
            far = moved_by(words, step)
            text = words.text("harvest", "h.move", process=process(words, name), d=far, n=step["session"])
            if not step["clear"]:
                text = f"{text} {words.text('extra', 'not_sure')}"
            yield Proposal("H7", "insight", text, data={"process": name, "direction": step["direction"]})


def divided(shown: Shown, tensions: Iterable[Found], words: Words) -> Iterator[Proposal]:
    """H2: a tension that teachers and leaders recognise very differently."""
    if "rate" not in shown.published:
        return
    for one in tensions:
        if one["split"]:
            text = words.text("harvest", "h.split", title=bare(two_hands(words, one)))
            yield Proposal("H2", "insight", text, sources=(one["id"],), data={"process": one["process"]})


def attended(shown: Shown, words: Words) -> Iterator[Proposal]:
    """H8: a sentence about the process that few agree with; whoever leads looks at it first."""
    for item, mean in shown.published.get("evaluate", {}).get("items", {}).items():
        if mean < LOW:
            text = words.text("harvest", "h.process", item=words.text("evaluation", item))
            yield Proposal(
                "H8", "agreement", text, data={"kind": "way_of_working", "item": item, "lead_first": True}
            )
