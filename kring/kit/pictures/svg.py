"""Writing SVG safely: every text escaped, no style, ids of its own, title and description first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from zlib import crc32

from kring.kit.picture import Picture
from kring.kit.pictures.letters import width_of, wrapped
from kring.kit.pictures.parts import Category, Look
from kring.kit.pictures.signs import Sign, corners, tile

PAPER = "#fffdf8"
INK = "#2b2622"
QUIET = "#5c5148"
LINE = "#8f8376"
FAINT = "#e4dacb"
SHADE = "#f4ecdf"
FONTS = "Kring Sans, 'Source Sans 3', DejaVu Sans, sans-serif"
LEADING = 1.28
"""Distance of lines of text, in type sizes."""
ID = "\x00"
"""Stands for the prefix of ids until the whole picture is known."""

Point = tuple[float, float]


def clean(text: str) -> str:
    """Text as it may stand in XML, between tags or in an attribute."""
    allowed = (
        char for char in text if char in "\n\t" or (ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF)
    )
    return escape("".join(char for char in allowed if char not in "\ufffe\uffff\x7f"), quote=True)


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


class Drawing:
    """A sheet on which a picture grows from top to bottom; `picture` closes it."""

    def __init__(self, look: Look, uid: str = "") -> None:
        self.look = look
        self.uid = uid
        self.marks: list[str] = []
        self.patterns: dict[tuple[Sign, bool], str] = {}

    def put(self, name: str, **attributes: str | float) -> None:
        """One element without content; `stroke_width` becomes stroke-width."""
        self.marks.append(f"<{name}{written(attributes)}/>")

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float = 0,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
    ) -> None:
        """One line of text; size 0 is the look's own."""
        look = written(
            {"x": x, "y": baseline, "font_size": size or self.look.size, "text_anchor": anchor, "fill": fill}
        )
        weight = ' font-weight="700"' if bold else ""
        self.marks.append(f"<text{look}{weight}>{clean(text)}</text>")

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        *,
        size: float = 0,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
    ) -> float:
        """Lines of text below `top`; gives where the last one ends."""
        size = size or self.look.size
        for i, line in enumerate(lines):
            baseline = top + size * (0.98 + LEADING * i)
            self.text(x, baseline, line, size=size, anchor=anchor, bold=bold, fill=fill)
        return top + size * LEADING * len(lines)

    def rect(self, x: float, y: float, width: float, height: float, **attributes: str | float) -> None:
        """A rectangle; one without height or width is left out."""
        if width > 0 and height > 0:
            self.put("rect", x=x, y=y, width=width, height=height, **attributes)

    def line(self, a: Point, b: Point, **attributes: str | float) -> None:
        """A straight line."""
        self.put("line", x1=a[0], y1=a[1], x2=b[0], y2=b[1], **attributes)

    def polygon(self, points: Iterable[Point], **attributes: str | float) -> None:
        """A closed shape."""
        self.put("polygon", points=joined(points), stroke_linejoin="round", **attributes)

    def path(self, points: Iterable[Point], **attributes: str | float) -> None:
        """An open line along points."""
        self.put("polyline", points=joined(points), fill="none", stroke_linejoin="round", **attributes)

    def fill(self, sign: Sign | None, *, fine: bool = False) -> str:
        """The fill of a surface that belongs to this sign; `fine` for the sign itself, coarser for bars."""
        if sign is None:
            return SHADE
        if sign.pattern == "empty":
            return sign.fill
        name = self.patterns.setdefault((sign, fine), f"{ID}-f{len(self.patterns)}")
        return f"url(#{name})"

    def outline(self, sign: Sign | None) -> str:
        """The dark line around a surface that belongs to this sign."""
        return sign.line if sign else INK

    @property
    def stroke(self) -> float:
        """The width of an ordinary outline: 2 px on a page of ordinary size."""
        return self.look.size * 0.11

    @property
    def dash(self) -> str:
        """A dashed line."""
        return f"{self.look.size * 0.3:.1f} {self.look.size * 0.2:.1f}"

    def plate(
        self, x: float, y: float, text: str, *, size: float = 0, ink: str = INK, thick: float = 0
    ) -> None:
        """A number on a round plate of paper, so that it reads on any ground."""
        size = size or self.look.size
        half = max(size * 0.64, width_of(text, size, True) / 2 + size * 0.3)
        tall = size * 0.64
        edge = thick or self.stroke
        self.rect(x - half, y - tall, half * 2, tall * 2, rx=tall, fill=PAPER, stroke=ink, stroke_width=edge)
        self.text(x, y + size * 0.36, text, size=size, anchor="middle", bold=True)

    def shape(self, x: float, y: float, r: float, sign: Sign) -> None:
        """The shape of a sign around (x, y)."""
        ink: dict[str, str | float] = {
            "fill": self.fill(sign, fine=True),
            "stroke": sign.line,
            "stroke_width": max(self.stroke, r * 0.12),
        }
        if points := corners(sign.shape, x, y, r):
            self.polygon(points, **ink)
        else:
            self.put("circle", cx=x, cy=y, r=r, **ink)

    def chip(self, x: float, middle: float, sign: Sign, *, size: float = 0, code: bool = True) -> float:
        """Shape and letter code beside each other from x on; gives where they end."""
        size = size or self.look.size
        r = size * 0.42
        self.shape(x + r * 1.2, middle, r, sign)
        end = x + r * 2.4
        if code and sign.code:
            self.text(end + size * 0.24, middle + size * 0.36, sign.code, size=size, bold=True)
            end += size * 0.24 + width_of(sign.code, size, True)
        return end

    def legend(self, top: float, categories: Sequence[Category], *, x: float = 0, width: float = 0) -> float:
        """Signs with their names in as many lines as needed; gives where they end."""
        size, left = self.look.small, x or self.margin
        width = width or self.look.width - 2 * self.margin
        x, y = left, top
        for one in categories:
            if one.sign is None:
                continue
            head = chip_width(one.sign, size) + size * 0.4
            lines = wrapped(one.name, size, width - head)
            wide = head + max((width_of(line, size) for line in lines), default=0.0)
            if x > left and x + wide > left + width:
                x, y = left, y + size * 1.5
            self.chip(x, y + size * 0.62, one.sign, size=size)
            bottom = self.lines(x + head, y, lines, size=size)
            y = max(y, bottom - size * LEADING)
            x += wide + size * 1.1
        return y + size * 1.5

    @property
    def margin(self) -> float:
        """The room around the picture."""
        return self.look.size * (0.7 if self.look.narrow else 0.9)

    def picture(
        self, title: str, description: str, height: float, head: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> Picture:
        """The finished picture, as high as given."""
        wide = self.look.width
        patterns = "".join(
            f'<pattern id="{name}" width="10" height="10" patternUnits="userSpaceOnUse"'
            f' patternTransform="scale({self.look.size / (28 if fine else 17):.2f})">{tile(sign)}</pattern>'
            for (sign, fine), name in self.patterns.items()
        )
        defs = f"<defs>{patterns}</defs>" if patterns else ""
        inside = (
            f'<title id="{ID}-t">{clean(title)}</title><desc id="{ID}-d">{clean(description)}</desc>{defs}'
            f'<rect width="{wide}" height="{number(height)}" rx="{number(self.look.size * 0.4)}"'
            f' fill="{PAPER}"/>' + "".join(self.marks)
        )
        whole = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {number(height)}" role="img"'
            f' aria-labelledby="{ID}-t {ID}-d" font-family="{FONTS}">{inside}</svg>'
        )
        prefix = self.uid or f"p{crc32(whole.encode()):08x}"
        return Picture(
            whole.replace(ID, clean(prefix)), title, description, tuple(head), tuple(map(tuple, rows))
        )


def written(attributes: dict[str, str | float]) -> str:
    """Attributes as they stand in a tag."""
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
    )


def joined(points: Iterable[Point]) -> str:
    """Points as SVG writes them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def chip_width(sign: Sign | None, size: float, code: bool = True) -> float:
    """The width of a sign with its code."""
    if sign is None:
        return 0.0
    return size * 1.01 + (size * 0.24 + width_of(sign.code, size, True) if code and sign.code else 0)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places in the same order, at least `gap` apart, as near as may be to where they were wanted.

    They stay between low and high when there is room for all; else they go on beyond high.
    """
    places = list(wanted)
    for i, place in enumerate(places):
        places[i] = max(place, low if i == 0 else places[i - 1] + gap)
    for i in range(len(places) - 1, -1, -1):
        limit = high if i == len(places) - 1 else places[i + 1] - gap
        places[i] = max(min(places[i], limit), low + gap * i)
    return places
