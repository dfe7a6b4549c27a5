"""Finding harvest by its words, the same on every database: each row keeps its own stems (kring.kit.stems).

Nothing that was said in a meeting is searched, only what the group took along; so nothing of the vault (C-13)
can be found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any

from django.db.models import Q, QuerySet

from kring.engine.harvest.confidentiality import Shared, made_on
from kring.engine.harvest.models import Action, Agreement, Findable, Insight, RepertoireItem
from kring.engine.people.models import Community, Person
from kring.engine.rights import may
from kring.engine.transfer.models import Practice
from kring.kit.stems import FORM, stems_of, words_in

MOST_WORDS = 12
"""Words of a question that count; more than this nobody asks on purpose."""
MOST_FOUND = 50
KINDS: dict[str, type[Findable]] = {
    "agreement": Agreement,
    "action": Action,
    "insight": Insight,
    "practice": Practice,
    "repertoire": RepertoireItem,
}

OBJECTS = {
    "agreement": "agreement",
    "action": "action_item",
    "insight": "insight",
    "practice": "practice",
    "repertoire": "repertoire_item",
}
"""What each kind is called in the permission matrix."""


@dataclass(frozen=True)
class Question:
    """What somebody looks for: every one of these words. `cut`: there were more than can be looked for."""

    words: tuple[str, ...] = ()
    cut: bool = False


@dataclass(frozen=True)
class Found:
    """The rows with all the words, newest first, at most MOST_FOUND of them; `n` is how many there are."""

    rows: list[Any] = field(default_factory=list)
    n: int = 0


def seen_by(person: Person, community: Community) -> dict[str, str]:
    """Kind -> all | school: what this person may see of the harvest; what they may not see is not there."""
    found: dict[str, str] = {}
    for kind, thing in OBJECTS.items():
        if may(person, thing, "view", community, researching=False):
            found[kind] = "all"
        elif may(person, thing, "view", community, visibility="school", researching=False):
            found[kind] = "school"
    return found


def question(text: str) -> Question:
    """The words of what somebody typed, each once. Signs and emoji ask nothing."""
    words = tuple(islice(unique_words(text), MOST_WORDS + 1))
    return Question(words[:MOST_WORDS], len(words) > MOST_WORDS)


def unique_words(text: str) -> Iterator[str]:
    yield from dict.fromkeys(words_in(text))


def search(community: Community, asked: Question, sees: Mapping[str, str]) -> Found:
    """What stands in the harvest of a circle with all these words; without words, everything.

    `sees`: as `seen_by` gives it. What was withdrawn or put away, doubles and private actions are never
    found; what was let go or ended is, for a circle wants to know that too.
    """
    shared, rows, n = Shared(community), list[Any](), 0
    for kind, which in sees.items():
        day = "-made_on" if kind == "repertoire" else "-opened_on"
        fits = with_words(standing(kind, community), asked).order_by(day, "-pk")
        if which == "all":
            rows += fits[:MOST_FOUND]
            n += fits.count()
        else:
            free = [row for row in fits.filter(visibility="school") if shared.with_school(row)]
            rows += free
            n += len(free)
    rows.sort(key=lambda row: (made_on(row), str(row.pk)), reverse=True)
    return Found(rows[:MOST_FOUND], n)


def one_of(community: Community, kind: str, pk: object, sees: Mapping[str, str]) -> Any:
    """The row of this kind that can be found, or None; `sees` as for `search`."""
    if kind not in sees:
        return None
    row = standing(kind, community).filter(pk=pk).first()
    return row if row and (sees[kind] == "all" or Shared(community).with_school(row)) else None


def standing(kind: str, community: Community) -> QuerySet[Any]:
    """The rows of this kind that count."""
    if kind == "repertoire":
        return community.repertoire.filter(archived_on=None).select_related("made_in_meeting")
    rows: QuerySet[Any] = QuerySet(KINDS[kind])
    rows = rows.filter(community=community, duplicate_of=None, archived_on=None)
    rows = rows.exclude(node_status="withdrawn").select_related("meeting")
    if kind == "action":
        rows = rows.filter(private=False).prefetch_related("owners")
    return rows


def with_words(rows: QuerySet[Any], asked: Question) -> QuerySet[Any]:
    """The rows in which every word occurs, in one of its forms."""
    each = [
        reduce(or_, (Q(stems__contains=f" {stem} ") for stem in sorted(stems_of(word))))
        for word in asked.words
    ]
    return rows.filter(reduce(and_, each)) if each else rows


def keep_findable(*, anew: bool = False) -> int:
    """Make the stems of rows that have none, or have them in an older form; `anew`: of all. How many changed.

    Runs when the server starts and after a restore; twice changes nothing the second time.
    """
    count = 0
    for model in KINDS.values():
        rows: QuerySet[Any] = QuerySet(model)
        stale = rows if anew else rows.exclude(stems__startswith=f"{FORM} ")
        for row in list(stale):
            if row.stems != (stems := row.stems_now()):
                rows.filter(pk=row.pk).update(stems=stems)
                count += 1
    return count
