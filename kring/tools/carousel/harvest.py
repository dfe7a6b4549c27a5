"""What may be proposed to the group at the end (section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from kring.kit.scene import Proposal, Scene, Settings, Shown
from kring.kit.words import Words
from kring.tools.carousel.course import standing_of
from kring.tools.carousel.later import going_on
from kring.tools.carousel.people import answers, now
from kring.tools.carousel.vocabulary import TIES
from kring.tools.carousel.wording import LOW

MOST, SENTENCES = 7, 3
CHOSEN = 2
"""So many people say "mine too" before a sentence is proposed."""
SILOS = Fraction(-30, 100)


def propose(settings: Settings, shown: Shown, as_of: date, words: Words) -> list[Proposal]:
    """At most seven proposals; `rank` 1 is read first. Only from what was shown (C-41)."""
    found = [
        *agreements(shown),
        *sentences(shown),
        *network_insights(shown, words),
        *questions(shown, settings, words),
    ]
    return [replace(one, rank=rank) for rank, one in enumerate(list(once(found))[:MOST], 1)]


def once(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """Equal texts, whatever their case and spaces, once."""
    seen = set()
    for one in found:
        place = (" ".join(one.text.lower().split()), one.private_to)
        if place not in seen:
            seen.add(place)
            yield one


def agreements(shown: Shown) -> Iterator[Proposal]:
    """What the group agreed, as it was written down in the closing."""
    for one in shown.live.get("closing", {}).get("agreements", []):
        yield Proposal("CR3", "agreement", one["text"], sources=(one["uuid"],), data={"kind": "content"})


def sentences(shown: Shown) -> Iterator[Proposal]:
    """The three sentences that most people made theirs, from two people on."""
    too: Mapping[str, int] = shown.live.get("closing", {}).get("too", {})
    said = shown.published.get("closing", {}).get("sentences", [])
    chosen = [one for one in said if too.get(one["uuid"], 0) >= CHOSEN]
    chosen.sort(key=lambda one: -too[one["uuid"]])
    for one in chosen[:SENTENCES]:
        yield Proposal("CR1", "insight", one["text"], data={"people": too[one["uuid"]]})


def network_insights(shown: Shown, words: Words) -> Iterator[Proposal]:
    """Exchange that stays within teams, and one-way traffic."""
    ties: Mapping[str, Any] = shown.published.get("map", {}).get("shown", {})
    for tie in TIES:
        one = ties.get(tie)
        if not one:
            continue
        if one["ei"] is not None and one["chance"] is not None and one["ei"] - one["chance"] < SILOS:
            yield Proposal("CR2", "insight", words.text("harvest", "silos"), data={"tie": tie})
        if one["reciprocity"] is not None and one["reciprocity"] < LOW:
            yield Proposal("CR2", "insight", words.text("harvest", "one_way"), data={"tie": tie})


def questions(shown: Shown, settings: Settings, words: Words) -> Iterator[Proposal]:
    """Questions that opened something for five people or more."""
    theme = str(settings.get("theme") or "") or words.text("settings", "theme", "empty")
    for ident in shown.live.get("closing", {}).get("opened", []):
        text = words.text("questions", ident, theme=theme)
        yield Proposal("CR4", "repertoire", text, data={"kind": "artefact", "form": "question", "id": ident})


def for_two(scene: Scene, words: Words) -> list[Proposal]:
    """What only the two of a pair see: a second talk when both want to go on, and what they expect of each other
    as an agreement of the two. Never among the proposals of the group."""
    stands, said = standing_of(scene), now(scene.contributions)
    if not (stands.over or stands.by_week):
        return []
    names = {who: member.name for who, member in stands.people.items()}
    found = []
    for a, b in sorted(going_on(said)):
        if a in names and b in names:
            text = words.text("harvest", "second_talk", a=names[a], b=names[b])
            found.append(Proposal("CR5", "action", text, private_to=(a, b)))
    sent = answers(said, "cr.expectation")
    for a, b in sorted(sent):
        if a < b and (b, a) in sent and a in names and b in names:
            parts = [(names[who], sent[who, other].payload["mine"]) for who, other in ((a, b), (b, a))]
            text = " ".join(
                words.text("harvest", "expects", name=name, text=text) for name, text in parts if text
            )
            if text:
                found.append(Proposal("CR6", "agreement", text, private_to=(a, b), data={"kind": "content"}))
    return found
