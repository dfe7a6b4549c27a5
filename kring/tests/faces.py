"""What is wrong with a piece of HTML of a face, for whoever renders one in a test."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SAYS = ("alt", "aria-label", "aria-description", "title", "placeholder", "value")
"""Attributes that are read or seen as words; `value` only where a browser writes it on a button."""
QUIET = {"script", "style", "svg"}
IDENT = re.compile(
    r"\b[a-z]{2}\.[a-z0-9_]+\b|\b[a-z]+_[a-z_]+\b|\{[a-z_]+\}|\bNone\b|\bTrue\b|\bFalse\b|Fraction\("
)
"""Ids (`cc.t1`, `too_few`), blanks nobody filled, and values nobody wrote out."""
EMPTY = {"input", "br", "hr", "img", "meta", "link", "source", "wbr", "path", "use", "rect", "circle", "line"}


class Reader(HTMLParser):
    """Reads a piece of HTML and keeps what a strict content policy, a reader or a browser would trip over."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.open.append(tag)
        for name, value in attrs:
            if name == "style" or name.startswith("on") or (value or "").strip().startswith("javascript:"):
                self.problems.append(f'<{tag} {name}="{value}"> is stopped by the content policy')
            if name in ("src", "href", "action") and re.match(r"(https?:)?//", value or ""):
                self.problems.append(f'<{tag} {name}="{value}"> goes to another host')
            if name == "id" and value:
                if value in self.ids:
                    self.problems.append(f'id="{value}" stands twice')
                self.ids.add(value)
            if name in SAYS and (name != "value" or dict(attrs).get("type") in ("submit", "button", "reset")):
                self.read(value or "", f"{tag} {name}")
        if tag == "script" and not dict(attrs).get("src"):
            self.problems.append("a script inside the page is stopped by the content policy")
        if tag == "style":
            self.problems.append("a style sheet inside the page is stopped by the content policy")
        if tag == "img" and "alt" not in dict(attrs):
            self.problems.append("an image without alt")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not QUIET & set(self.open):
            self.read(data, self.open[-1] if self.open else "text")

    def read(self, text: str, place: str) -> None:
        if found := IDENT.search(text):
            self.problems.append(f"'{found[0]}' in <{place}> is not a word: {text.strip()[:80]}")


def problems(html: str) -> list[str]:
    """A sentence for everything that is wrong with this HTML; empty when it is well."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.problems + [f"<{tag}> is never closed" for tag in reader.open]
