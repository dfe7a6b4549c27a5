"""What the facilitator can show, and what is frozen when it is shown (C-30). Fractions stay exact.

Every result has `number` (1 for the first time) and, where people answered, `n`, `of` (seats that are taken)
and `indicative` (fewer than half, C-22).

`ambition`, `mirror_in`, `model`, `evaluate` with choice "cards": the nameless cards of the step are opened
    {number, cards: ids in drawn order, respondents}. Their texts are in the live part, so that a card that
    is withdrawn later is gone everywhere.
`mirror_look`: {number, n, of, indicative, counts: card -> reaction -> how often}
`triangle` with choice "both": {number, opened: True}: two groups see each other's triangle
`rate`: {.., ranked: [{id, R, L: 0..3, P: 0..9, rank, weight, n_recognise, n_leverage,
    split: {teachers, leaders, gap} or None}], few_votes: ids, spoken: id -> [{group, n: people who filled in one
    form together, recognise, leverage: 0..3 or None}]} (C-31)
`zone`: {.., experiments: see `zone.judged`}
`evaluate`: {.., see `evaluation.evaluation`}
`barometer`: {.., see `barometer.barometer`}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from typing import Any

from kring.frames.activity_system.ranking import Ranked, ranking
from kring.frames.transitions.vocabulary import PROCESSES
from kring.kit.draw import drawn
from kring.kit.joint import Joint, alone, compared, joint_forms, joint_rows
from kring.kit.numbers import indicative
from kring.kit.payload import Refused
from kring.kit.scene import Published, Result, Revealed, Scene
from kring.kit.small_groups import FIVE, NEW, WHOLE, reveal_rows, shown_last
from kring.tools.change_lab.barometer import barometer, scores
from kring.tools.change_lab.evaluation import answers, complete, evaluation
from kring.tools.change_lab.lab import Card, Lab
from kring.tools.change_lab.perspectives import sides
from kring.tools.change_lab.tensions import evidence_counts
from kring.tools.change_lab.vocabulary import GROUPS, REACTIONS, WRITING, ZONE_QUESTIONS
from kring.tools.change_lab.zone import counted_dots, judged

CARDS, BOTH = "cards", "both"
OPENS_CARDS = WRITING
APART = Fraction(1)
"""From such a difference in recognition on teachers and leaders see a tension very differently."""
COMPARED = ("teachers", "leaders")

Rows = dict[str, dict[str, frozenset[str]]]


def reveal(scene: Scene, step: str, choice: str, before: Sequence[Published]) -> Revealed:
    """What this step would show now. Raises Refused: too_few, wait_more, nothing_to_reveal."""
    lab = Lab(scene)
    if choice == CARDS and step in OPENS_CARDS:
        return reveal_cards(lab, step, before)
    if choice == BOTH and step == "triangle":
        return reveal_both(lab, before)
    if choice == "" and step in SHOWN:
        return SHOWN[step](lab, before)
    raise Refused("nothing_to_reveal")


def choices(scene: Scene, step: str, before: Sequence[Published]) -> tuple[str, ...]:
    """The ways in which this step can be shown; "cards" only while nameless cards wait."""
    lab = Lab(scene)
    ways = [""] if step in SHOWN else []
    if step in OPENS_CARDS and nameless(lab, step, before):
        ways.append(CARDS)
    if step == "triangle" and all(sides(lab).values()):
        ways.append(BOTH)
    return tuple(ways)


def number(before: Sequence[Published], step: str, choice: str = "") -> int:
    """The how-manieth time this is."""
    return 1 + sum((one.step, one.choice) == (step, choice) for one in before)


def taking_part(lab: Lab, n: int) -> Result:
    """{n, of, indicative} (C-22)."""
    of = max(n, lab.invited())
    return {"n": n, "of": of, "indicative": indicative(n, of)}


def opened_before(before: Sequence[Published], step: str) -> tuple[set[str], int]:
    """The cards of a step that were opened, and how many people had answered by then."""
    cards: set[str] = set()
    people = 0
    for one in before:
        if (one.step, one.choice) == (step, CARDS):
            cards |= set(one.result["cards"])
            people = max(people, one.result["respondents"])
    return cards, people


def nameless(lab: Lab, step: str, before: Sequence[Published]) -> list[str]:
    """The nameless cards that were written in a step of this session and wait to be opened."""
    written = {one.uuid for one in lab.now("cl.card") if one.step == step}
    opened, _ = opened_before(before, step)
    return [
        ident
        for ident, card in lab.cards.items()
        if card.nameless and card.session == lab.here and ident in written and ident not in opened
    ]


def reveal_cards(lab: Lab, step: str, before: Sequence[Published]) -> Revealed:
    """Open the nameless cards of a step all together (C-33).

    Somebody can be in a step as a seat and as a voice, and nothing connects the two; so the larger of both
    counts is how many people there are at least. No rows: whoever wrote a card may go on in the step.
    """
    waiting = nameless(lab, step, before)
    if not waiting:
        raise Refused("nothing_to_reveal")
    people = max(len(lab.seats(step)), len(lab.voices(step)))
    opened, earlier = opened_before(before, step)
    if people < FIVE:
        raise Refused("too_few")
    if opened and people - earlier < NEW:
        raise Refused("wait_more")
    order = drawn([*waiting, *opened], str(lab.settings.get("lot", "")), "cards")
    result = {"number": number(before, step, CARDS), "cards": order, "respondents": people}
    return Revealed({}, result)


def reveal_both(lab: Lab, before: Sequence[Published]) -> Revealed:
    """Open the triangles of two groups to each other."""
    if not all(sides(lab).values()):
        raise Refused("nothing_to_reveal")
    if any(one.choice == BOTH for one in before):
        raise Refused("wait_more")
    return Revealed({}, {"number": 1, "opened": True})


def by_step(
    lab: Lab, step: str, before: Sequence[Published], people: Set[str] | None = None
) -> dict[str, frozenset[str]]:
    """The rows of judgements about things: everybody in the step, or these people (C-27, C-30). Raises Refused."""
    rows = reveal_rows(
        shown_last(before, step, step), {"all": lab.voices(step) if people is None else people}
    )
    return {WHOLE: frozenset(rows[WHOLE])}


def reveal_reactions(lab: Lab, before: Sequence[Published]) -> Revealed:
    """How often each card was recognised, touched somebody, or raised a question."""
    rows = by_step(lab, "mirror_look", before)
    counts: dict[str, dict[str, int]] = {}
    for one in lab.now("cl.react"):
        ident, _, reaction = one.key.rpartition(":")
        if one.payload["on"]:
            own = counts.setdefault(lab.root(ident), dict.fromkeys(REACTIONS, 0))
            own[reaction] += 1
    result = {
        "number": number(before, "mirror_look"),
        **taking_part(lab, len(rows[WHOLE])),
        "counts": {ident: counts[ident] for ident in sorted(counts)},
    }
    return Revealed({"mirror_look": rows}, result)


def reveal_rate(lab: Lab, before: Sequence[Published]) -> Revealed:
    """The ranking of the tensions, with where teachers and leaders differ."""
    forms, people = joint_forms(lab.now("cl.join"), before, "rate"), judging(lab, before)
    rows: Rows = {"rate": by_step(lab, "rate", before, people), **joint_rows(forms)}
    given, groups = one_by_one(lab, before), grouped(lab)
    spoken = {ident: said for ident, own in rated(lab).items() if (said := statements(forms, own))}
    ratings = {
        ident: {name: [one[name] for one in own.values()] for name in ("recognise", "leverage")}
        for ident, own in given.items()
    }
    ranked, rest = ranking(ratings, len(rows["rate"][WHOLE]), evidence_counts(lab), list(lab.tensions))
    found = []
    for one in ranked:
        answered = {
            who: answer["recognise"]
            for who, answer in given[one.id].items()
            if answer["recognise"] is not None
        }
        figure = recognised(lab.tensions[one.id])
        shown = apart(answered, groups, shown_last(before, "rate", figure))
        rows |= {figure: shown} if shown else {}
        rows_of = {**shown, **only_group(shown, groups)}
        found.append({**told(one), "split": split(answered, rows_of, spoken.get(one.id, ()))})
    result = {
        "number": number(before, "rate"),
        **taking_part(lab, len(rows["rate"][WHOLE])),
        "ranked": found,
        "few_votes": rest,
        "spoken": spoken,
    }
    return Revealed(rows, result)


def recognised(tension: Card) -> str:
    """The name of the figure about who recognises a tension, from its place in the lab."""
    session, _, seq = tension.order
    return f"recognise:{session}.{seq}"


def rated(lab: Lab) -> dict[str, dict[str, Mapping[str, int | None]]]:
    """tension -> voice -> its rating in this session, of tensions that stand."""
    found: dict[str, dict[str, Mapping[str, int | None]]] = {}
    for one in lab.now("cl.rate"):
        ident = lab.root(one.key)
        if ident in lab.tensions:
            found.setdefault(ident, {})[one.participant] = one.payload
    return found


def judging(lab: Lab, before: Sequence[Published] = ()) -> frozenset[str]:
    """The voices that are counted one by one: those of a group that speaks as one are not (C-31)."""
    return alone(lab.voices("rate"), grouped(lab), joint_forms(lab.now("cl.join"), before, "rate"))


def one_by_one(lab: Lab, before: Sequence[Published] = ()) -> dict[str, dict[str, Mapping[str, int | None]]]:
    """`rated`, of the voices that are counted one by one."""
    people = judging(lab, before)
    return {
        ident: {who: answer for who, answer in own.items() if who in people}
        for ident, own in rated(lab).items()
    }


def grouped(lab: Lab) -> dict[str, str]:
    """voice -> the group that it says it belongs to; the newest counts."""
    return {one.participant: one.payload["group"] for one in lab.now("cl.join")}


def told(one: Ranked) -> Result:
    """A ranked tension as it is frozen."""
    return {
        "id": one.id,
        "R": one.R,
        "L": one.L,
        "P": one.P,
        "rank": one.rank,
        "weight": one.weight,
        "n_recognise": one.n_recognise,
        "n_leverage": one.n_leverage,
    }


def apart(
    answered: Mapping[str, int | None], groups: Mapping[str, str], before: Mapping[str, Any]
) -> dict[str, frozenset[str]]:
    """The rows in which recognition of one tension may be split; {} where that would single somebody out.

    With too few new people a split stays as it was shown, over the same people.
    """
    members: dict[str, set[str]] = {group: set() for group in GROUPS}
    for who in answered:
        members[groups.get(who) or "others"].add(who)
    try:
        rows = reveal_rows(before, members)
    except Refused:
        return {row: frozenset(ids) for row, ids in before.items()}
    return {row: frozenset(ids) for row, ids in rows.items()}


def only_group(rows: Mapping[str, frozenset[str]], groups: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Where everybody who is counted belongs to one group, the whole is that group."""
    found = {groups.get(who) or "others" for who in rows.get(WHOLE, ())}
    return {found.pop(): rows[WHOLE]} if len(found) == 1 else {}


def statements(forms: Mapping[str, Joint], own: Mapping[str, Mapping[str, int | None]]) -> list[Result]:
    """What groups that speak as one say of a tension (C-31): [{group, n, recognise, leverage}]."""
    return [
        {"group": group, "n": form.n, **own[form.id]}
        for group, form in sorted(forms.items())
        if any(value is not None for value in own.get(form.id, {}).values())
    ]


def split(
    answered: Mapping[str, int | None], rows: Mapping[str, frozenset[str]], spoken: Sequence[Result]
) -> Result | None:
    """{teachers, leaders: mean recognition or what the group said as one, gap} when both are known by themselves
    and differ by at least 1."""
    means = {}
    for group in COMPARED:
        known = [answer for who in sorted(rows.get(group, ())) if (answer := answered.get(who)) is not None]
        if known:
            means[group] = Fraction(sum(known), len(known))
    both = compared(means, {one["group"]: one["recognise"] for one in spoken}, COMPARED)
    if both is None or abs(both[0] - both[1]) < APART:
        return None
    return {**dict(zip(COMPARED, both, strict=True)), "gap": both[0] - both[1]}


def reveal_zone(lab: Lab, before: Sequence[Published]) -> Revealed:
    """Which experiments lie within reach, in the zone, or too far."""
    rows = by_step(lab, "zone", before)
    given: dict[str, dict[str, list[int | None]]] = {name: {} for name in ZONE_QUESTIONS}
    for one in lab.now("cl.zone"):
        for name in ZONE_QUESTIONS:
            given[name].setdefault(one.key, []).append(one.payload[name])
    dots = counted_dots(one for one in lab.now("cl.exp_dot") if one.key in lab.experiments)
    n = len(rows[WHOLE])
    result = {
        "number": number(before, "zone"),
        **taking_part(lab, n),
        "experiments": judged(list(lab.experiments), given["now"], given["together"], dots, n),
    }
    return Revealed({"zone": rows}, result)


def reveal_evaluation(lab: Lab, before: Sequence[Published]) -> Revealed:
    """How the process went, over whoever answered everything that is shown."""
    given = answers(lab)
    rows = reveal_rows(shown_last(before, "evaluate", "evaluation"), {"all": complete(given)})
    result = {
        "number": number(before, "evaluate"),
        **taking_part(lab, len(rows[WHOLE])),
        **evaluation(given, rows[WHOLE]),
    }
    return Revealed({"evaluation": {WHOLE: frozenset(rows[WHOLE])}}, result)


def reveal_barometer(lab: Lab, before: Sequence[Published]) -> Revealed:
    """Where we are between from and to, each process over its own people."""
    given = scores(lab)
    rows: Rows = {}
    refusals: list[Refused] = []
    for process in PROCESSES:
        shown = shown_last(before, "barometer", process)
        try:
            rows[process] = {WHOLE: frozenset(reveal_rows(shown, {"all": given[process].keys()})[WHOLE])}
        except Refused as refused:
            refusals.append(refused)
            if shown and shown[WHOLE] <= given[process].keys():
                # Too few new people for this process: it stays as it was shown, over the same people.
                rows[process] = {WHOLE: frozenset(shown[WHOLE])}
    if len(refusals) == len(PROCESSES):
        raise next((one for one in refusals if one.code == "wait_more"), refusals[0])
    counting = {process: rows[process][WHOLE] for process in rows}
    found = barometer(lab, counting)
    result = {"number": number(before, "barometer"), **found, **taking_part(lab, found["n"])}
    return Revealed(dict(rows), result)


SHOWN = {
    "mirror_look": reveal_reactions,
    "rate": reveal_rate,
    "zone": reveal_zone,
    "evaluate": reveal_evaluation,
    "barometer": reveal_barometer,
}
