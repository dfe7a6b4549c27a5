"""What everybody may see at once: plan and clock (section 2.0). No wish, no forbidden pair, no need stands in it.

`prepare`, `opening`:
    {people: [{id, name, team, leader}] by name, n, unit, rounds that are planned, fits, times, spots: [{id, name,
     kind, capacity, step_free}], flex: name or "", odd_mode: trio | observer | flex, advice: [{id, ...}],
     plan: [round] as below, walking: bool, wishes: number of people who sent a wish}
`round`:
    {number: of the running or last round (0 before the first), phase: waiting | talk | change | done,
     version: of the plan, n: people who are in, unit, rounds: begun and planned, times,
     now: round or None, next: round with `seal` (the text for the turn) or None,
     plan: [round] to come, past: [round], advice, ready: {round -> people}, freed: seats free by "I stop",
     coverage, forecast: see `coverage`, table_list: is the list on the wall when a round begins,
     wheel: {people: [{id, name, met, to_meet}], talks: [{a, b, trio}], coverage}}
    A round: {number, placed: has any talk a place, talks: [{seats, names, spot, place, kind, trio, teams, missed}],
     resting: [{seats, names, team}], prompts: {orientation, content}, begins, switches: [moment], ends}
`slow`: as `prepare`, and {number: of the week (0 before the first), monday, until, friday: dates or None, talks,
     happened: talks of which somebody said so, every: weeks, now: round or None, coverage, wheel}
`closing`: {too: sentence -> people who say "mine too", opened: questions that opened something for five or more,
     agreements: [{uuid, text}], named_map: are people asked whether a map may have their names}
`map`: {upto: number to send with `cr.release` of the notes, leaders: [{id, name}]}
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from kring.kit.scene import Result, Scene
from kring.kit.small_groups import FIVE
from kring.tools.carousel.course import (
    beginnings,
    clock,
    coming,
    resting,
    said_now,
    seal_of,
    standing_of,
    talks,
    weeks,
)
from kring.tools.carousel.coverage import advised, coverage, forecast
from kring.tools.carousel.held import Held
from kring.tools.carousel.people import answers, cards, of_kind
from kring.tools.carousel.planner.run import Run
from kring.tools.carousel.planner.slow import asked_on
from kring.tools.carousel.standing import Standing
from kring.tools.carousel.vocabulary import prompts
from kring.tools.carousel.weekly import every_of


def live(scene: Scene, step: str) -> Result:
    """The live part of a step, {} where there is none."""
    match step:
        case "prepare" | "opening":
            return scene.once("carousel.beginning", lambda: beginning(scene, standing_of(scene)))
        case "round":
            return going(scene, standing_of(scene))
        case "slow":
            return week(scene, standing_of(scene))
        case "closing":
            return closing(scene, standing_of(scene))
        case "map":
            return notes(scene, standing_of(scene))
    return {}


def beginning(scene: Scene, stands: Standing) -> Result:
    """Who is in, and what is planned for them."""
    times, ahead = stands.times, coming(scene)
    people = [
        {
            "id": who,
            "name": stands.people[who].name,
            "team": stands.team(who),
            "leader": bool(stands.facts.get(who, {}).get("leader")),
        }
        for who in stands.inside
    ]
    return {
        "people": sorted(people, key=lambda one: (one["name"].casefold(), one["id"])),
        "n": len(people),
        "unit": stands.unit,
        "rounds": len(ahead) + len(stands.held),
        "fits": stands.fits,
        "times": times_told(stands),
        "spots": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "capacity": one.capacity,
                "step_free": one.step_free,
            }
            for one in stands.spot_list
        ],
        "walking": any(one.kind == "walk" for one in stands.spot_list),
        "flex": stands.people[stands.flex].name if stands.flex else "",
        "odd_mode": "flex" if stands.flex else stands.odd_mode,
        "advice": advised(stands, ahead),
        "plan": [seen(stands, one, begins) for one, begins in dated(stands, ahead)],
        "wishes": len(stands.wishes),
        "minutes": times.takes(len(ahead) + len(stands.held)),
    }


def week(scene: Scene, stands: Standing) -> Result:
    """This week of a slow carousel: how many talks there are, and how many were said to have happened."""
    known = weeks(scene)
    last = stands.held[-1] if stands.held else None
    said = {
        one.participant: one.payload["answer"]
        for one in of_kind(said_now(scene), "cr.week")
        if last and one.key == str(last.number)
    }
    groups = last.talks if last else []
    return {
        **beginning(scene, stands),
        "number": last.number if last else 0,
        "monday": known[-1].monday if known else None,
        "until": known[-1].until if known else None,
        "friday": asked_on(known[-1].monday) if known else None,
        "talks": len(groups),
        "happened": sum(any(said.get(who) == "yes" for who in group) for group in groups),
        "every": every_of(scene),
        "now": seen(stands, last, last.began) if last else None,
        "coverage": coverage(stands),
        "wheel": wheel(stands),
    }


def times_told(stands: Standing) -> dict[str, int]:
    """Minutes: {minutes, talk, change, opening, closing}."""
    times = stands.times
    return {name: getattr(times, name) for name in ("minutes", "talk", "change", "opening", "closing")}


def dated(stands: Standing, ahead: list[Held]) -> list[tuple[Held, datetime | None]]:
    return list(zip(ahead, beginnings(stands, ahead), strict=True))


def seen(stands: Standing, one: Held, begins: datetime | None) -> Result:
    """A round as it stands in the table list."""
    found = talks(stands, one)
    return {
        "number": one.number,
        "talks": found,
        "placed": any(talk["place"] for talk in found),
        "resting": resting(stands, one),
        "prompts": prompts(stands.settings.get("use") or "image", one.number),
        **clock(one, begins),
    }


def going(scene: Scene, stands: Standing) -> Result:
    """The rounds: what runs, what comes, what was."""
    ahead, held = coming(scene), stands.held
    plan = [seen(stands, one, begins) for one, begins in dated(stands, ahead)]
    running = held[-1] if stands.running else None
    following = {**plan[0], "seal": seal_of(ahead[0])} if ahead else None
    return {
        "number": len(held),
        "phase": phase(stands),
        "version": stands.version,
        "n": len(stands.inside),
        "unit": stands.unit,
        "rounds": len(held) + len(ahead),
        "times": times_told(stands),
        "now": seen(stands, running, running.began) if running else None,
        "next": following,
        "plan": plan,
        "past": [seen(stands, one, one.began) for one in held if one is not running],
        "advice": advised(stands, ahead),
        "ready": ready(scene),
        "freed": freed(scene, stands),
        "coverage": coverage(stands),
        "forecast": forecast(stands),
        "table_list": bool(stands.settings.get("table_list")),
        "wheel": wheel(stands),
    }


def phase(stands: Standing) -> str:
    """waiting, talk, change or done."""
    if stands.over:
        return "done"
    if not stands.held:
        return "waiting"
    return "talk" if stands.running else "change"


def ready(scene: Scene) -> dict[str, int]:
    """How many people are ready for each round."""
    return dict(sorted(Counter(key for _, key in answers(said_now(scene), "cr.ready")).items()))


def freed(scene: Scene, stands: Standing) -> int:
    """How many seats became free because somebody stopped; not whose (8.9)."""
    stopped = {one.participant for one in of_kind(said_now(scene), "cr.stop")}
    return len(stopped - stands.inside.keys())


def wheel(stands: Standing) -> Result:
    """Who met whom so far: only public facts (section 5). Where teams meet, the teams stand on the wheel."""
    run = Run(stands.played)
    met = {*run.met, *run.met3}
    talked = Counter(one for both in met for one in both)
    ids = sorted({*talked, *stands.case.ids})
    teams = stands.unit == "teams"
    told = {one: one if teams or one not in stands.people else stands.people[one].name for one in ids}
    people = [
        {"id": one, "name": told[one], "met": talked[one], "to_meet": len(ids) - 1 - talked[one]}
        for one in sorted(ids, key=lambda one: (told[one].casefold(), one))
    ]
    lines: list[dict[str, Any]] = [{"a": a, "b": b, "trio": False} for a, b in sorted(run.met)]
    lines += [{"a": a, "b": b, "trio": True} for a, b in sorted(run.met3.keys() - run.met.keys())]
    return {"people": people, "talks": lines, "coverage": coverage(stands)}


def closing(scene: Scene, stands: Standing) -> Result:
    """What is counted and written in the closing."""
    said = said_now(scene)
    too = Counter(key for (_, key), one in answers(said, "cr.mine_too").items() if one.payload["on"])
    opened = Counter(key for (_, key), one in answers(said, "cr.opened").items() if one.payload["on"])
    return {
        "too": dict(sorted(too.items())),
        "opened": sorted(key for key, n in opened.items() if n >= FIVE),
        "agreements": [
            {"uuid": uuid, "text": one.payload["text"]} for uuid, one in cards(said, "cr.agreement")
        ],
        "named_map": stands.settings.get("map_mode") == "named" and stands.settings.get("network") != "none",
    }


def notes(scene: Scene, stands: Standing) -> Result:
    """What the facilitator needs to pass the notes on to the leaders."""
    given = of_kind(said_now(scene), "cr.leader_note")
    return {
        "upto": max((one.seq for one in given if one.lane == "anonymous"), default=0),
        "leaders": [
            {"id": who, "name": stands.people[who].name}
            for who, own in sorted(stands.facts.items())
            if own.get("leader") and who in stands.people
        ],
    }
