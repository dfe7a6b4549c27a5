"""What was found, as a page shows it: finished lines, with the words that were asked for marked in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from kring.engine.harvest.confidentiality import made_on
from kring.engine.harvest.keeping import past_term
from kring.engine.harvest.models import Action, Agreement, Insight, RepertoireItem
from kring.engine.harvest.search import Question, question, search, seen_by
from kring.engine.harvest.sharing import sharing
from kring.engine.people.models import Community, Person
from kring.engine.retention import before
from kring.engine.transfer.models import Practice
from kring.engine.transfer.practices import practices
from kring.engine.transfer.standing import seen_in
from kring.engine.words import interface, refusal, shared
from kring.kit.payload import Refused
from kring.kit.stems import stems_of, words_in
from kring.pages.community.look import insight_line, repertoire_line, with_origin
from kring.pages.harvest.look import Line, action_line, agreement_line, day
from kring.pages.practice.look import practice_line
from kring.pages.repertoire.look import use_part

TOKEN = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")
ENDED = {"dropped", "done", "retired", "changed", "declined"}


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `parts`: its text in pieces, each with whether somebody asked for it."""

    line: Line
    day: str
    parts: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[list[tuple[str, bool]]] = field(default_factory=list)
    shared: bool = False
    ended: bool = False


def answer(person: Person, circle: Community, asked: str, *, cut: bool) -> dict[str, Any]:
    """Everything of the page. `cut`: not all that was typed is looked for."""
    sees, looked = seen_by(person, circle), question(asked)
    found = search(circle, looked, sees)
    return {
        "community": circle,
        "asked": asked,
        "cut": cut or looked.cut,
        "wordless": bool(asked) and not looked.words,
        "hits": [hit(row, looked, sees) for row in found.rows],
        "n": found.n,
        "each": each_word(circle, looked, sees) if not found.n else [],
        "inside": "all" in sees.values(),
        "member": is_member(person, circle),
        "old": old_things(circle) if is_member(person, circle) and not asked else [],
    }


def is_member(person: Person, circle: Community) -> bool:
    """Whether this person has a say about what the circle keeps and shares."""
    return circle.memberships.members().filter(person=person).exists()


def old_things(circle: Community) -> list[Line]:
    """What nobody touched for five years: still worth keeping?"""
    rows = past_term(circle, before(timezone.now(), "rt.harvest"))
    return [replace(line_of(row), kind=kind_of(row)) for row in rows]


def item_page(person: Person, circle: Community, row: Any) -> dict[str, Any]:
    """One thing: its words, where it grew, who may read it, and whether it is still worth keeping."""
    sees, member = seen_by(person, circle), is_member(person, circle)
    return {
        "community": circle,
        "one": hit(row, Question(), sees),
        "member": member,
        "sharing": sharing(row, person) if member else None,
        "question": shared(language()).text("consent_texts", "co.visibility_school"),
        "use": use_part(person, row) if isinstance(row, RepertoireItem) else None,
        "old": member
        and any(one.pk == row.pk for one in past_term(circle, before(timezone.now(), "rt.harvest"))),
    }


def language() -> str:
    """The reader's language."""
    return get_language() or "nl"


def said(refused: Refused) -> str:
    """The sentence for a refusal, these pages' own first."""
    words = interface(language())
    if words.has("search", "refusal", refused.code):
        return words.text("search", "refusal", refused.code, **refused.values)
    return refusal(refused.code, language(), **refused.values)


def each_word(circle: Community, asked: Question, sees: dict[str, str]) -> list[tuple[str, int]]:
    """Of several words that nothing has together: those that something has, and how often."""
    if len(asked.words) < 2:
        return []
    counts = [(word, search(circle, Question((word,)), sees).n) for word in asked.words]
    return [(word, n) for word, n in counts if n]


def hit(row: Any, asked: Question, sees: dict[str, str]) -> Hit:
    """One row as a line."""
    inside = sees.get(kind_of(row)) == "all"
    line = with_origin(line_of(row, inside), row, inside)
    wanted = frozenset[str]().union(*(stems_of(word) for word in asked.words))
    return Hit(
        line,
        day(made_on(row)),
        list(marked(line.text, wanted)),
        [list(marked(note, wanted)) for note in line.notes],
        row.visibility == "school",
        line.state in ENDED,
    )


def kind_of(row: Any) -> str:
    """agreement | action | insight | practice | repertoire."""
    return "repertoire" if isinstance(row, RepertoireItem) else str(row.stage)


def line_of(row: Any, inside: bool = True) -> Line:
    """The line that lists of this kind show everywhere, with everything by which it can be found.

    `inside`: to the circle itself.
    """
    match row:
        case Action():
            line = action_line(row, timezone.localdate())
            return replace(line, notes=[row.first_step, *line.notes] if row.first_step else line.notes)
        case Agreement():
            line = agreement_line(row)
            return replace(line, notes=[row.test, *line.notes] if row.test else line.notes)
        case Insight():
            return insight_line(row)
        case Practice():
            assert row.community is not None
            [(_, level)] = seen_in(row.community, timezone.localdate(), practices().filter(pk=row.pk))
            return practice_line(row, level, inside=inside)
        case _:
            line = repertoire_line(row)
            if row.description.startswith(row.title.rstrip("…")):
                return line
            more = [row.description] if row.description else []
            return replace(line, text=row.title, notes=[*more, *line.notes])


def marked(text: str, wanted: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, in its order: (piece, whether it is one of the words)."""
    if not wanted:
        yield text, False
        return
    plain = ""
    for piece in TOKEN.split(text):
        if any(stems_of(word) & wanted for word in words_in(piece)):
            yield from [(plain, False)] if plain else []
            yield piece, True
            plain = ""
        else:
            plain += piece
    if plain:
        yield plain, False
