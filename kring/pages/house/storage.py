"""Static files under a name that holds their content, so that browsers keep them for ever; compressed beforehand."""

from __future__ import annotations

from servestatic.storage import CompressedManifestStaticFilesStorage


class Files(CompressedManifestStaticFilesStorage):
    """Modules that import each other find each other by those names too."""

    support_js_module_import_aggregation = True
