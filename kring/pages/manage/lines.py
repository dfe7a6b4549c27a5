"""Reading pasted lines or a CSV file: "name;email;position;school;team", and saying which line is wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kring.engine.people.accounts import address_of, name_of, position_of
from kring.engine.people.models import POSITIONS
from kring.engine.words import LANGUAGES, shared
from kring.kit.payload import Refused

COLUMNS = ("name", "email", "position", "school", "team")
MOST = 2000
HEADS = frozenset({"name", "naam", "email", "e-mail", "e-mailadres", "mail"})


@dataclass
class Line:
    """One line: where it stands, what it says, and what is wrong with it (a refusal per column)."""

    number: int
    said: dict[str, str]
    good: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, Refused] = field(default_factory=dict)
    known: bool = False


def separator(text: str) -> str:
    """What parts the columns: as often as possible in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(("\t", ";", ","), key=lambda sign: (first.count(sign), sign == ";"))


def split(text: str) -> list[Line]:
    """The lines that say something, without a line of heads. Raises Refused("too_many_lines", n)."""
    rows = csv.reader(text.splitlines(), delimiter=separator(text))
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not lines and HEADS & {cell.casefold() for cell in cells[:2]}):
            continue
        lines.append(
            Line(number, {column: cells[i] if i < len(cells) else "" for i, column in enumerate(COLUMNS)})
        )
    if len(lines) > MOST:
        raise Refused("too_many_lines", n=MOST)
    return lines


def position_words() -> dict[str, str]:
    """Every way to write a position, in both languages and without its explanation, to its key."""
    ways = {key: key for key in POSITIONS}
    for language in LANGUAGES:
        for key in POSITIONS:
            words = shared(language).text("positions", key).casefold()
            ways[words] = key
            for part in words.partition("(")[0].split(","):
                ways.setdefault(part.strip(), key)
    return ways


def read(text: str, schools: Mapping[str, str], taken: Mapping[str, bool]) -> list[Line]:
    """Read and check every line.

    `schools`: name in small letters -> id; one school needs no name. `taken`: address -> whether it is of
    this organisation (then the line is known and skipped) or of another (then it is wrong).
    Raises Refused("too_many_lines").
    """
    lines, ways, seen = split(text), position_words(), set[str]()
    only = next(iter(schools.values())) if len(schools) == 1 else ""
    for line in lines:
        take(line, "name", name_of)
        take(line, "email", address_of)
        line.said["position"] = line.said["position"] or "teacher"
        take(line, "position", lambda text: position_of(ways.get(text.casefold(), text)))
        line.good["team"] = line.said["team"][:120]
        school = schools.get(line.said["school"].casefold(), "") if line.said["school"] else only
        line.good["school"] = school
        if line.said["school"] and not school:
            line.wrong["school"] = Refused("unknown_school")
        elif line.said["team"] and not school:
            line.wrong["school"] = Refused("team_without_school")
        email = line.good.get("email", "")
        if email in seen:
            line.wrong["email"] = Refused("line_twice")
        elif email in taken:
            line.known = taken[email]
            if not line.known:
                line.wrong["email"] = Refused("email_taken")
        if email:
            seen.add(email)
    return lines


def take(line: Line, column: str, check: Callable[[str], str]) -> None:
    """One cell, tidied or refused."""
    try:
        line.good[column] = check(line.said[column])
    except Refused as refused:
        line.wrong[column] = refused
