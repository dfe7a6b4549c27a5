"""The OpenAPI file: written by `kring openapi`, kept in docs/, and compared with the code by a test."""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"


def described() -> str:
    """What the code offers, as the file holds it."""
    from kring.pages.api.api import api

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2, ensure_ascii=False) + "\n"


def write() -> None:
    """Write the file. Raises OSError where there is no place for it (an installed Kring)."""
    FILE.write_text(described(), encoding="utf-8")
