"""The level, the question that stands and what the last meetings showed, in words for whoever may see them."""

from __future__ import annotations

from typing import Any

from kring.engine.learning.cycles import current_cycle
from kring.engine.people.models import Community, Person
from kring.engine.people.roles import roles_in
from kring.engine.presence.deciding import STANDS, has_guide, level_of, open_question, voters
from kring.engine.presence.models import PresenceLook, PresenceProposal
from kring.engine.presence.rule import FLOOR, HIGHEST
from kring.pages.house.visiting import day, lifecycle

SIGNALS = ("experienced", "leading", "agenda", "keeping", "spread")


def level_name(level: int) -> str:
    """A level in words: Voorgaan, Ernaast, Meekijken, Op afroep."""
    return lifecycle().text("facilitator_presence", f"fp.level.{level}")


def presence_part(person: Person, circle: Community) -> dict[str, Any] | None:
    """What stands on the page of the circle: the level, and the question while this person has not answered it."""
    level = level_of(circle)
    if level is None or not has_guide(circle):
        return None
    asked = open_question(circle)
    waits = (
        asked is not None and person.pk in voters(circle) and not asked.answers.filter(person=person).exists()
    )
    return {
        "level": level_name(level),
        "waits": waits,
        "asked": proposal_text(asked) if asked and waits else "",
    }


def proposal_text(asked: PresenceProposal) -> str:
    """What Kring asks, in words; nothing when somebody asked."""
    which = "back" if asked.to_level < asked.from_level else "forward"
    names = {"from": level_name(asked.from_level), "to": level_name(asked.to_level)}
    if asked.by_kring:
        return lifecycle().text("facilitator_presence", f"fp.propose.{which}", **names)
    return ""


def presence_page(person: Person, circle: Community) -> dict[str, Any]:
    """Everything of the page."""
    cycle, level = current_cycle(circle), level_of(circle)
    guides = "FA" in roles_in(person, circle).codes
    may_vote = person.pk in voters(circle)
    asked = open_question(circle) if level is not None else None
    last = PresenceLook.objects.filter(meeting__community=circle).last()
    words = lifecycle()
    floor = FLOOR[cycle.phase] if cycle else 0
    return {
        "community": circle,
        "level": level,
        "level_name": level_name(level) if level is not None else "",
        "levels": [(one, level_name(one)) for one in range(HIGHEST, -1, -1)],
        "guided": has_guide(circle),
        "guides": guides,
        "self_check": words.text("facilitator_presence", "fp.self_check") if guides else "",
        "at_end": words.text("facilitator_presence", "fp.end") if cycle and cycle.phase == "end" else "",
        "may_vote": may_vote,
        "asks": may_vote or guides,
        "steps": [
            (one, level_name(one))
            for one in (level - 1, level + 1)
            if max(floor, 0) <= one <= HIGHEST and asked is None
        ]
        if level is not None
        else [],
        "asked": question(asked, person, circle) if asked else None,
        "signals": list(zip(SIGNALS, last.signals, strict=True)) if last else [],
    }


def question(asked: PresenceProposal, person: Person, circle: Community) -> dict[str, Any]:
    """The question that stands, how far it is, and what this person said."""
    who = voters(circle)
    answers = [one for one in asked.answers.all() if one.person_id in who]
    return {
        "row": asked,
        "text": proposal_text(asked),
        "from": level_name(asked.from_level),
        "to": level_name(asked.to_level),
        "by": asked.asked_by.shown_name if asked.asked_by else "",
        "until": day(asked.asked_on + STANDS),
        "n": len(answers),
        "of": len(who),
        "mine": next((one.value for one in answers if one.person_id == person.pk), ""),
    }
