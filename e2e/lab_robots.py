"""Sets the stage for a change lab; run by `stage.py`."""

from __future__ import annotations

from typing import Any


def whole_lab(people: int) -> dict[str, Any]:
    """The settings of a lab in which every step can be looked at."""
    from kring.tools.change_lab.tests.play import class_settings

    return class_settings(people)


def played_lab(meeting: str, people: int) -> None:
    """Robots play the whole lab of an open meeting, before anybody looks; it stands at its last step."""
    from django.db import transaction

    from kring.engine.meetings.models import Meeting
    from kring.engine.robots import Robots
    from kring.tools.change_lab.tests.play import class_of, figure_9

    names = [f"Robot {number}" for number in range(1, people + 1)]
    with transaction.atomic():
        robots = Robots.join(Meeting.objects.get(pk=meeting), names, "Amina")
        robots.play(with_figure_9(class_of(people), figure_9()))


def with_figure_9(script: Any, figure: Any) -> Any:
    """The play, with the triangle of the publication in it too."""
    from kring.kit.play import Next

    for action in script:
        yield action
        if action == Next("triangle"):
            yield from figure
