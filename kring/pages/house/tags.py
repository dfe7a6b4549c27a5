"""Template tags of the house: words, parts that travel by themselves, pictures, codes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kring.engine.live.frames import mark
from kring.engine.reports.qr import qr_svg
from kring.engine.words import interface, shared
from kring.kit.numbers import shown
from kring.kit.picture import Picture
from kring.kit.words import Words, load_facts
from kring.pages.house.saying import asked, saying, walk
from kring.tools import TOOLS

TOOLS_FOLDER = Path(__file__).parents[2] / "tools"

register = template.Library()
register.simple_block_tag(takes_context=True)(saying)
register.simple_block_tag(takes_context=True)(walk)
register.simple_tag(takes_context=True)(asked)


def language() -> str:
    """The language of the page that is being made."""
    return get_language() or "nl"


@register.simple_tag
def ui(file: str, ident: str, field: str = "", **values: Any) -> SafeString:
    """Words of the interface: {% ui "join" "title" name=seat.name %}; values are escaped."""
    return filled(interface(language()), file, ident, field, values)


@register.simple_tag
def shared_word(file: str, ident: str, field: str = "", **values: Any) -> SafeString:
    """Words that belong to no tool: {% shared_word "roles" "teacher" %}."""
    return filled(shared(language()), file, ident, field, values)


@register.simple_tag(takes_context=True)
def say(context: template.Context, file: str, ident: str, field: str = "", **values: Any) -> SafeString:
    """Words of the tool whose face this is: {% say "colours" colour field="label" %}."""
    return filled(context["words"], file, ident, field, values)


def filled(words: Words, file: str, ident: str, field: str, values: Mapping[str, Any]) -> SafeString:
    """A text with escaped values; the text itself is escaped too."""
    text = marked(words, str(file), str(ident), str(field), tuple(values))
    for place, value in enumerate(values.values()):
        text = SafeString(text.replace(f"\1{place}\1", conditional_escape(value)))
    return text


@lru_cache(maxsize=4096)
def marked(words: Words, file: str, ident: str, field: str, names: tuple[str, ...]) -> SafeString:
    """The escaped text with a mark for each value: a page says the same hundred things to everybody."""
    return escape(words.text(file, ident, field, **{name: f"\1{at}\1" for at, name in enumerate(names)}))


@register.simple_tag(takes_context=True)
def lines(context: template.Context, file: str, ident: str, field: str = "") -> list[str]:
    """A list of the tool's words: {% lines "tips" "x" as tips %}."""
    return list(context["words"].lines(file, ident, field))


@register.simple_tag(takes_context=True)
def facts(context: template.Context, file: str) -> Any:
    """What counts in the tool's content, without words: {% facts "think" as blocks %}."""
    return facts_of(context["tool"], file)


@cache
def facts_of(tool: str, file: str) -> Any:
    """`content/<file>.yaml` of a tool, read once."""
    return load_facts(TOOLS_FOLDER / tool / "content", file)


@register.simple_tag(takes_context=True)
def told(context: template.Context, name: str, data: Any) -> list[str]:
    """The tool's own sentences about what may be seen: {% told "signals" published.picture as lines %}."""
    return list(TOOLS[context["tool"]].told[name](data, context["words"]))


@register.simple_tag
def shared_lines(file: str, ident: str) -> list[str]:
    """A list that belongs to no tool, such as the labels of a scale."""
    return list(shared(language()).lines(file, ident))


@register.filter
def number(value: Any, places: int = 0) -> str:
    """A number as the reader's language writes it, rounded half away from zero (C-14)."""
    if value is None:
        return "–"
    return shown(
        value if isinstance(value, Fraction | int) else Fraction(str(value)), int(places), language()
    )


@register.filter
def percent(value: Any) -> str:
    """A share (0 to 1) as a whole percentage."""
    return "–" if value is None else f"{shown(Fraction(value) * 100, 0, language())}%"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value under a key, or nothing."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def code(digits: str) -> str:
    """Seven digits as people read them: 345-6789."""
    return f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else digits


@register.simple_tag(takes_context=True)
def photo(context: template.Context, image: Mapping[str, str]) -> str:
    """The address of a photo on a card ({id, activity: "" for the running one}) for this face."""
    of = image["activity"] or context["activity"].id
    if context.get("face") == "board":
        return reverse("photo_on_board", args=[context["meeting"].board_token, of, image["id"]])
    return reverse("photo", args=[of, image["id"]])


@register.simple_tag
def qr(url: str) -> SafeString:
    """A QR code as a picture in the page."""
    return mark_safe(qr_svg(url))


PICTURES: OrderedDict[tuple[str, str, str, int], tuple[Any, Picture]] = OrderedDict()
PICTURES_KEPT = 256


def drawn_picture(tool: str, name: str, words: Any, data: Any) -> Picture:
    """The picture, drawn once for the same data; published results stay the same object."""
    place = (tool, name, words.lang, id(data))
    known = PICTURES.get(place)
    if known is not None and known[0] is data:
        return known[1]
    picture = TOOLS[tool].pictures[name](data, words)
    PICTURES[place] = (data, picture)
    while len(PICTURES) > PICTURES_KEPT:
        PICTURES.popitem(last=False)
    return picture


@register.inclusion_tag("house/parts/picture.html", takes_context=True)
def picture(context: template.Context, name: str, data: Any, table: bool = True) -> dict[str, Any]:
    """A picture of the tool with its table: {% picture "group" published.picture %}."""
    made = drawn_picture(context["tool"], name, context["words"], data)
    return {"picture": made, "svg": mark_safe(made.svg), "table": table, "face": context.get("face", "")}


class PartNode(template.Node):
    """A piece of a face that is sent by itself when only it changes."""

    def __init__(self, key: FilterExpression, body: NodeList) -> None:
        self.key = key
        self.body = body

    def render(self, context: template.Context) -> SafeString:
        # A literal in a template is a SafeString; the name of a part travels as a plain one.
        key = "" + str(self.key.resolve(context))
        drawing = context.get("_drawing")
        if drawing is None:
            inner = self.body.render(context)
            return format_html('<div class="part" data-part="{}">{}</div>', key, mark_safe(inner))
        drawing.part(key, self.body, context)
        return format_html('<div class="part" data-part="{}">{}</div>', key, mark_safe(mark(key)))


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """{% part "progress" %}...{% endpart %}: parts do not nest."""
    _, key = token.split_contents()
    body = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(parser.compile_filter(key), body)
