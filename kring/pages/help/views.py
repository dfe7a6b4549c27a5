"""Help for everybody: a first meeting, joining, what happens to answers, and a page for each tool."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kring.engine.words import known, of_tool
from kring.pages.help.book import ORDER, general_page, tool_page
from kring.tools import TOOLS

FACTS = ("when", "group", "time")


def language() -> str:
    """nl or en, as the reader chose."""
    return known(get_language() or "")


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All pages of the help, each with its first words."""
    lang = language()
    tools = [
        {
            "key": key,
            "title": of_tool(key, lang).text("about", "title"),
            "lead": of_tool(key, lang).text("about", "sentence"),
        }
        for key in TOOLS
    ]
    pages = [(slug, page) for slug in ORDER if (page := general_page(slug, lang))]
    return render(request, "help/contents.html", {"pages": pages, "tools": tools, "here": "help"})


@require_safe
def general(request: HttpRequest, slug: str) -> HttpResponse:
    """One page that belongs to no tool."""
    if not (page := general_page(slug, language())):
        raise Http404
    return render(request, "help/page.html", {"page": page, "here": "help"})


@require_safe
def tool(request: HttpRequest, key: str) -> HttpResponse:
    """The page of one tool, with the facts that planning shows as well."""
    if key not in TOOLS:
        raise Http404
    lang = language()
    facts = {one: of_tool(key, lang).text("about", one) for one in FACTS}
    return render(request, "help/page.html", {"page": tool_page(key, lang), "facts": facts, "here": "help"})
