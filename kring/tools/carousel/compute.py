"""Every number of a carousel at once. Never shown as it is; `live`, `mine` and `reveals` say what may be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kring.kit.scene import Contribution, Participant, Result, Scene, Settings
from kring.tools.carousel.course import coming, resting, standing_of, talks
from kring.tools.carousel.coverage import advised, coverage
from kring.tools.carousel.figures import both_ways, item_figure, items
from kring.tools.carousel.later import kept_figure, used_figure
from kring.tools.carousel.network import compared, measured
from kring.tools.carousel.nominations import networks, networks_before
from kring.tools.carousel.people import now
from kring.tools.carousel.planner.run import Run


def compute(
    settings: Settings,
    participants: Sequence[Participant],
    contributions: Sequence[Contribution],
    as_of: date,
) -> Result:
    """{version, fits, rounds: [{number, talks, resting, planned: bool}], coverage, turns: id -> times the odd one,
    advice, items, both_ways, network: tie -> measures, change: tie -> change or None, used, kept}.

    Exact; the order in which the contributions come does not matter, their `seq` does.
    """
    scene = Scene(settings, participants, contributions, as_of)
    stands = standing_of(scene)
    said = now(contributions)
    given = items(said)
    nets, then = networks(scene, stands), networks_before(scene, stands)
    ahead = coming(scene)
    rounds = [(one, False) for one in stands.held] + [(one, True) for one in ahead]
    run = Run(stands.played)
    return {
        "version": stands.version,
        "fits": stands.fits,
        "rounds": [
            {
                "number": one.number,
                "talks": talks(stands, one),
                "resting": resting(stands, one),
                "planned": planned,
            }
            for one, planned in rounds
        ],
        "coverage": coverage(stands),
        "turns": dict(sorted(run.odd.items())),
        "advice": advised(stands, ahead),
        "items": {item: item_figure(values) for item, values in given.items()},
        "both_ways": both_ways(given, stands.held),
        "network": {tie: measured(one) for tie, one in nets.items()},
        "change": {tie: compared(then[tie], one) for tie, one in nets.items() if tie in then},
        "used": used_figure(said),
        "kept": kept_figure(said, stands.people),
    }
