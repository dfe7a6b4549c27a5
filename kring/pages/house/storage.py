"""Static files under a name that holds their content, so that browsers keep them for ever; compressed beforehand."""

from __future__ import annotations

from servestatic.storage import CompressedManifestStaticFilesStorage as Manifest

IMPORTS = (
    (r"""(?P<matched>(?P<before>\b(?:from|import)\s*\(?\s*)"(?P<url>\.\.?/[^"]+)")""", '%(before)s"%(url)s"'),
)
"""`from "./x.js"`, `import "./x.js"` and `import("./x.js")`."""


class Files(Manifest):
    """Our modules import each other by those names too; other people's scripts are left as they are."""

    patterns = (*Manifest.patterns, ("kring/js/*.js", IMPORTS), ("tools/*/*.js", IMPORTS))
