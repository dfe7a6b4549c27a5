"""What only one seat sees: its rounds, its logbook, its pairs, its place in the network.

{in: takes part, welcome: came late and waits, name, version, changed: the next talk is another than before,
 now, next: number of the round or 0, resting: has no talk in the round that runs,
 rounds: [{number, state: past | now | coming, role: talk | trio | rest | flex | free,
           partners: [{id, name}], place, spot, kind, teams, first: id of who speaks first, i_first: bool,
           prompts, begins, switches, ends, log: field -> text, items: item -> 1..5 or None, happened: bool
           or None}] (role `free` for the flex person in a round without an odd number),
 week: see `slow.my_week` (a slow carousel only), log: {before, after},
 wish: {people, newcomer, no_walk, step_free}, rather_not: [id],
 wish_before: [{id, name}] whom this person asked for last time and did not speak; they count when asked for again,
 others: [{id, name}] of whom one may choose, near and far: see `choosing`,
 expectations: partner -> {mine: {mine, yours} or None, theirs: the same or None, until both have sent one},
 go_on: partner -> bool, together: [{id, name}] with whom both want to go on (after the last round),
 named: tie -> [id], answered: tie -> bool, full: tie -> bool (named enough people elsewhere), map_ok: bool or None,
 place: {bridge, few} or None, after `cr.release` of the network,
 leaders: [{id, name}] to whom one may write, notes: see `leaders.notes_for`,
 later: [{partner, name, round, go_on, used: value or None, text, kept: {mine, theirs} or None}]}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kring.kit.scene import Contribution, Result, Scene
from kring.tools.carousel.course import clock, standing_of, weeks
from kring.tools.carousel.everybody import (
    Answers,
    Turn,
    expected,
    given_by,
    networks_upto,
    others_of,
    pairs_going_on,
    turns_before,
    turns_of,
    wishes_before,
)
from kring.tools.carousel.later import kept_between, talks_to_ask
from kring.tools.carousel.leaders import leaders, notes_for
from kring.tools.carousel.network import BRIDGE, betweenness
from kring.tools.carousel.nominations import answered, named
from kring.tools.carousel.people import answers
from kring.tools.carousel.planner.lot import pair
from kring.tools.carousel.slow import my_week
from kring.tools.carousel.standing import Standing
from kring.tools.carousel.vocabulary import LOG, TALK_ITEMS, TIES, prompts

LISTED = 24
"""So many names can be read at a glance; of more people one looks for a name."""
MOST_FAR = 10
"""Of a large group one names so many people outside the own team (section 3)."""
FEW = 1
"""Named by at most so many people is "few"."""
OWN_FLAGS = ("newcomer", "no_walk", "step_free")


def mine(scene: Scene, seat: str) -> Result:
    """All that this seat may see of its own; {} for a seat that is not in this meeting."""
    stands = standing_of(scene)
    if seat not in stands.people:
        return {}
    own = given_by(scene).get(seat, [])
    rounds = [one for one in (my_round(stands, own, seat, turn) for turn in turns_of(scene)) if one]
    coming = [one["number"] for one in rounds if one["state"] == "coming" and one["role"] != "free"]
    inside = seat in stands.inside
    return {
        "in": inside,
        "name": stands.people[seat].name,
        "welcome": bool(inside and stands.held and stands.inside[seat] > len(stands.held)),
        "version": stands.version,
        "changed": changed(scene, stands, seat),
        "now": len(stands.held) if stands.running else 0,
        "resting": any(one["state"] == "now" and one["role"] in ("rest", "free") for one in rounds),
        "next": coming[0] if coming else 0,
        "rounds": rounds,
        **({"week": my_week(scene, stands, weeks(scene), own, seat)} if stands.by_week else {}),
        "log": {field: logged(own, 0, field) for field, once in LOG.items() if once},
        **wished(stands, seat),
        "wish_before": [
            {"id": who, "name": stands.people[who].name} for who in waiting_wishes(scene, stands, seat)
        ],
        **choosing(scene, stands, seat),
        "expectations": expectations(expected(scene), own, seat),
        "go_on": {key: one.payload["on"] for (_, key), one in sorted(answers(own, "cr.go_on").items())},
        "together": together(scene, stands, seat),
        **nominations(own),
        "full": full(scene, stands, own, seat),
        "place": place(scene, stands, seat),
        "leaders": [{"id": who, "name": stands.people[who].name} for who in leaders(stands) if who != seat],
        "notes": notes_for(scene, stands, seat),
        "later": asked(scene, stands, own, seat),
    }


def choosing(scene: Scene, stands: Standing, seat: str) -> Result:
    """Whom one may choose: `near` stand on the page, `far` are looked up by name. In a small group everybody is
    near; in a large one the own team, unless that is large as well."""
    others = [one for one in others_of(scene) if one["id"] != seat]
    if len(others) <= LISTED:
        return {"others": others, "near": others, "far": []}
    team = stands.team(seat)
    near = [one for one in others if team and stands.team(one["id"]) == team]
    near = near if len(near) <= LISTED else []
    ids = {one["id"] for one in near}
    return {"others": others, "near": near, "far": [one for one in others if one["id"] not in ids]}


def my_round(stands: Standing, own: Sequence[Contribution], seat: str, turn: Turn) -> Result:
    """One round of this seat, {} when it is not in it."""
    one, begins = turn.one, turn.begins
    use, r = stands.settings.get("use") or "image", one.number
    found: Result = {"number": r, "state": turn.state, "prompts": prompts(use, r), **empty()}
    if talk := turn.talk.get(seat):
        third = talk["trio"] and talk["seats"][2] == seat
        others = [who for who in talk["seats"] if who != seat]
        first = talk["seats"][(r + 1) % 2]
        found |= {
            "role": "flex" if seat == one.flex else "trio" if third else "talk",
            "partners": [{"id": who, "name": stands.people[who].name} for who in others],
            **{name: talk[name] for name in ("place", "spot", "kind", "teams")},
            "first": first,
            "i_first": first == seat,
            **clock(one, begins, 2 if talk["teams"] else min(3, len(talk["seats"]))),
        }
    elif seat in turn.resting:
        found |= {"role": "rest", **clock(one, begins)}
    elif seat == stands.flex:
        found |= {"role": "free", **clock(one, begins)}
    else:
        return {}
    said = answers(own, "cr.talk_item")
    items = {item: said.get((seat, f"{r}:{item}")) for item in TALK_ITEMS}
    happened = answers(own, "cr.happened").get((seat, str(r)))
    return found | {
        "log": {field: logged(own, r, field) for field, once in LOG.items() if not once},
        "items": {item: answer.payload["value"] if answer else None for item, answer in items.items()},
        "happened": happened.payload["yes"] if happened else None,
    }


def empty() -> Result:
    return {"partners": [], "place": "", "spot": "", "kind": "", "teams": [], "first": "", "i_first": False}


def logged(own: Sequence[Contribution], r: int, field: str) -> str:
    """A field of the logbook; only its author ever gets it."""
    found = [one for (_, key), one in answers(own, "cr.log").items() if key == f"{r}:{field}"]
    return str(found[0].payload["text"]) if found else ""


def next_talk(ahead: Sequence[Turn], seat: str) -> tuple[Any, ...]:
    """With whom and where the next talk is, to see whether it has changed."""
    for turn in ahead:
        if talk := turn.talk.get(seat):
            return turn.one.number, sorted(talk["seats"]), talk["spot"]
        if seat in turn.resting:
            return turn.one.number, [], ""
    return ()


def changed(scene: Scene, stands: Standing, seat: str) -> bool:
    """Whether the last change gave this seat another next talk (4.10)."""
    before = stands.before
    if before is None or seat not in stands.inside or seat not in before.inside:
        return False
    ahead = [turn for turn in turns_of(scene) if turn.state == "coming"]
    return next_talk(ahead, seat) != next_talk(turns_before(scene), seat)


def wished(stands: Standing, seat: str) -> Result:
    """Own wishes, to look at and to change."""
    wish = stands.wishes.get(seat, {})
    return {
        "wish": {
            "people": list(wish.get("people", ())),
            **{name: bool(wish.get(name)) for name in OWN_FLAGS},
        },
        "rather_not": list(stands.nots.get(seat, ())),
    }


def waiting_wishes(scene: Scene, stands: Standing, seat: str) -> list[str]:
    """Whom this person asked for in the last carousel, did not speak, and who is here now; [] once they wished anew."""
    if seat in stands.wishes:
        return []
    met = {both for both, _ in stands.history}
    return [
        who for who in wishes_before(scene).get(stands.people[seat].who, ()) if pair(seat, who) not in met
    ]


def expectations(sent: Answers, own: Sequence[Contribution], seat: str) -> Result:
    """What this seat and each partner expect; the partner's only after both have sent one."""
    found = {}
    for (_, partner), mine in sorted(answers(own, "cr.expectation").items()):
        theirs = sent.get((partner, seat))
        found[partner] = {"mine": mine.payload, "theirs": theirs.payload if theirs else None}
    return found


def together(scene: Scene, stands: Standing, seat: str) -> list[Result]:
    """With whom both want to go on, after the last round; whoever wants it alone stays unknown."""
    if not (stands.over or stands.by_week):
        return []
    others = {a if b == seat else b for a, b in pairs_going_on(scene) if seat in (a, b)}
    return [{"id": who, "name": stands.people[who].name} for who in sorted(others) if who in stands.people]


def nominations(own: Sequence[Contribution]) -> Result:
    """Whom this seat named, and whether it said that these were all."""
    done = answered(own)
    consent = list(answers(own, "cr.map_ok").values())
    return {
        "named": {tie: [whom for _, whom in named(own, tie)] for tie in TIES},
        "answered": {tie: bool(done.get(tie)) for tie in TIES},
        "map_ok": consent[0].payload["ok"] if consent else None,
    }


def full(scene: Scene, stands: Standing, own: Sequence[Contribution], seat: str) -> dict[str, bool]:
    """Tie -> did this seat name as many people elsewhere as one may?"""
    far = {one["id"] for one in choosing(scene, stands, seat)["far"]}
    return {tie: sum(whom in far for _, whom in named(own, tie)) >= MOST_FAR for tie in TIES}


def place(scene: Scene, stands: Standing, seat: str) -> Result | None:
    """{bridge, few}: the own place in the network, once the facilitator lets everybody see theirs.

    It is over what was answered by then, so that it never changes with one answer more.
    """
    released = stands.released.get("network")
    if released is None:
        return None
    who = stands.people[seat].who
    nets = [one for one in networks_upto(scene, released.seq) if who in one["net"].people]
    if not nets:
        return None
    bridge = any(betweenness(one["net"].known, one["net"].ties).get(who, 0) >= BRIDGE for one in nets)
    few = all(one["named"].get(who, 0) <= FEW for one in nets)
    return {"bridge": bridge, "few": few and not bridge}


def asked(scene: Scene, stands: Standing, own: Sequence[Contribution], seat: str) -> list[Result]:
    """The talks of the earlier carousel about which this seat is asked."""
    given = answers(own, "cr.used")
    found = []
    for talk in talks_to_ask(scene, stands.people, seat):
        answer = given.get((seat, talk.partner))
        kept = kept_between(scene, stands.people, seat, talk.partner) if talk.expected else None
        found.append(
            {
                "partner": talk.partner,
                "name": talk.name,
                "round": talk.round,
                "go_on": talk.go_on,
                "used": answer.payload["value"] if answer else None,
                "text": answer.payload.get("text", "") if answer else "",
                "kept": kept,
            }
        )
    return found
