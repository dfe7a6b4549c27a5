"""Keys live in files beside the database, never in it: made once, readable by the server only."""

from __future__ import annotations

import base64
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

PATIENCE = 50


def kept(data: Path, name: str, new: str) -> str:
    """What the key file `name` holds; `new` when there was none yet. Raises OSError when it cannot be kept, or when
    the file is empty."""
    place = data / "keys" / name
    if not place.exists():
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(new)
    for _ in range(PATIENCE):
        if key := place.read_text().strip():
            return key
        time.sleep(0.02)  # another process that starts at the same moment is writing it
    raise OSError(f"The key file {place} is empty. Put it back from where it was kept.")


def secret_key(data: Path) -> str:
    """The key that signs cookies and links."""
    return kept(data, "secret", secrets.token_urlsafe(50))


def kept_key(data: Path, name: str) -> bytes:
    """A key of 32 bytes in url-safe base64, as encryption wants it."""
    return kept(data, name, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()).encode()
