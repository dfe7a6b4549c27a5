"""What only the whole lab can tell: is there room for it, is what it is about still there, may this person?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kring.kit.payload import Refused
from kring.kit.scene import Contribution, Scene
from kring.tools.change_lab.lab import Lab
from kring.tools.change_lab.vocabulary import number_in
from kring.tools.change_lab.zone import MOST_DOTS

LIMITS: Mapping[str, int] = {"cl.card": 12, "cl.tension": 5, "cl.experiment": 5}
"""Of one person in one session (section 2.3). A seat and a voice are counted apart: nothing connects them."""
NOT_BEGUN = ("idea", "planned")


def admit(scene: Scene, said: Contribution, leads: bool) -> None:
    """Raises Refused when the lab has no place for what was said.

    limit: the person has given as many as a session allows · dup: this tension seems to exist · dates: it would
    end before it begins · until_past: a plan in the past · dots: more than three · gone: it was withdrawn ·
    only_author, only_scribe: it is for somebody else to do. What a phone sends once more is welcome (C-03).
    """
    known = any(one.uuid == said.uuid for one in scene.contributions)
    if said.kind in RULES and not known:
        RULES[said.kind](Lab(scene), said, leads)


def made(lab: Lab, kind: str, participant: str) -> int:
    """How many of a kind this participant began in this session and still stand."""
    number = number_in(lab.settings)
    here = {place for place, one in enumerate(lab.sessions) if one.number == number}
    things = lab.experiments.values() if kind == "cl.experiment" else lab.standing(kind).values()
    return sum(one.author == participant and one.session in here for one in things)


def room(lab: Lab, kind: str, participant: str) -> int:
    """How many more of a kind this participant may give in this session."""
    return max(0, LIMITS[kind] - made(lab, kind, participant))


def within_limit(lab: Lab, said: Contribution) -> None:
    """Raises Refused("limit") for one more than the session allows; a new text of a card is none more."""
    if not said.payload.get("replaces") and not room(lab, said.kind, said.participant):
        raise Refused("limit", n=LIMITS[said.kind])


def card(lab: Lab, said: Contribution, leads: bool) -> None:
    """Room for a card."""
    within_limit(lab, said)


def tension(lab: Lab, said: Contribution, leads: bool) -> None:
    """Room for a tension that does not exist yet, or that its writer is sure about."""
    within_limit(lab, said)
    if said.payload["sure"] or said.payload.get("replaces"):
        return
    if any(same(one.payload, said.payload) for one in lab.tensions.values()):
        raise Refused("dup")


def same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether two tensions lie between the same boxes and say the same, whatever their case and spaces."""

    def plain(said: Mapping[str, object]) -> object:
        sides = [(said["a"], said["one_hand"]), (said["b"], said["other_hand"])]
        return sorted((str(part), " ".join(str(text).lower().split())) for part, text in sides)

    return plain(one) == plain(other)


def experiment(lab: Lab, said: Contribution, leads: bool) -> None:
    """A new experiment is complete and fits; a plan lies ahead and does not end before it begins."""
    known = lab.experiments.get(said.key)
    fields = {**(known.fields if known else {}), **said.payload}
    if known is None:
        within_limit(lab, said)
        if not all(map(fields.get, ("title", "tension", "status"))):
            raise Refused("empty_text")
    begin, end = fields.get("from"), fields.get("until")
    if begin and end and end < begin:
        raise Refused("dates")
    today = lab.scene.as_of.isoformat()
    ahead = [said.payload[name] for name in ("from", "until") if said.payload.get(name)]
    if fields.get("status") in NOT_BEGUN and any(one < today for one in ahead):
        raise Refused("until_past")


def move(lab: Lab, said: Contribution, leads: bool) -> None:
    """A card is moved by its author or by whoever leads."""
    found = lab.cards.get(lab.root(said.key))
    if found is None:
        raise Refused("gone")
    if not leads and not same_person(lab, found.author, said.participant):
        raise Refused("only_author")


def same_person(lab: Lab, author: str, participant: str) -> bool:
    """The same seat or voice, or a seat of the same person in another meeting."""
    if author == participant:
        return True
    people = {one.id: one.person for one in lab.scene.participants}
    return bool(people.get(author)) and people.get(author) == people.get(participant)


def is_scribe(lab: Lab, participant: str) -> bool:
    """Whether somebody writes along in this session: whoever gave a text for it."""
    return any(one.participant == participant for one in lab.now("cl.scribe"))


def cluster(lab: Lab, said: Contribution, leads: bool) -> None:
    """Cards are bundled by whoever leads or writes along, and only cards that are there."""
    if not leads and not is_scribe(lab, said.participant):
        raise Refused("only_scribe")
    if any(lab.root(ident) not in lab.cards for ident in said.payload.get("cards", ())):
        raise Refused("gone")


def link(lab: Lab, said: Contribution, leads: bool) -> None:
    """Both ends of a connection are there."""
    for end in ("from", "to"):
        ident = lab.root(said.payload[end])
        if not any(ident in found for found in (lab.cards, lab.nodes, lab.tensions, lab.experiments)):
            raise Refused("gone")


def dots(lab: Lab, said: Contribution, leads: bool) -> None:
    """Three dots in all; dots on something that is gone are free again."""
    given = {
        one.key: one.payload["count"] for one in lab.now("cl.exp_dot") if one.participant == said.participant
    }
    given[said.key] = said.payload["count"]
    if sum(count for key, count in given.items() if key in lab.experiments or key == said.key) > MOST_DOTS:
        raise Refused("dots", n=MOST_DOTS)


RULES: Mapping[str, Callable[[Lab, Contribution, bool], None]] = {
    "cl.card": card,
    "cl.tension": tension,
    "cl.experiment": experiment,
    "cl.move": move,
    "cl.cluster": cluster,
    "cl.link": link,
    "cl.exp_dot": dots,
}
