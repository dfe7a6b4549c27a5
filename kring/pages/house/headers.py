"""What static files say besides their type and age. Imported by the settings, so it needs nothing itself."""

from __future__ import annotations

from collections.abc import MutableMapping


def of_files(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Browsers take a file for what it says it is."""
    headers["X-Content-Type-Options"] = "nosniff"
