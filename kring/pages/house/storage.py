"""Static files under a name that holds their content, so that browsers keep them for ever; compressed beforehand.

Our own scripts and styles travel without the comments and indents that are there for who reads them here.
"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import Any

from django.core.files.base import ContentFile
from servestatic.storage import CompressedManifestStaticFilesStorage as Manifest

OURS = ("kring/js/*.js", "kring/css/*.css", "tools/*/*.js", "tools/*/*.css")
IMPORTS = (
    (r"""(?P<matched>(?P<before>\b(?:from|import)\s*\(?\s*)"(?P<url>\.\.?/[^"]+)")""", '%(before)s"%(url)s"'),
)
"""`from "./x.js"`, `import "./x.js"` and `import("./x.js")`."""

BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
LINE = re.compile(r"^[ \t]*//.*\n|[ \t]+//[^\"'`\n]*$", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)


def lean(text: str, *, script: bool) -> str:
    """A script or style without its comments, indents and empty lines; what is between quotes stays.

    A comment begins its own line, or (in a script) ends one. Texts over several lines do not occur in our files.
    """
    text = BLOCK.sub("", text)
    return INDENT.sub("", LINE.sub("", text) if script else text).lstrip("\n")


class Files(Manifest):
    """Our modules import each other by those names too; other people's files are left as they are."""

    patterns = (*Manifest.patterns, ("kring/js/*.js", IMPORTS), ("tools/*/*.js", IMPORTS))

    def _save(self, name: str, content: Any) -> Any:
        if any(fnmatch(name, place) for place in OURS):
            content.seek(0)
            text = content.read()
            text = text.decode() if isinstance(text, bytes) else text
            content = ContentFile(lean(text, script=name.endswith(".js")).encode())
        return super()._save(name, content)
