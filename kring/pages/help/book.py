"""The help: Markdown files next to what they explain, as pages in the reader's language.

The same files are read in the repository. Links between them and to pictures are therefore relative paths; here they
become addresses of the application.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from os.path import normpath
from pathlib import Path
from urllib.parse import urlsplit

import nh3
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kring.engine.words import HOUSE, LANGUAGES, of_tool

GENERAL = HOUSE / "content" / "help"
TOOLS_FOLDER = HOUSE / "tools"
STATIC = HOUSE / "pages" / "static"
ORDER = ("begin", "join", "privacy", "harvest", "learning")
"""The general pages as somebody new would read them."""

TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "img", "blockquote", "code", "br"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "loading"}, "ol": {"start"}}
# The files are ours, and yet HTML in them is shown as text: a tool folder may come from somebody else.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of help: its title, its first paragraph as plain text, and all below the title as clean HTML."""

    title: str
    lead: str
    body: SafeString


@cache
def general_page(slug: str, lang: str) -> Page | None:
    """A page that belongs to no tool; None when there is none of that name. `lang` is nl or en."""
    return page_of(GENERAL / lang / f"{slug}.md") if slug in ORDER else None


@cache
def tool_page(key: str, lang: str) -> Page:
    """The page of a tool; a tool without a help file says what `about.yaml` says. Raises KeyError for no tool."""
    words = of_tool(key, lang)
    written = page_of(TOOLS_FOLDER / key / "help" / f"{lang}.md")
    if written:
        return written
    sentence = words.text("about", "sentence")
    return Page(words.text("about", "title"), sentence, format_html("<p>{}</p>", sentence))


def page_of(place: Path) -> Page | None:
    """The page in this file, or None where there is no file."""
    return written_page(place.read_text(encoding="utf-8"), place) if place.is_file() else None


def written_page(text: str, place: Path) -> Page:
    """A page from Markdown that begins with `# Title`; `place` is where its relative links start."""
    tokens = MARKDOWN.parse(text)
    title, rest = tokens[1].content, tokens[3:]
    for token in rest:
        for inner in token.children or []:
            rewrite(inner, place)
    html = MARKDOWN.renderer.render(rest, MARKDOWN.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"}
    )
    lead = next((token.children or [] for token in rest if token.type == "inline"), [])
    return Page(
        title, "".join(one.content for one in lead if one.type in ("text", "code_inline")), mark_safe(clean)
    )


def rewrite(token: Token, place: Path) -> None:
    """Turn the relative path of a link or picture into an address."""
    if token.type == "link_open":
        token.attrs["href"] = address_of(str(token.attrs["href"]), place)
    elif token.type == "image":
        token.attrs["src"] = address_of(str(token.attrs["src"]), place)
        token.attrs["loading"] = "lazy"


def address_of(link: str, place: Path) -> str:
    """The address behind a link in the file `place`; a link with a host, or from the root, stays as it is."""
    if urlsplit(link).scheme or link.startswith(("/", "#")):
        return link
    target = Path(normpath(place.parent / link))
    if target.is_relative_to(STATIC):
        return static(target.relative_to(STATIC).as_posix())
    if target.is_relative_to(GENERAL) and target.suffix == ".md" and target.parent.name in LANGUAGES:
        return reverse("help_page", args=[target.stem])
    if target.is_relative_to(TOOLS_FOLDER) and target.parent.name == "help":
        return reverse("help_tool", args=[target.parts[-3]])
    raise ValueError(
        f"{place}: the link {link} leads to nothing that the help can show. Link to a help page."
    )
