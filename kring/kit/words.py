"""Words apart from rules: what is said stands in a file per language, what counts in a file of its own.

A word file is read as text only, so that `no` stays a word. It holds `id: text`, `id: [lines]` or
`id: {field: text or lines}`; the plain words of a thing that has more fields stand under `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("nl", "en")
PLAIN = "text"
"""The field that holds the plain words of a thing with more fields."""

Leaf = str | tuple[str, ...]
File = dict[str, dict[str, Leaf]]
"""id -> field -> words. A deeper field is named by its path: `options.red`."""

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
BLANK = re.compile(r"\{([A-Za-z_]\w*)\}")


class BrokenWords(Exception):
    """A content file that cannot be used: which file, which line (from 1), and what to do about it."""

    def __init__(self, file: Path | str, line: int, remedy: str) -> None:
        super().__init__(f"{file}, line {line}: {remedy}")
        self.file = str(file)
        self.line = line
        self.remedy = remedy


class Words:
    """Everything one owner says in one language. Made once by `load_words`, then only read."""

    def __init__(self, folder: Path, lang: str, files: Mapping[str, File]) -> None:
        self.lang = lang
        self._folder = folder
        self._files = files

    def text(self, file: str, ident: str, /, field: str = "", **values: object) -> str:
        """The words under `ident` (and `field`), with every `{blank}` filled.

        Values are put in literally: braces or format signs in them mean nothing. Numbers and dates come
        in as finished text. Raises KeyError for unknown words and for a blank without a value.
        """
        leaf = self._leaf(file, ident, field)
        if not isinstance(leaf, str):
            raise KeyError(f"{self._place(file, ident, field)} holds lines; ask for them with lines()")
        return self._filled(leaf, values, file, ident, field)

    def lines(self, file: str, ident: str, /, field: str = "", **values: object) -> list[str]:
        """A list of words (the labels of a scale, the points of a tip), each filled as in `text`."""
        leaf = self._leaf(file, ident, field)
        if isinstance(leaf, str):
            raise KeyError(f"{self._place(file, ident, field)} holds one text; ask for it with text()")
        return [self._filled(line, values, file, ident, field) for line in leaf]

    def ids(self, file: str) -> list[str]:
        """The ids of a file in the order in which they stand. Raises KeyError for an unknown file."""
        if file not in self._files:
            raise KeyError(f"{self._place(file)} does not exist")
        return list(self._files[file])

    def has(self, file: str, ident: str, field: str = "") -> bool:
        """Whether these words exist, as a text or as lines."""
        fields = self._files.get(file, {}).get(ident, {})
        return field in fields or (not field and PLAIN in fields)

    def _leaf(self, file: str, ident: str, field: str) -> Leaf:
        fields = self._files.get(file, {}).get(ident, {})
        if field in fields:
            return fields[field]
        if not field and PLAIN in fields:
            return fields[PLAIN]
        raise KeyError(f"{self._place(file, ident, field)} is not among the words")

    def _filled(self, text: str, values: Mapping[str, object], file: str, ident: str, field: str) -> str:
        def value(blank: re.Match[str]) -> str:
            if blank[1] not in values:
                raise KeyError(f"{self._place(file, ident, field)} needs a value for {blank[0]}")
            return str(values[blank[1]])

        return BLANK.sub(value, text) if "{" in text else text

    def _place(self, file: str, ident: str = "", field: str = "") -> str:
        inside = " > ".join(part for part in (ident, field) if part)
        return f"{self._folder / self.lang}/{file}.yaml {inside} ({self.lang})"


def load_words(folder: Path, lang: str) -> Words:
    """All words of `folder/<lang>/*.yaml`, after a look whether the other language says the same things.

    Raises BrokenWords for a file that cannot be read or used, and for the first difference.
    """
    files = _files(folder, lang)
    for place, line, remedy in _differences(folder):
        raise BrokenWords(place, line, remedy)
    return Words(folder, lang, files)


def load_facts(folder: Path, file: str) -> Any:
    """What counts: `folder/<file>.yaml` (dimensions, weights, forms). Raises BrokenWords."""
    path = folder / f"{file}.yaml"
    text = _text_of(path)
    try:
        _refuse_doubles(path, yaml.compose(text, Loader=LOADER))
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _unreadable(path, error) from error


def check_languages(folder: Path) -> list[str]:
    """What the languages of a content folder do not both say, a sentence each; empty if all is well."""
    return [f"{place}, line {line}: {remedy}" for place, line, remedy in _differences(folder)]


def _differences(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """File, line and remedy of every difference: files, ids, fields, lengths of lists, blanks."""
    for lang in LANGUAGES:
        other_lang = next(one for one in LANGUAGES if one != lang)
        mine, other = _files(folder, lang), _files(folder, other_lang)
        for name, file in mine.items():
            path = folder / lang / f"{name}.yaml"
            if name not in other:
                yield folder / other_lang / f"{name}.yaml", 1, f"is missing; write it beside {path}."
                continue
            for ident, fields in file.items():
                line = _line_of(path, ident)
                for field, leaf in fields.items():
                    what = f"{ident} > {field}" if field else ident
                    there = other[name].get(ident, {}).get(field)
                    if there is None:
                        yield (
                            path,
                            line,
                            f"{what} does not exist in {other_lang}; add it there or remove it here.",
                        )
                    elif lang == LANGUAGES[0] and _shape(leaf) != _shape(there):
                        yield (
                            path,
                            line,
                            f"{what} has other blanks or another number of lines in {other_lang}.",
                        )


def _shape(leaf: Leaf) -> tuple[int, frozenset[str]]:
    """Number of lines (0 for one text) and the blanks: what both languages must share."""
    lines = [leaf] if isinstance(leaf, str) else leaf
    return (0 if isinstance(leaf, str) else len(leaf)), frozenset(
        b for line in lines for b in BLANK.findall(line)
    )


def _files(folder: Path, lang: str) -> dict[str, File]:
    place = folder / lang
    if not place.is_dir():
        raise BrokenWords(place, 1, f"is missing; every word is said in {' and '.join(LANGUAGES)}.")
    return {path.stem: _read(path, path.stat().st_mtime_ns)[0] for path in sorted(place.glob("*.yaml"))}


def _line_of(path: Path, ident: str) -> int:
    return _read(path, path.stat().st_mtime_ns)[1][ident]


@cache
def _read(path: Path, changed: int) -> tuple[File, dict[str, int]]:
    """The words of a file and the line of each id. `changed` makes an edited file read again."""
    text = _text_of(path)
    try:
        root = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise _unreadable(path, error) from error
    if root is None:
        return {}, {}
    if not isinstance(root, yaml.MappingNode):
        raise BrokenWords(path, _line(root), "must hold `id: text`, one id per line.")
    _refuse_doubles(path, root)
    file = {key.value: dict(_leaves(path, value)) for key, value in root.value}
    return file, {key.value: _line(key) for key, _ in root.value}


def _leaves(path: Path, node: yaml.Node, field: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every text or list of texts below a node, with the path of its field."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(path, value, f"{field}.{key.value}" if field else key.value)
    elif isinstance(node, yaml.SequenceNode):
        yield field, tuple(_text(path, line) for line in node.value)
    else:
        yield field, _text(path, node)


def _text(path: Path, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise BrokenWords(
            path, _line(node), "here should be a text; write the words, between quotes if needed."
        )
    if re.search(r"[{}]", BLANK.sub("", node.value)):
        raise BrokenWords(
            path, _line(node), "a brace here is not part of a {blank}; write {name} without spaces."
        )
    return str(node.value)


def _refuse_doubles(path: Path, node: yaml.Node | None) -> None:
    """Raises BrokenWords where a key, or the `id` of a thing in a list, stands twice."""
    if isinstance(node, yaml.MappingNode):
        _refuse_repeats(path, [key for key, _ in node.value])
        for _, value in node.value:
            _refuse_doubles(path, value)
    elif isinstance(node, yaml.SequenceNode):
        things = [thing.value for thing in node.value if isinstance(thing, yaml.MappingNode)]
        _refuse_repeats(path, [value for thing in things for key, value in thing if key.value == "id"])
        for one in node.value:
            _refuse_doubles(path, one)


def _refuse_repeats(path: Path, names: list[yaml.Node]) -> None:
    seen: set[str] = set()
    for name in names:
        if not isinstance(name, yaml.ScalarNode):
            raise BrokenWords(path, _line(name), "a name must be one word; put it between quotes.")
        if name.value in seen:
            raise BrokenWords(path, _line(name), f"`{name.value}` stands here twice; keep one.")
        seen.add(name.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise BrokenWords(path, 1, "is missing; put it back or take it out of the code.") from error
    except UnicodeDecodeError as error:
        raise BrokenWords(path, 1, "is not UTF-8; save it as UTF-8.") from error


def _unreadable(path: Path, error: yaml.YAMLError) -> BrokenWords:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    line = mark.line + 1 if mark else 1
    return BrokenWords(
        path, line, f"cannot be read as YAML ({problem}); check quotes, colons and indents here."
    )
