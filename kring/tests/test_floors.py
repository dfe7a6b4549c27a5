"""The house stands on its floors: imports point down, the lower floors are pure, and code speaks no Dutch."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
FLOORS = {"kit": 0, "frames": 1, "tools": 2, "engine": 3, "pages": 4}
"""Frames stand below the tools: an instrument or a map that several of them use is defined there once."""
CELLAR = {"environment", "keys", "settings"}
"""What a school set and the keys: the floors with a database may ask for it."""
STREET = ("engine/management/", "engine/serving.py")
"""The house seen from the street: commands and the server start every floor, though Django wants them in an app."""

PURE = ("kit", "tools", "frames")
UNWELCOME = {
    "django": "a database or a page",
    "random": "chance: use kring.kit.draw",
    "secrets": "chance: use kring.kit.draw",
    "time": "a clock: moments arrive with the data",
    "os": "the machine",
    "sys": "the machine",
    "subprocess": "the machine",
    "socket": "the network",
    "urllib": "the network",
    "asyncio": "other tasks",
    "threading": "other tasks",
    "logging": "a log",
}
CLOCK_OR_CHANCE = {
    (owner, name)
    for owner in ("datetime", "date", "timezone", "uuid")
    for name in ("now", "today", "utcnow", "localdate", "localtime", "uuid1", "uuid4")
}


def where(path: Path) -> str:
    """The path as the house names it: `tools/concerns/compute.py`."""
    return path.relative_to(HOUSE).as_posix()


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(HOUSE).parts or path.name == "conftest.py"


HOUSE_FILES = sorted(path for floor in FLOORS for path in (HOUSE / floor).rglob("*.py"))
PURE_FILES = [path for path in HOUSE_FILES if where(path).split("/")[0] in PURE and not is_test(path)]
SPOKEN = [path for path in HOUSE.rglob("*.py") if not is_test(path) and "content" not in path.parts]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports, also inside functions; nothing is run."""
    package = ["kring", *path.relative_to(HOUSE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            house = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{house}.{name.name}") for name in node.names)


@pytest.mark.parametrize("path", HOUSE_FILES, ids=where)
def test_imports_point_down(path: Path) -> None:
    if where(path).startswith(STREET):
        return
    mine = where(path).split("/")[0]
    for line, name in imports(path):
        house, *rest = name.split(".")
        if house != "kring" or not rest:
            continue
        if rest[0] in FLOORS:
            beside = FLOORS[rest[0]] == FLOORS[mine] and rest[0] != mine
            assert FLOORS[rest[0]] <= FLOORS[mine], f"{where(path)}:{line} looks upstairs: {name}"
            assert not beside, f"{where(path)}:{line} looks into the room beside: {name}"
        elif not is_test(path):
            assert rest[0] in CELLAR and mine not in PURE, f"{where(path)}:{line} needs {name}"


@pytest.mark.parametrize("path", PURE_FILES, ids=where)
def test_no_tool_looks_into_another_tool(path: Path) -> None:
    floor, room, *_ = where(path).split("/")
    for line, name in imports(path):
        parts = name.split(".")
        if parts[:2] == ["kring", floor] and floor != "kit" and path.parent.name != floor:
            assert parts[2] == room, f"{where(path)}:{line} looks into {name}"


@pytest.mark.parametrize("path", PURE_FILES, ids=where)
def test_the_lower_floors_are_pure(path: Path) -> None:
    for line, name in imports(path):
        first = name.split(".")[0]
        assert first not in UNWELCOME, f"{where(path)}:{line} needs {UNWELCOME.get(first)} ({name})"
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute):
            owner = getattr(called.value, "id", getattr(called.value, "attr", ""))
            assert (owner, called.attr) not in CLOCK_OR_CHANCE, (
                f"{where(path)}:{node.lineno} calls {owner}.{called.attr}()"
            )
        if isinstance(called, ast.Name):
            assert called.id not in {"open", "print", "input", "eval", "exec", "uuid4"}, (
                f"{where(path)}:{node.lineno} calls {called.id}()"
            )


SUMS = [
    path
    for path in PURE_FILES
    if where(path).startswith(("tools/", "frames/")) and "picture" not in path.name
]


@pytest.mark.parametrize("path", SUMS, ids=where)
def test_sums_are_exact(path: Path) -> None:
    """C-14: fractions and decimals. Only pictures, that draw in pixels, may hold a float."""
    for node in ast.walk(ast.parse(path.read_text())):
        floating = isinstance(node, ast.Constant) and isinstance(node.value, float)
        turned = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        assert not floating and not turned, f"{where(path)}:{node.lineno} counts with a binary float"  # type: ignore[attr-defined]


WRITING = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
PAGES = [path for path in HOUSE_FILES if where(path).startswith("pages/") and not is_test(path)]


@pytest.mark.parametrize("path", PAGES, ids=where)
def test_pages_write_nothing(path: Path) -> None:
    """Whatever changes data is a verb of the engine."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in WRITING, (
                f"{where(path)}:{node.lineno} writes with .{node.func.attr}(); make it a verb in engine/"
            )


DUTCH = re.compile(
    r"\b(de|het|een|niet|jij|je|jullie|wij|voor|maar|ook|naar|nog|geen|deze|dit|wordt|worden|bij|zijn|hebben|"
    r"kun|kunt|met|aan|uit|wat|welke|hoe|waar|samen|iedereen|niemand|alles|iets|niets|jouw|onze|ons|hier|"
    r"kies|klaar|verder|terug|stap|vraag|antwoord|kring|gesprek|leraren|leerlingen)\b",
    re.IGNORECASE,
)


def dutch_words(text: str) -> set[str]:
    """Different Dutch words in a text; the name of the application is none."""
    return {word.lower() for word in DUTCH.findall(text)} - {"kring"}


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a Python file, or every line of a template or script without its tags and comments."""
    text = path.read_text()
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value
        return
    for number, line in enumerate(re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text).splitlines(), start=1):
        yield number, re.sub(r"<[^>]*>", " ", line)


TEMPLATES = sorted(
    path for kind in ("*.html", "*.js", "*.txt") for path in HOUSE.rglob(kind) if not is_test(path)
)


@pytest.mark.parametrize("path", [*sorted(SPOKEN), *TEMPLATES], ids=where)
def test_no_dutch_outside_word_files(path: Path) -> None:
    """Two different Dutch words in one text make a sentence that belongs in a word file."""
    for line, text in sentences(path):
        found = dutch_words(text)
        assert len(found) < 2, (
            f"{where(path)}:{line} speaks Dutch ({', '.join(sorted(found))}); use a word file"
        )


def test_the_watch_sees_what_it_should() -> None:
    assert dutch_words("Kies hoe je verder gaat") >= {"kies", "hoe", "je", "verder"}
    assert dutch_words("Kring: for people who learn together") == set()
    assert len(HOUSE_FILES) > 100 and {where(path).split("/")[0] for path in HOUSE_FILES} == set(FLOORS)
