"""What the facilitator can show, and what is frozen when it is shown (C-30). Fractions stay exact.

`closing`:
    {number, of: how many people were invited, coverage: see `coverage.coverage`, items: item -> {n, mean 1..5,
     share 0..1} or None, both_ways: {talks, share, of: talks of two that were held} or None, sentences: [{uuid, text,
     name or ""}] in drawn order, hidden: True when sentences without a name wait for five people}
`map`:
    {number, shown: tie -> {mode: measures | anonymous | named, ...as `map.told`, change: {n, new, lost, kept,
     density, reciprocity, ei} or None, map: {nodes: [{x, y, team, name}], links: [[i, j]], shapes} or None}}
    Ties about which too few answered are left out. x and y run from 0 to 1000.
`later`:
    {number, of: how many people were invited, used: {answers, people, share, use: what the talks were for} or None,
     kept: {pairs, mean, of: pairs that had said what they expect} or None}
"Of how many" (C-22) stands with every figure; what was frozen before Kring knew it, has no `of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kring.kit.draw import drawn
from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Published, Result, Revealed, Scene
from kring.kit.small_groups import FIVE, WHOLE, reveal_rows, shown_last
from kring.tools.carousel.course import standing_of
from kring.tools.carousel.coverage import coverage
from kring.tools.carousel.figures import both_ways, item_figure, items, talks_of_two
from kring.tools.carousel.later import kept_figure, kept_pairs, pairs_asked, use_of, used_figure
from kring.tools.carousel.map import drawn_map, mode_of, places, told
from kring.tools.carousel.network import Net, compared, measured, net
from kring.tools.carousel.nominations import networks, networks_before
from kring.tools.carousel.people import answers, cards, now, of_kind
from kring.tools.carousel.standing import Standing
from kring.tools.carousel.vocabulary import TALK_ITEMS

Ids = frozenset[str]
Rows = dict[str, dict[str, Ids]]


def reveal(scene: Scene, step: str, choice: str, before: Sequence[Published]) -> Revealed:
    """What this step would show now. Raises Refused: too_few, wait_more, few_answered, nothing_to_reveal."""
    if choice:
        raise Refused("nothing_to_reveal")
    match step:
        case "closing":
            return reveal_closing(scene, before)
        case "map":
            return reveal_map(scene, before)
        case "later":
            return reveal_later(scene, before)
    raise Refused("nothing_to_reveal")


def shown_of(step: str, before: Sequence[Published], members: Mapping[str, Iterable[str]]) -> Rows:
    """Figure -> the people over whom it may be shown: new ones where that is safe, else as it was shown."""
    rows: Rows = {}
    for figure, ids in members.items():
        people = set(ids)
        shown = shown_last(before, step, figure)
        try:
            rows[figure] = {WHOLE: frozenset(reveal_rows(shown, {"all": people})[WHOLE])}
        except Refused:
            if shown and shown[WHOLE] <= people:
                rows[figure] = {WHOLE: frozenset(shown[WHOLE])}
    return rows


def refuse_same(step: str, before: Sequence[Published], rows: Rows) -> None:
    """Raises Refused("wait_more") when this was shown already."""
    same = [one for one in before if one.step == step]
    if same and dict(same[-1].rows) == rows:
        raise Refused("wait_more")


def number(step: str, before: Sequence[Published]) -> int:
    return 1 + sum(one.step == step for one in before)


def over(rows: Rows, figure: str) -> Ids:
    """The people of a figure, nobody where it is not shown."""
    return rows[figure][WHOLE] if figure in rows else frozenset()


# Closing


def reveal_closing(scene: Scene, before: Sequence[Published]) -> Revealed:
    """Coverage, what people say of their talks, and the sentences."""
    stands = standing_of(scene)
    if not stands.held:
        raise Refused("nothing_to_reveal")
    said = now(scene.contributions)
    given = items(said)
    voices = {one.participant for one in said if one.step == "closing" and one.lane == "anonymous"}
    members: dict[str, Iterable[str]] = {f"talk.{item}": given[item] for item in TALK_ITEMS}
    rows = shown_of("closing", before, {**members, "sentences": voices})
    counting = {
        item: {who: own for who, own in given[item].items() if who in over(rows, f"talk.{item}")}
        for item in TALK_ITEMS
    }
    kept = sentences(scene, stands, said, over(rows, "sentences"))
    named = frozenset(one["uuid"] for one in kept)
    both = both_ways(counting, stands.held)
    refuse_same("closing", before, rows | ({"cards": {WHOLE: named}} if named else {}))
    result = {
        "number": number("closing", before),
        "of": scene.invited,
        "coverage": coverage(stands),
        "items": {item: item_figure(counting[item]) for item in TALK_ITEMS},
        "both_ways": both and {**both, "of": talks_of_two(stands.held)},
        "sentences": kept,
        "hidden": "sentences" not in rows and bool(voices),
    }
    return Revealed(rows | ({"cards": {WHOLE: named}} if named else {}), result)


def sentences(
    scene: Scene, stands: Standing, said: Sequence[Contribution], voices: Ids
) -> list[dict[str, str]]:
    """Sentences with a name, and those of these voices, in drawn order (C-33)."""
    found = {
        uuid: one
        for uuid, one in cards(said, "cr.group_sentence")
        if one.lane == "named" or one.participant in voices
    }
    return [
        {
            "uuid": uuid,
            "text": found[uuid].payload["text"],
            "name": stands.people[found[uuid].participant].name
            if found[uuid].participant in stands.people
            else "",
        }
        for uuid in drawn(found, str(scene.settings.get("lot", "")), "sentences")
    ]


# Map


def reveal_map(scene: Scene, before: Sequence[Published]) -> Revealed:
    """The network in numbers, and on a map where that is allowed."""
    stands = standing_of(scene)
    nets = networks(scene, stands)
    seats = {one.who: one.id for one in stands.people.values() if one.present}
    enough = {tie: one for tie, one in nets.items() if one.enough}
    if not enough:
        most = max(nets.values(), key=lambda one: len(one.answered))
        raise Refused("few_answered", r=len(most.answered), n=len(most.people))
    rows = shown_of(
        "map", before, {tie: [seats.get(who, who) for who in one.answered] for tie, one in enough.items()}
    )
    refuse_same("map", before, rows)
    whose = {seat: who for who, seat in seats.items()}
    agreed = {
        whose.get(one.participant, one.participant)
        for one in answers(now(scene.contributions), "cr.map_ok").values()
        if one.payload["ok"]
    }
    then = networks_before(scene, stands)
    shown = {}
    for tie in rows:
        one = restricted(enough[tie], {whose.get(seat, seat) for seat in over(rows, tie)})
        shown[tie] = tie_shown(stands, one, then.get(tie), agreed, earlier_net(one, whose, before, tie))
    return Revealed(rows, {"number": number("map", before), "shown": shown})


def restricted(one: Net, answered: Iterable[str]) -> Net:
    """The network of these answers only."""
    return net(one.people, answered, one.arcs, one.teams)


def earlier_net(one: Net, whose: Mapping[str, str], before: Sequence[Published], tie: str) -> Net | None:
    """The network as this step showed it before, None when it did not."""
    rows = shown_last(before, "map", tie)
    return restricted(one, {whose.get(seat, seat) for seat in rows[WHOLE]}) if rows else None


def tie_shown(
    stands: Standing, one: Net, then: Net | None, agreed: set[str], shown_before: Net | None
) -> Result:
    """One tie as it is shown. People keep their places from one measurement to the next."""
    mode = mode_of(str(stands.settings.get("map_mode") or "measures"), one, agreed)
    names = {person.who: person.name for person in stands.people.values() if person.present}
    made = None
    if mode != "measures":
        first = places(then) if then and then.enough else {}
        if shown_before:
            first = places(shown_before, first)
        made = drawn_map(one, mode, stands.lot, names, places(one, first))
    change = compared(then, one) if then else None
    return {"mode": mode, **told(measured(one)), "change": change, "map": made}


# Later


def reveal_later(scene: Scene, before: Sequence[Published]) -> Revealed:
    """How much of the talks was used, and how many expectations were lived up to."""
    said = now(scene.contributions)
    people = standing_of(scene).people
    given = {who for who, _ in answers(said, "cr.used")}
    who_kept = {one for both in kept_pairs(said, people) for one in both}
    seats = {person.who: person.id for person in people.values() if person.present}
    members = {"used": given, "kept": {seats.get(who, who) for who in who_kept}}
    rows = shown_of("later", before, members)
    counting = [
        one
        for one in of_kind(said, "cr.used", "cr.kept")
        if one.participant in over(rows, one.kind.removeprefix("cr."))
    ]
    used, kept = used_figure(counting), kept_figure(counting, people)
    rows = {figure: ids for figure, ids in rows.items() if {"used": used, "kept": kept}[figure]}
    if not rows:
        raise Refused("too_few" if len(given) < FIVE else "wait_more")
    refuse_same("later", before, rows)
    used = used and {**used, "use": use_of(scene)}
    kept = kept and {**kept, "of": pairs_asked(scene)}
    return Revealed(
        rows, {"number": number("later", before), "of": scene.invited, "used": used, "kept": kept}
    )
