"""Who is in a picture, and whether showing it would give somebody away (section 4.4, C-27 to C-30).

Names are live: they come when people give them and leave at once when people take them back. Totals are
frozen. So people in a total may later be known by name, and what is left of it is a figure about the others.
Therefore every figure that was ever shown is looked at again, with everybody who is known by name by now. Of
those who are not known it must hold nobody or at least five; nobody of them may have left since an earlier
picture; and those who are new must be nobody or at least three.

In named mode (C-32) everybody said yes to names beforehand: nobody can be given away, so only the three of a mean
are left of all this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from kring.kit.payload import Refused
from kring.kit.scene import Published, Scene
from kring.kit.small_groups import FIVE, NAMED, NEW, WHOLE, in_named_mode
from kring.tools.change_colours.people import Person, named_people, unnamed_people

STEP, NAMES = "picture", "names"
FEWEST_NAMES = 2
"""A table of one person is no table."""

Ids = AbstractSet[str]
Over = Literal["all", "named", "nobody"]


@dataclass(frozen=True, slots=True)
class Counted:
    """The people of a picture: `people` are in the totals (`over` says who), `table` in the table."""

    people: tuple[Person, ...]
    over: Over
    unnamed: tuple[Person, ...]
    table: tuple[Person, ...]
    known: frozenset[str]
    """Everybody whose colours are, or were, shown by name."""
    by_name: bool = False
    """In named mode: whoever is counted agreed to be recognised."""


def counted(scene: Scene, choice: str, before: Sequence[Published]) -> Counted:
    """Who would be counted if the picture were shown now without names ("") or with them ("names").

    Raises Refused: few_share, none_named, one_name, not_in_this_step.
    """
    named = named_people(scene.contributions) if scene.settings.get("allow_names") else []
    unnamed = unnamed_people(scene.contributions, scene.settings.get("form", "blocks"))
    everybody = [*named, *unnamed]
    if in_named_mode(scene.settings):
        return counted_by_name(scene, choice, named, unnamed)
    known = names_shown(before, named) if choice == NAMES or names_are_live(before) else frozenset()
    if choice == NAMES:
        enough_names(scene, named)
        over = over_whom(named, unnamed)
        people = {"all": everybody, "named": named, "nobody": []}[over]
        unnamed_in = unnamed if over == "all" else []
        return Counted(tuple(people), over, tuple(unnamed_in), tuple(named), known)
    if len(everybody) < FIVE:
        raise Refused("few_share")
    return Counted(tuple(everybody), "all", tuple(unnamed), (), known)


def counted_by_name(scene: Scene, choice: str, named: Sequence[Person], unnamed: Sequence[Person]) -> Counted:
    """Who is counted in named mode: whoever shares, over a mean of three; each seat once.

    Raises Refused: few_share, none_named, one_name, not_in_this_step.
    """
    names = {person.id for person in named}
    rest = [person for person in unnamed if person.id not in names]
    everybody = (*named, *rest)
    if choice == NAMES:
        enough_names(scene, named)
    elif len(everybody) < NAMED:
        raise Refused("few_share")
    if len(everybody) < NAMED:
        return Counted((), "nobody", (), tuple(named), frozenset(), by_name=True)
    table = tuple(named) if choice == NAMES else ()
    return Counted(everybody, "all", tuple(rest), table, frozenset(names), by_name=True)


def enough_names(scene: Scene, named: Sequence[Person]) -> None:
    """Raises Refused where there is no table to show."""
    if not scene.settings.get("allow_names"):
        raise Refused("not_in_this_step")
    if not named:
        raise Refused("none_named")
    if len(named) < FEWEST_NAMES:
        raise Refused("one_name")


def over_whom(named: Sequence[Person], unnamed: Sequence[Person]) -> Over:
    """Whom the totals beside a table of names may be about (4.4)."""
    if not unnamed or len(unnamed) >= FIVE:
        return "all"
    return "named" if len(named) + len(unnamed) >= FIVE else "nobody"


def names_are_live(before: Iterable[Published]) -> bool:
    """Whether the table of names was ever shown; taking it off the board undoes nothing."""
    return any(one.step == STEP and one.choice == NAMES for one in before)


def names_shown(before: Sequence[Published], named: Iterable[Person]) -> frozenset[str]:
    """Everybody whose name is shown now, or was shown while an earlier picture was made."""
    tables: list[Ids] = [{person.id for person in named}]
    live = False
    for one in before:
        live = live or (one.step == STEP and one.choice == NAMES)
        if live and one.step == STEP:
            tables.append(one.rows.get("named", {}).get(WHOLE, frozenset()))
    return frozenset().union(*(table for table in tables if len(table) >= FEWEST_NAMES))


def shown_before(before: Sequence[Published], figure: str) -> list[Ids]:
    """The people of a figure in every picture that was ever shown, oldest first."""
    return [one.rows[figure][WHOLE] for one in before if one.step == STEP and figure in one.rows]


def figures_shown(before: Iterable[Published]) -> set[str]:
    """The figures about people in the pictures that were shown."""
    return {figure for one in before if one.step == STEP for figure in one.rows if figure in FIGURES}


FIGURES = ("colours", "congruence", "scores")


def trouble(shown: Sequence[Ids], known: Ids) -> Literal["", "too_few", "wait_more"]:
    """What gives somebody away in a figure shown over these people, one after the other; "" = nothing."""
    unknown = [set(ids - known) for ids in shown]
    if any(0 < len(ids) < FIVE for ids in unknown):
        return "too_few"
    for earlier, later in zip(unknown, unknown[1:], strict=False):
        if earlier - later or 0 < len(later - earlier) < NEW:
            return "wait_more"
    return ""


def refuse_trouble(now: Mapping[str, Ids], known: Ids, choice: str, before: Sequence[Published]) -> None:
    """Raises Refused when this picture, or the names beside an older one, would give somebody away.

    names_closed: an older picture forbids the names. few_share, wait_more: this picture must wait.
    """
    for figure in figures_shown(before):
        if trouble(shown_before(before, figure), known):
            raise Refused("names_closed" if choice == NAMES else "few_share")
    if "colours" in now:
        why = trouble([*shown_before(before, "colours"), now["colours"]], known)
        if why:
            raise Refused("few_share" if why == "too_few" else why)


def may_show(figure: str, ids: Ids, known: Ids, before: Sequence[Published]) -> bool:
    """Whether a figure beside the colours (congruence, scores) may be shown over these people."""
    return bool(ids) and not trouble([*shown_before(before, figure), ids], known)
