"""Every number of a lab at once, as in section 4. Never shown as it is; `reveals` and `live` say what may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kring.frames.activity_system.ranking import ranking
from kring.kit.scene import Contribution, Participant, Result, Scene, Settings
from kring.tools.change_lab.barometer import barometer, scores
from kring.tools.change_lab.evaluation import answers, complete, evaluation, safety
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.live import Boards, written
from kring.tools.change_lab.reveals import judging, one_by_one
from kring.tools.change_lab.stall import stall
from kring.tools.change_lab.tensions import evidence_counts
from kring.tools.change_lab.vocabulary import ZONE_QUESTIONS, emphasis_of
from kring.tools.change_lab.zone import counted_dots, judged


def compute(
    settings: Settings,
    participants: Sequence[Participant],
    contributions: Sequence[Contribution],
    as_of: date,
) -> Result:
    """{wall, triangle, timeline, tensions, ranking, zone, experiments, barometer, learning, evaluation, threads,
    stall, texts, emphasis}.

    Ratings, zone, barometer and evaluation are those of the running session, over everybody who answered,
    whatever may be shown of them. Exact; the order in which the contributions come does not matter, their
    `seq` does.
    """
    lab = Lab(Scene(settings, participants, contributions, as_of))
    boards = Boards(lab)
    given, process = answers(lab), scores(lab)
    people = complete(given)
    ratings = {
        ident: {name: [one[name] for one in own.values()] for name in ("recognise", "leverage")}
        for ident, own in one_by_one(lab).items()
    }
    ranked, few = ranking(ratings, len(judging(lab)), evidence_counts(lab), list(lab.tensions))
    asked: dict[str, dict[str, list[int | None]]] = {name: {} for name in ZONE_QUESTIONS}
    for one in lab.now("cl.zone"):
        for name in ZONE_QUESTIONS:
            asked[name].setdefault(one.key, []).append(one.payload[name])
    return {
        "wall": boards.wall,
        "triangle": boards.triangle,
        "timeline": boards.timeline,
        "tensions": boards.tensions,
        "ranking": {"ranked": ranked, "few_votes": few},
        "zone": judged(
            list(lab.experiments),
            asked["now"],
            asked["together"],
            counted_dots(lab.now("cl.exp_dot")),
            len(lab.voices("zone")),
        ),
        "experiments": boards.experiments,
        "barometer": barometer(lab, {name: frozenset(own) for name, own in process.items()}),
        "learning": boards.learning,
        "evaluation": evaluation(given, people) | {"safety": safety(given, people)} if people else None,
        "threads": boards.threads,
        "stall": stall(lab),
        "texts": written(lab, lab.here),
        "emphasis": emphasis_of(settings),
    }
