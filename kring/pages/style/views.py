"""A page for developers: every part in every state, and every kind of screen with real words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from kring.engine.words import interface
from kring.kit.numbers import shown
from kring.kit.picture import Picture
from kring.kit.pictures import bars
from kring.kit.pictures.parts import BOARD, PAGE, PHONE, Amount, Category, Look, Series
from kring.kit.pictures.signs import COLOURS
from kring.kit.words import load_words
from kring.pages.style import examples

SCREENS = (
    "join",
    "seat",
    "blocks",
    "scale",
    "card",
    "own",
    "wait",
    "board_join",
    "board_colours",
    "board_question",
    "board_progress",
    "board_picture",
    "board_cards",
    "lead",
    "community",
    "report",
    "sign_in",
)
PARTS = (
    "type",
    "tones",
    "buttons",
    "choices",
    "fields",
    "notes",
    "circle",
    "way_in",
    "progress",
    "cards",
    "five",
    "picture",
    "table",
    "dialog",
    "tabs",
    "empty",
    "pledges",
    "small_things",
)
TONES = ("paper", "slip", "sunk", "ink", "ink-soft", "line", "accent", "accent-tint", "good", "warn", "bad")
THEMES = ("light", "dark")


def page(request: HttpRequest) -> HttpResponse:
    """Every part, with an anchor each; `?lang=` and `?theme=light|dark` choose how it is shown."""
    words = interface(get_language() or "nl")
    shelf = {
        "screens": [{"key": name, "title": words.text("style", f"screen_{name}")} for name in SCREENS],
        "parts": PARTS,
        "tones": TONES,
        "circles": [{"n": n, "ready": ready, "uid": f"seats-{n}"} for n, ready in examples.TABLES],
    }
    return render(request, "style/page.html", {**look(request), **shelf})


def screen(request: HttpRequest, name: str) -> HttpResponse:
    """One whole screen with made-up people, as a reference for who builds the real one."""
    if name not in SCREENS:
        raise Http404
    return render(request, f"style/screens/{name}.html", {**look(request), "screen": name})


def look(request: HttpRequest) -> dict[str, Any]:
    """What the examples show: words of the tool, the nine people of figure 8, and pictures of them."""
    lang = get_language() or "nl"
    words = interface(lang)
    tool = load_words(examples.CONTENT, lang)
    theme = request.GET.get("theme", "")
    codes = examples.CODES[lang]
    colours = [
        {"key": key, "code": codes[key], "name": tool.text("colours", key)}
        | {field: tool.text("colours", key, field) for field in ("label", "belief", "strong", "pitfall")}
        for key in COLOURS
    ]
    named = {one["key"]: one for one in colours}
    people = [
        {
            "name": name,
            "think": [named[c] for c in examples.THINK[i]],
            "do": [named[c] for c in examples.DO[i]],
        }
        for i, name in enumerate(words.lines("style", "people"))
    ]
    return {
        "positions": examples.POSITIONS,
        "theme": theme if theme in THEMES else "",
        "code": examples.CODE,
        "address": examples.ADDRESS,
        "join_url": f"https://{examples.ADDRESS}/j/{examples.CODE}/",
        "colours": colours,
        "people": people,
        "agenda": agenda(words.lines("style", "agenda_names")),
        "pledges": [
            {"text": text, "who": who, "state": state}
            for text, who, state in zip(
                words.lines("style", "pledge_texts"),
                words.lines("style", "pledge_whos"),
                ("new", "done", "late"),
                strict=True,
            )
        ],
        "options": [
            {"colour": key, "text": tool.text("think", "cc.t2", key)} for key in examples.ORDER_OF_BLOCK
        ],
        "stem": tool.text("think", "cc.t2", "stem"),
        "own_picture": own_picture(words, colours),
        "group_picture": group_picture(words, colours, PAGE),
        "group_on_board": group_picture(words, colours, BOARD),
    }


def agenda(names: list[str]) -> list[dict[str, Any]]:
    """Steps with their minutes, the fourth of them running."""
    return [
        {
            "name": name,
            "minutes": minutes,
            "state": "done" if i < 3 else "now" if i == 3 else "next",
            "at": at,
        }
        for i, (name, minutes, at) in enumerate(zip(names, examples.MINUTES, examples.TIMES, strict=True))
    ]


def categories(colours: list[dict[str, str]]) -> list[Category]:
    """The five colours with the letters of this language."""
    return [Category(one["name"], COLOURS[one["key"]].coded(one["code"])) for one in colours]


def own_picture(words: Any, colours: list[dict[str, str]]) -> dict[str, Any]:
    """The person of the worked example of blocks (tool 05, 4.12)."""
    rows = [
        Series(words.text("style", mode), [Amount(n, str(n)) for n in scores], framed)
        for mode, scores, framed in examples.OWN
    ]
    made = bars.diverging_bars(
        words.text("style", "own_title_picture"),
        words.text("style", "own_sentence"),
        (words.text("style", "colour"),),
        categories(colours),
        rows,
        line_text=words.text("style", "bars_line"),
        look=PHONE,
    )
    return placed(made)


def group_picture(words: Any, colours: list[dict[str, str]], size: Look) -> dict[str, Any]:
    """Figure 8: shares of nine people in thinking and in doing."""
    think, do = (
        Series(words.text("style", mode), [share(Fraction(weight) / 9, words.lang) for weight in weights])
        for mode, weights in (("thinking", examples.THINK_WEIGHT), ("doing", examples.DO_WEIGHT))
    )
    made = bars.stacked_pair(
        words.text("style", "board_picture_title"),
        words.text("style", "picture_description"),
        (words.text("style", "colour"),),
        categories(colours),
        think,
        do,
        look=size,
    )
    return placed(made)


def share(value: Fraction, lang: str) -> Amount:
    """A share of the whole, written as a percentage."""
    return Amount(value, f"{shown(value * 100, 0, lang)}%")


def placed(made: Picture) -> dict[str, Any]:
    """A picture as templates want it: the kit makes safe SVG."""
    return {"picture": made, "svg": mark_safe(made.svg), "table": True}
