"""Keys live in files beside the database, never in it: made once, readable by the server only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key that signs cookies and links, made at the first start. Raises OSError when it cannot be kept."""
    place = data / "keys" / "secret"
    if not place.exists():
        place.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return place.read_text().strip()
