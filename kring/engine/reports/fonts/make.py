"""Make the fonts of the reports, and `coverage.txt` that lists what they can set.

Run it by hand, and only for other fonts:

    python make.py FOLDER        needs fontTools and brotli; FOLDER holds the unpacked npm packages
                                 source-sans 3.52, @expo-google-fonts/vollkorn 0.4
                                 and @fontsource/noto-emoji 5.3

The licence of Source Sans asks that a changed font carries another name, hence ours.
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
FEATURES = [
    *("ccmp", "locl", "liga", "clig", "rlig", "calt", "case"),
    *("kern", "mark", "mkmk"),
    *("lnum", "onum", "pnum", "tnum"),
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
    (0x1F550, 0x1F567),
    (0xE0000, 0xE01EF),
]
"""Tiles, flags, squared words, clock faces and skin tones: much room for what nobody writes."""
PROBED = [(0x370, 0x6FF), (0x10A0, 0x10FF), (0x1E00, 0x27BF), (0x2900, 0x2BFF), (0xFB00, 0xFEFF)]
"""Where the fonts that Typst brings along help out: Hebrew, Arabic, Georgian, Armenian, signs."""


def among(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def cut(source: Path, codes: set[int], family: str, style: str, weight: int) -> None:
    """A font with only these letters, without hints for screens of long ago, under this name."""
    italic, bold = style == "Italic", weight >= 600
    font = TTFont(source, recalcTimestamp=False)
    # Signs joined to signs (families, professions, skin tones) would double that font.
    features = [] if family == "Kring Signs" else FEATURES
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
    font["OS/2"].usWeightClass = weight
    if family == "Kring Signs":  # A sign is as high as a capital, so that it does not push its line down.
        font["OS/2"].sCapHeight = round(0.66 * font["head"].unitsPerEm)
    font["OS/2"].fsSelection = (
        (font["OS/2"].fsSelection & ~0b1100001) | italic | bold << 5 | (not (bold or italic)) << 6
    )
    font["head"].macStyle = bold | italic << 1
    font.flavor = None
    font.save(HERE / f"{postscript}.ttf")


def make(packages: Path) -> None:
    sans = packages / "source-sans-3.52.0/package/TTF"
    serif = packages / "vollkorn/package"
    signs = packages / "fontsource-noto-emoji-5.3.2/package/files/noto-emoji-emoji-400-normal.woff2"
    letters, latin = among(LETTERS), among(LATIN_ONLY)
    drawn = {code for code in TTFont(signs).getBestCmap() if code > 0xFF} - among(RARE_SIGNS)
    for source, codes, family, style, weight in [
        (sans / "SourceSans3-Regular.ttf", letters, "Kring Sans", "Regular", 400),
        (sans / "SourceSans3-It.ttf", letters, "Kring Sans", "Italic", 400),
        (sans / "SourceSans3-Semibold.ttf", letters, "Kring Sans", "Semibold", 600),
        (serif / "400Regular/Vollkorn_400Regular.ttf", latin, "Vollkorn", "Regular", 400),
        (serif / "400Regular_Italic/Vollkorn_400Regular_Italic.ttf", latin, "Vollkorn", "Italic", 400),
        (serif / "600SemiBold/Vollkorn_600SemiBold.ttf", latin, "Vollkorn", "Semibold", 600),
        (signs, drawn, "Kring Signs", "Regular", 400),
    ]:
        cut(source, codes, family, style, weight)


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
    composed = {code for code in settable() if unicodedata.normalize("NFC", chr(code)) == chr(code)}
    (HERE / "coverage.txt").write_text("\n".join(ranges(composed)) + "\n")
