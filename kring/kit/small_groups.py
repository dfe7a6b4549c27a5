"""Nobody is singled out: which groups are shown, which go together, and when again (C-27 to C-30).

A *figure* is one number or picture about people (one dimension, one item). Its respondents are given as
`members`: group -> ids, over the one split of C-28. What is shown of it are *rows*: row -> ids, where the row
`whole` holds everybody and `together` the groups that are not shown apart. A *plan* says group -> row.

Most tools need only `rows_to_reveal(settings, shown_last(before, step, figure), members)`.

In *named mode* (C-32) a small circle has said yes to names: nobody can be found out, so nothing is merged and what is
new may be shown at once; only a mean still rests on three people. The house then sets `settings["named"]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from kring.kit.payload import Refused
from kring.kit.scene import Published, Settings

WHOLE, TOGETHER = "whole", "together"
FIVE = 5
"""A figure about people rests on at least so many (C-27)."""
NEW = 3
"""A row that is shown again holds at least so many who were not in it before (C-30)."""
NAMED = 3
"""In named mode a mean rests on at least so many (C-32)."""

Ids = AbstractSet[str]
Members = Mapping[str, Ids]
Rows = Mapping[str, Ids]
Plan = Mapping[str, str]


def in_named_mode(settings: Settings) -> bool:
    """Whether everybody said yes to names before the first question (C-32)."""
    return bool(settings.get("named"))


def fewest(settings: Settings) -> int:
    """On how many people a figure about people rests at least: five (C-27), in named mode three (C-32)."""
    return NAMED if in_named_mode(settings) else FIVE


def rows_to_reveal(settings: Settings, before: Rows, members: Members) -> dict[str, set[str]]:
    """The rows in which a figure may be shown now, by the rules of this activity; see `reveal_rows`.

    Raises Refused: too_few, too_few_named (fewer than three, C-32) or wait_more.
    """
    return named_rows(before, members) if in_named_mode(settings) else reveal_rows(before, members)


def named_rows(before: Rows, members: Members) -> dict[str, set[str]]:
    """The rows in named mode: the whole, and every group of three or more by itself; nothing is merged (C-32).

    Raises Refused: too_few_named, or wait_more when nobody is new.
    """
    checked(members)
    whole: set[str] = set().union(*members.values())
    if len(whole) < NAMED:
        raise Refused("too_few_named")
    groups = {group: set(ids) for group, ids in members.items() if ids}
    large = {group: ids for group, ids in groups.items() if len(ids) >= NAMED and len(groups) > 1}
    now = {WHOLE: whole, **large}
    if before and {row: set(ids) for row, ids in before.items()} == now:
        raise Refused("wait_more")
    return now


def reveal_rows(before: Rows, members: Members, k: int = FIVE, new: int = NEW) -> dict[str, set[str]]:
    """The rows in which a figure may be shown now; `before` = its rows as shown last ({} = never).

    Raises Refused: too_few (fewer than k, C-27) or wait_more (too few new ones to show it again, C-30).
    """
    plan = next_plan(kept_plan(before, members), members) if before else layout(members, k)
    now = rows(members, plan, k)
    if not now:
        raise Refused("too_few")
    if not may_publish(before, now, new, k):
        raise Refused("wait_more")
    return now


def shown_last(before: Sequence[Published], step: str, figure: str) -> Rows:
    """The rows in which a figure of this step was shown last, whatever the choice; {} = never.

    Publications that were taken off the board count: they have been seen. Rows only grow, so the last one
    is the one with most people.
    """
    earlier = [one.rows[figure] for one in before if one.step == step and figure in one.rows]
    return max(earlier, key=lambda shown: len(set().union(*shown.values())), default={})


def together(sizes: Mapping[str, int], k: int = FIVE) -> set[str]:
    """The groups that are not shown apart (C-29).

    Either none, or at least two with k people in all, or every group that holds anybody.
    """
    hidden = {group for group, n in sizes.items() if 0 < n < k}
    apart = sorted((n, group) for group, n in sizes.items() if n >= k)
    # One small group alone is below k too, so this also sees to it that there are two.
    while apart and 0 < sum(sizes[group] for group in hidden) < k:
        hidden.add(apart.pop(0)[1])
    return hidden


def layout(members: Members, k: int = FIVE) -> dict[str, str]:
    """The plan for a first publication: group -> its row; {} = only the whole is shown (C-29)."""
    checked(members)
    hidden = together({group: len(ids) for group, ids in members.items()}, k)
    plan = {group: TOGETHER if group in hidden else group for group, ids in members.items() if ids}
    return plan if len(set(plan.values())) > 1 else {}


def rows(members: Members, plan: Plan, k: int = FIVE) -> dict[str, set[str]]:
    """Who is counted in each row; {} = nothing may be shown, for there are fewer than k (C-27).

    A plan that was made for another figure could leave a group outside every row or a row below k; then only
    the whole is given, so that subtracting reveals nobody.
    """
    checked(members)
    whole: set[str] = set().union(*members.values())
    if len(whole) < k:
        return {}
    out: dict[str, set[str]] = {}
    for group, row in next_plan(plan, members).items():
        out.setdefault(row, set()).update(members.get(group, ()))
    safe = all(not ids or len(ids) >= k for ids in out.values())
    return {WHOLE: whole} | (out if safe else {})


def next_plan(plan: Plan, members: Members) -> dict[str, str]:
    """The plan for a next publication: rows stay as first published, a new group joins `together` (C-30).

    {} = from now on only the whole is shown, because a new group has nowhere to go.
    """
    fresh = {group: TOGETHER for group, ids in members.items() if ids and group not in plan}
    return {**plan, **fresh} if plan and (not fresh or TOGETHER in plan.values()) else {}


def kept_plan(before: Rows, members: Members) -> dict[str, str]:
    """The plan behind rows that were shown: group -> the row that holds its people; {} = only the whole was.

    Groups without anybody in those rows are left out: to `next_plan` they are new.
    """
    apart = {row: ids for row, ids in before.items() if row != WHOLE}
    return {group: row for group, own in members.items() for row, ids in apart.items() if own & ids}


def may_publish(before: Rows, now: Rows, new: int = NEW, k: int = FIVE) -> bool:
    """Whether one figure may be shown (again): rows shown last ({} = never), rows now (C-30).

    Yes if somebody is new and subtracting gives nobody away. That is judged over the rows and over whoever
    is in the whole but in no row: each holds nobody or at least k; each has 0 or at least `new` new people;
    nobody has left (an answer that was counted cannot be changed); no row appears that was not there before.
    """
    names = {row for row, ids in now.items() if ids} - {WHOLE}
    here, then = parts(now, names), parts(before, names)
    if before and not names <= before.keys() or overlapping(here.values()) or not within_whole(now):
        return False
    if any(0 < len(ids) < k for ids in here.values()) or any(then[part] - ids for part, ids in here.items()):
        return False
    fresh = [len(ids - then[part]) for part, ids in here.items()]
    return any(fresh) and (not before or all(n == 0 or n >= new for n in fresh))


def parts(shown: Rows, names: Iterable[str]) -> dict[str, Ids]:
    """The rows with these names, and as `whole` all others: what subtracting can lead to."""
    out: dict[str, Ids] = {name: shown.get(name, frozenset()) for name in names}
    return {**out, WHOLE: set().union(*shown.values()).difference(*out.values())}


def within_whole(shown: Rows) -> bool:
    return WHOLE not in shown or all(ids <= shown[WHOLE] for ids in shown.values())


def overlapping(sets: Iterable[Ids]) -> bool:
    kept = list(sets)
    return len(set().union(*kept)) < sum(len(ids) for ids in kept)


def checked(members: Members) -> None:
    """Raises ValueError for groups that overlap (C-28) or that carry the name of a row."""
    if overlapping(members.values()):
        raise ValueError("somebody is in two groups of one split (C-28)")
    if members.keys() & {WHOLE, TOGETHER}:
        raise ValueError("a group cannot be called whole or together")
