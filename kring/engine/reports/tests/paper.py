"""Reading a PDF as a screen reader does."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, PdfObject


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text in reading order, with single spaces."""
    return " ".join(" ".join(page.extract_text().split()) for page in opened(pdf).pages)


def tags(pdf: bytes) -> list[DictionaryObject]:
    """Every element of the tag tree that has a kind (/S), in reading order."""
    return list(_tags(opened(pdf).root_object["/StructTreeRoot"]))


def kinds(pdf: bytes) -> list[str]:
    return [str(tag["/S"]) for tag in tags(pdf)]


def bookmarks(pdf: bytes) -> list[str]:
    """Titles of the outline, two spaces deeper per level."""
    return list(_bookmarks(opened(pdf).outline, ""))


def fonts(pdf: bytes) -> set[str]:
    """Names of the fonts on the pages, without the mark that only a part is embedded."""
    found = set()
    for page in opened(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


def _tags(node: PdfObject) -> Iterator[DictionaryObject]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _tags(child)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _tags(node["/K"])


def _bookmarks(outline: list, indent: str) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(entry, indent + "  ")
        else:
            yield indent + entry.title
