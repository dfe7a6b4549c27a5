"""What travels of our scripts and styles: everything but the comments and indents."""

from __future__ import annotations

import re

from django.conf import settings

from kring.pages.house.storage import IMPORTS, lean


def test_comments_and_indents_stay_at_home():
    text = (
        '/* What it does,\n   in two lines. */\n\nconst a = 1   // why\n  // whole line\n  go("http://x")\n'
    )
    assert lean(text, script=True) == 'const a = 1\ngo("http://x")\n'


def test_what_looks_like_a_comment_between_quotes_stays():
    for line in ('say("a // b")\n', "say('/* x */')\n", "say(`${a} // ${b}`)\n"):
        assert lean(line, script=True) == line


def test_a_style_keeps_its_rules():
    assert (
        lean("/* Why */\n@layer a {\n  .b { color: red }\n}\n", script=False)
        == "@layer a {\n.b { color: red }\n}\n"
    )


def test_our_files_have_no_texts_over_several_lines():
    """Then leaving out indents changes nothing."""
    for path in (settings.BASE / "pages" / "static" / "kring" / "js").glob("*.js"):
        for line in lean(path.read_text(), script=True).splitlines():
            assert line.count("`") % 2 == 0, f"{path.name}: {line}"


def test_every_way_to_import_is_found():
    lines = ['import { a, b } from "./x.js"', 'import "./x.js"', 'if (c) import("./x.js")']
    assert [re.search(IMPORTS[0][0], line)["url"] for line in lines] == ["./x.js"] * 3
