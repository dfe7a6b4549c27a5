"""What somebody wrote for themselves, to take along in their own logbook (8.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kring.kit.scene import Contribution, Scene
from kring.kit.words import Words
from kring.tools.carousel.course import said_now, standing_of
from kring.tools.carousel.everybody import turns_of
from kring.tools.carousel.people import answers
from kring.tools.carousel.vocabulary import LOG
from kring.tools.carousel.wording import listed


def logbook(scene: Scene, seat: str, words: Words) -> str:
    """All that this seat wrote, with whom each talk was; "" when nothing was written."""
    own = [one for one in said_now(scene) if one.participant == seat]
    return "\n\n".join(part for part in parts(scene, seat, own, words) if part)


def parts(scene: Scene, seat: str, own: Sequence[Contribution], words: Words) -> Iterator[str]:
    """What was written once, and what was written after each talk."""
    said = {key: one.payload["text"] for (_, key), one in answers(own, "cr.log").items()}
    people = standing_of(scene).people
    yield written(said, 0, words)
    for turn in turns_of(scene):
        text = written(said, turn.one.number, words)
        if text:
            talk = turn.talk.get(seat)
            names = [people[who].name for who in talk["seats"] if who != seat] if talk else []
            head = words.text("extra", "round_title", n=turn.one.number)
            yield "\n".join([f"{head}: {listed(words, names)}" if names else head, text])


def written(said: dict[str, str], r: int, words: Words) -> str:
    """The fields of one round (0: those that are written once), each below its question."""
    found = [(field, said.get(f"{r}:{field}", "")) for field, once in LOG.items() if once == (r == 0)]
    return "\n".join(f"{words.text('logbook', field)} {text}" for field, text in found if text)
