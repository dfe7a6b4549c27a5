"""What may be proposed to the group at the end (section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kring.kit.scene import Proposal, Settings, Shown
from kring.kit.words import Words
from kring.tools.change_colours.back import ends
from kring.tools.change_colours.seen import fit_of, picture_of, plan_of
from kring.tools.change_colours.wording import colour_name, sentence, signal_text

MOST = 7
"""C-41."""
MOST_SIGNALS = 3
SIGNALS = ("dream", "absent", "pull", "gap", "one_colour")
PRACTICE = timedelta(weeks=6)
HELPED = 2
"""From this mean on (0 to 3) a phase is said to have helped."""


def propose(settings: Settings, shown: Shown, as_of: date, words: Words) -> list[Proposal]:
    """At most seven proposals in the order of section 6; `rank` 1 is read first. Only from what was shown."""
    plan = plan_of(shown)
    found = [
        *agreement(settings, plan, words),
        *actions(plan),
        *insights(shown, words),
        *buddy_actions(shown, as_of, words),
        *help_actions(shown, words),
        *clash_insights(plan, words),
        *kept_strategy(settings, plan, shown, words),
    ]
    return [replace(one, rank=rank) for rank, one in enumerate(list(once(found))[:MOST], 1)]


def once(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Equal texts, whatever their case and spaces, once (C-41); private ones once for the same two."""
    seen = set()
    for one in found:
        place = (" ".join(one.text.lower().split()), one.private_to)
        if place not in seen:
            seen.add(place)
            yield one


def agreement(settings: Settings, plan: Mapping[str, Any], words: Words) -> Iterator[Proposal]:
    """H2: the strategy that was chosen or changed here, to be reviewed at the end of its first phase to come."""
    phases = plan.get("phases", [])
    here = [one for one in phases if one["here"]]
    if not here:
        return
    review = ends(here[0])
    yield Proposal(
        "H2",
        "agreement",
        in_order(settings, phases, words),
        due=review,
        sources=tuple(uuid for one in phases for uuid in one["sources"]),
        data={"kind": "content", "phases": kept_phases(phases), "review_due": review},
    )


def in_order(settings: Settings, phases: Iterable[Mapping[str, Any]], words: Words) -> str:
    """The sentence that says which colours follow each other."""
    change = str(settings.get("change") or "").strip()
    order = ", ".join(
        words.text(
            "extra", "phase_item", n=one["n"], title=one["title"], colour=colour_name(words, one["colour"])
        )
        for one in phases
    )
    if change:
        return words.text("harvest", "h.strategy", change=change, phases=order)
    return words.text("extra", "h.strategy_plain", phases=order)


def kept_phases(phases: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is kept of the phases: their place, colour and title."""
    return [{"n": one["n"], "colour": one["colour"], "title": one["title"]} for one in phases]


def actions(plan: Mapping[str, Any]) -> Iterator[Proposal]:
    """H3: each step that has an owner and a date; in a later activity only what was said of there."""
    for phase in plan.get("phases", []):
        for step in phase["steps"]:
            if step["owner"] and step["due"] and step["here"]:
                yield Proposal(
                    "H3",
                    "action",
                    step["title"],
                    owner=step["owner"],
                    due=step["due"],
                    sources=tuple(step["sources"]),
                    data={"colour": step["colour"], "phase": phase["n"]},
                )


def insights(shown: Shown, words: Words) -> Iterator[Proposal]:
    """H1: at most three signals of the picture that was shown last."""
    signals = [one for one in picture_of(shown).get("signals", []) if one["id"] in SIGNALS]
    signals.sort(key=lambda one: SIGNALS.index(one["id"]))
    for one in signals[:MOST_SIGNALS]:
        yield Proposal(
            "H1", "insight", signal_text(words, one), data={"signal": one["id"], "colour": one["colour"]}
        )


def buddy_actions(shown: Shown, as_of: date, words: Words) -> Iterator[Proposal]:
    """H5: a private action of the two in each pair, six weeks from now."""
    for pair in shown.live.get("buddies", {}).get("pairs", []):
        if not pair["gone"]:
            colour = colour_name(words, pair["colour"])
            yield Proposal(
                "H5",
                "action",
                sentence(words.text("harvest", "h.buddy", colour=colour, name=pair["helper"])),
                owner=pair["seeker"],
                due=as_of + PRACTICE,
                private_to=tuple(pair["seats"]),
                data={"colour": pair["colour"], "asks": "buddy_check", "asked": pair["seats"][0]},
            )


def help_actions(shown: Shown, words: Words) -> Iterator[Proposal]:
    """H6: a colour that the change asks for and hardly anybody does."""
    for colour in (fit_of(shown) or {}).get("uncovered", []):
        text = words.text("harvest", "h.help", colour=colour_name(words, colour))
        yield Proposal("H6", "action", sentence(text), data={"colour": colour})


def clash_insights(plan: Mapping[str, Any], words: Words) -> Iterator[Proposal]:
    """H4: a strong clash that is still in the plan, told in the activity in which it came about."""
    here = {step["id"] for phase in plan.get("phases", []) for step in phase["steps"] if step["here"]}
    for one in plan.get("clashes", []):
        if one["kind"] == "strong" and one["step"] in here:
            a, b = colour_name(words, one["a"]), colour_name(words, one["b"])
            text = sentence(words.text("harvest", "h.clash", n=one["n"], a=a, b=b))
            yield Proposal("H4", "insight", text, data={"step": one["step"]})


def kept_strategy(
    settings: Settings, plan: Mapping[str, Any], shown: Shown, words: Words
) -> Iterator[Proposal]:
    """H7: a strategy that is finished and that the group wants to keep, with what helped."""
    said = shown.live.get("back", {})
    phases = plan.get("phases", [])
    if not phases or not said.get("over") or said["verdict"] != "keep":
        return
    yield Proposal(
        "H7",
        "repertoire",
        in_order(settings, phases, words),
        sources=tuple(said["sources"]),
        data={
            "kind": "work_style",
            "form": "strategy",
            "phases": kept_phases(phases),
            "steps": [[step["title"] for step in phase["steps"]] for phase in phases],
            "helped": what_helped(shown, said, words),
            "change_kind": said["change_kind"],
        },
    )


def what_helped(shown: Shown, said: Mapping[str, Any], words: Words) -> str:
    """What helped: in the words of the group, and the phases of which most said so.

    What was judged with names stays with those who were there (C-32).
    """
    rating = shown.published.get("back", {})
    good = [
        one["title"]
        for one in rating.get("phases", [])
        if one["mean"] is not None and one["mean"] >= HELPED and not rating["by_name"]
    ]
    texts = [said["helped"]]
    if good:
        texts.append(words.text("extra", "helped_most", phases=", ".join(good)))
    return " ".join(text for text in texts if text)
