"""The help: there for every tool in both languages, clean, and without a link that leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from kring.engine.words import LANGUAGES, of_tool
from kring.pages.help import book
from kring.tools import TOOLS

FILES = sorted([*book.GENERAL.glob("*/*.md"), *book.TOOLS_FOLDER.glob("*/help/*.md")])


def named(place: Path) -> str:
    return "/".join(place.parts[-3:])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", TOOLS)
def test_every_tool_has_help_in_both_languages(key: str, lang: str) -> None:
    place = book.TOOLS_FOLDER / key / "help" / f"{lang}.md"
    assert place.is_file(), f"write {place}: docs/developers/new-tool.md says what belongs in it"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_general_pages_are_those_in_the_folder(lang: str) -> None:
    assert sorted(book.ORDER) == sorted(place.stem for place in (book.GENERAL / lang).glob("*.md"))


@pytest.mark.parametrize("key", [*book.ORDER, *TOOLS])
def test_both_languages_say_the_same_things(key: str) -> None:
    def shape(lang: str) -> list[str]:
        page = book.general_page(key, lang) if key in book.ORDER else book.tool_page(key, lang)
        assert page is not None
        return re.findall(r"<(h2|h3|li|blockquote|img|a)\b", page.body)

    assert shape("nl") == shape("en")


@pytest.mark.parametrize("place", FILES, ids=named)
def test_links_and_pictures_lead_somewhere(place: Path) -> None:
    page = book.page_of(place)
    assert page is not None and page.title and page.lead
    for address in re.findall(r'href="([^"]*)"', page.body):
        match = resolve(address)
        key = match.kwargs.get("key")
        assert key in TOOLS if key else book.general_page(match.kwargs["slug"], "nl")
    for address, words in re.findall(r'<img src="/static/([^"]*)" alt="([^"]*)"', page.body):
        found = finders.find(address)
        assert found and Path(found).stat().st_size <= 60_000
        assert len(words) > 20
    assert page.body.count("<img") == len(re.findall(r'<img src="/static/[^"]*" alt="[^"]', page.body))


@pytest.mark.parametrize("place", FILES, ids=named)
def test_links_stay_in_the_language_of_the_page(place: Path) -> None:
    lang = place.stem if place.parent.name == "help" else place.parent.name
    links = re.findall(r"\]\(([^)]*\.md)\)", place.read_text(encoding="utf-8"))
    for link in links:
        target = (place.parent / link).resolve()
        assert target.is_file() and lang in (target.stem, target.parent.name)


def test_html_in_a_file_is_text_and_never_runs(tmp_path: Path) -> None:
    text = (
        "# A page\n\nHello <script>alert(1)</script> <b>you</b>.\n\n<div onclick='x()'>no</div>\n\n"
        "[press](javascript:alert(1)) and [data](data:text/html,x)\n"
    )
    page = book.written_page(text, tmp_path / "page.md")
    assert "&lt;script&gt;" in page.body and "&lt;b&gt;" in page.body
    assert not re.search(r"<(script|div|b)\b|href=\"(javascript|data)", page.body)


def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="elsewhere.md"):
        book.written_page("# A\n\n[x](../elsewhere.md)\n", tmp_path / "page.md")


def test_a_tool_without_a_file_says_what_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(book, "TOOLS_FOLDER", tmp_path)
    page = book.tool_page.__wrapped__("opening", "nl")
    assert page.title == of_tool("opening", "nl").text("about", "title")
    assert of_tool("opening", "nl").text("about", "sentence") in page.body


@pytest.mark.django_db
class TestAVisitor:
    """Somebody without an account."""

    @pytest.fixture(autouse=True)
    def _house(self, cast: object) -> None:
        """There is a school; an empty Kring shows its welcome only."""

    def test_finds_every_page_from_the_contents(self, client: Client) -> None:
        contents = client.get("/help/?lang=nl").content.decode()
        links = set(re.findall(r'href="(/help/[^"]+)"', contents))
        assert len(links) == len(book.ORDER) + len(TOOLS)
        for link in links:
            for lang in LANGUAGES:
                answer = client.get(link, {"lang": lang})
                assert answer.status_code == 200 and answer.headers["Content-Language"] == lang

    def test_sees_when_a_tool_fits(self, client: Client) -> None:
        page = client.get("/help/tools/change_lab/?lang=en").content.decode()
        assert of_tool("change_lab", "en").text("about", "group") in page

    @pytest.mark.parametrize("path", ["/help/nothing/", "/help/tools/nothing/", "/help/tools/begin/"])
    def test_finds_nothing_where_nothing_is(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_comes_to_the_help_from_the_way_in(self, client: Client) -> None:
        assert 'href="/help/"' in client.get("/login/").content.decode()
