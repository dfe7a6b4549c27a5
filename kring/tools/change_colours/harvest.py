"""What may be proposed to the group at the end (section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kring.kit.tool import Proposal, Settings, Shown
from kring.kit.words import Words
from kring.tools.change_colours.seen import fit_of, picture_of, plan_of
from kring.tools.change_colours.wording import colour_name, sentence, signal_text

MOST = 7
"""C-41."""
MOST_SIGNALS = 3
SIGNALS = ("dream", "absent", "pull", "gap", "one_colour")
PRACTICE = timedelta(weeks=6)


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
    """H2: the chosen strategy, to be reviewed at the end of its first phase."""
    phases = plan.get("phases", [])
    if not phases:
        return
    change = str(settings.get("change") or "").strip()
    order = ", ".join(
        words.text(
            "extra", "phase_item", n=one["n"], title=one["title"], colour=colour_name(words, one["colour"])
        )
        for one in phases
    )
    text = (
        words.text("harvest", "h.strategy", change=change, phases=order)
        if change
        else words.text("extra", "h.strategy_plain", phases=order)
    )
    kept = [{"n": one["n"], "colour": one["colour"], "title": one["title"]} for one in phases]
    yield Proposal(
        "H2",
        "agreement",
        text,
        due=phases[0]["until"],
        sources=tuple(uuid for one in phases for uuid in one["sources"]),
        data={"kind": "content", "phases": kept, "review_due": phases[0]["until"]},
    )


def actions(plan: Mapping[str, Any]) -> Iterator[Proposal]:
    """H3: each step that has an owner and a date."""
    for phase in plan.get("phases", []):
        for step in phase["steps"]:
            if step["owner"] and step["due"]:
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
                data={"colour": pair["colour"]},
            )


def help_actions(shown: Shown, words: Words) -> Iterator[Proposal]:
    """H6: a colour that the change asks for and hardly anybody does."""
    for colour in (fit_of(shown) or {}).get("uncovered", []):
        text = words.text("harvest", "h.help", colour=colour_name(words, colour))
        yield Proposal("H6", "action", sentence(text), data={"colour": colour})


def clash_insights(plan: Mapping[str, Any], words: Words) -> Iterator[Proposal]:
    """H4: a strong clash that is still in the plan."""
    for one in plan.get("clashes", []):
        if one["kind"] == "strong":
            a, b = colour_name(words, one["a"]), colour_name(words, one["b"])
            text = sentence(words.text("harvest", "h.clash", n=one["n"], a=a, b=b))
            yield Proposal("H4", "insight", text, data={"step": one["step"]})


def repertoire(settings: Settings, plan: Mapping[str, Any], helped: str, words: Words) -> Proposal | None:
    """H7: a strategy that was finished and that the group wants to keep ("houden"), None without phases.

    `plan` is the strategy as it was; `helped` is what the group says that helped.
    """
    for made in agreement(settings, plan, words):
        steps = [[step["title"] for step in phase["steps"]] for phase in plan["phases"]]
        data = {"kind": "work_style", "form": "strategy", "steps": steps, "helped": helped}
        return replace(
            made, rule="H7", kind="repertoire", due=None, data={**data, "phases": made.data["phases"]}
        )
    return None
