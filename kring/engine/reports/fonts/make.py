"""Make the fonts of the reports and `coverage.txt`, the list of what they can set. Needed only for other fonts.

    python make.py FOLDER        needs fontTools and brotli; FOLDER holds the unpacked npm packages
                                 source-sans 3.52, source-serif 4.5 and @fontsource/noto-emoji 5.3

The licence asks that a changed font carries another name than "Source", hence ours.
"""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import typst
from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FEATURES = "kern mark mkmk liga calt ccmp locl tnum lnum pnum onum rlig clig case".split()
STYLES = [
    ("Regular", "Regular", 400, False),
    ("Italic", "It", 400, True),
    ("Semibold", "Semibold", 600, False),
]
LETTERS = [
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2B0, 0x3FF),
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x1E00, 0x1EFF),
    (0x2000, 0x27BF),
    (0x2B00, 0x2BFF),
    (0xFB00, 0xFB06),
]
LATIN_ONLY = [(0x20, 0x24F), (0x2B0, 0x36F), (0x2000, 0x218F), (0xFB00, 0xFB06)]
RARE_SIGNS = [
    (0x1F000, 0x1F17E),
    (0x1F180, 0x1F191),
    (0x1F198, 0x1F2FF),
    (0x1F3FB, 0x1F3FF),
    (0xE0000, 0xE01EF),
]
"""Tiles, flags, squared words and skin tones: half as large again for what nobody writes in a meeting."""
PROBED = [(0x370, 0x6FF), (0x10A0, 0x10FF), (0x1E00, 0x27BF), (0x2900, 0x2BFF), (0xFB00, 0xFEFF)]
"""Where the fonts that Typst brings along help out: Hebrew, Arabic, Georgian, Armenian, signs."""


def among(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def cut(
    source: Path, codes: set[int], features: list[str], name: tuple[str, str, int, bool], target: Path
) -> None:
    """A font with only these letters, without hints for screens of long ago, under our own name."""
    family, style, weight, italic = name
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=features, name_IDs=["*"], notdef_outline=True, hinting=False)
    options.drop_tables += ["DSIG", "STAT", "meta"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rights = {
        record.nameID: record.toUnicode() for record in font["name"].names if record.nameID in (0, 13, 14)
    }
    four = {"Semibold": "Bold"}.get(style, style)
    postscript = f"{family.replace(' ', '')}-{style}"
    font["name"].names = []
    names = {
        1: family,
        2: four,
        3: f"Kring;{postscript}",
        4: f"{family} {style}",
        5: "Version 1.0",
        6: postscript,
    }
    for number, text in {**rights, **names}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    bold = weight >= 600
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (
        (font["OS/2"].fsSelection & ~0b1100001) | italic | bold << 5 | (not (bold or italic)) << 6
    )
    font["head"].macStyle = bold | italic << 1
    font.flavor = None
    font.save(target)


def make(packages: Path) -> None:
    for family, folder, letters in [
        ("Kring Sans", "source-sans-3.52.0/package/TTF/SourceSans3", LETTERS),
        ("Kring Serif", "source-serif-4.5.1/package/TTF/SourceSerif4", LATIN_ONLY),
    ]:
        for style, file, weight, italic in STYLES:
            target = HERE / f"{family.replace(' ', '')}-{style}.ttf"
            cut(
                packages / f"{folder}-{file}.ttf",
                among(letters),
                FEATURES,
                (family, style, weight, italic),
                target,
            )
    signs = packages / "fontsource-noto-emoji-5.3.2/package/files/noto-emoji-emoji-400-normal.woff2"
    drawn = {code for code in TTFont(signs).getBestCmap() if code > 0xFF} - among(RARE_SIGNS)
    cut(signs, drawn, [], ("Kring Signs", "Regular", 400, False), HERE / "KringSigns-Regular.ttf")


def settable() -> Iterator[int]:
    """Every code that our fonts hold, and those for which Typst finds one of its own."""
    own = {code for file in HERE.glob("*.ttf") for code in TTFont(file).getBestCmap()}
    yield from own
    probe = HERE / "probe.typ"
    probe.write_text('#set document(title: "x")\n#set text(font: "Kring Sans")\n#json(bytes(sys.inputs.x))')
    compiler = typst.Compiler(str(probe), root=str(HERE), font_paths=[str(HERE)], ignore_system_fonts=True)
    for code in sorted(among(PROBED) - own):
        if unicodedata.category(chr(code)) not in ("Cn", "Cc", "Cf", "Cs", "Co"):
            try:
                compiler.compile(
                    format="pdf", pdf_standards=["ua-1"], sys_inputs={"x": json.dumps(chr(code))}
                )
                yield code
            except typst.TypstError:
                continue
    probe.unlink()


def ranges(codes: Iterable[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(sorted(set(codes))), key=lambda pair: pair[1] - pair[0]):
        run = [code for _, code in group]
        yield f"{run[0]:04X}-{run[-1]:04X}"


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    (HERE / "coverage.txt").write_text("\n".join(ranges(settable())) + "\n")
